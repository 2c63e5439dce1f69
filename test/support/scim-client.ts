import { must, opener, type Send } from './http-client.ts'

/** A directory's administrator, whose provider pushes what they do, as Okta pushes it. */
export interface ScimClient {
  readonly send: Send
  /** Assigns a person. @returns the id; `more` is merged into the document */
  createUser(userName: string, more?: object): Promise<string>
  deactivate(user: string): Promise<void>
  reactivate(user: string): Promise<void>
  deleteUser(user: string): Promise<void>
  /** @returns the id */
  createGroup(name: string, members?: readonly string[]): Promise<string>
  deleteGroup(group: string): Promise<void>
  /** Users or groups. */
  add(group: string, ...members: readonly string[]): Promise<void>
  remove(group: string, ...members: readonly string[]): Promise<void>
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

export function openScim(scim: { readonly url: string; readonly token: string }): ScimClient {
  const send = opener(scim.url, scim.token, 'application/scim+json', 'Okta SCIM Client 1.0.0')
  const done = async <T>(method: string, path: string, body?: object): Promise<T> =>
    must(`${method} ${path}`, await send<T>(method, path, body))
  const patch = (path: string, ...operations: readonly object[]) =>
    done<void>('PATCH', path, { schemas: [PATCH], Operations: operations })
  const active = (user: string, value: boolean) => patch(`/Users/${user}`, { op: 'replace', value: { active: value } })
  return {
    send,
    createUser: async (userName, more = {}) => {
      const [given, family] = userName.split('@')[0]!.split('.').map(capital)
      const user = {
        schemas: [USER],
        userName,
        name: { givenName: given, familyName: family ?? given },
        displayName: [given, family].filter(Boolean).join(' '),
        ...(userName.includes('@') && { emails: [{ primary: true, type: 'work', value: userName }] }),
        groups: [],
        password: 'never used',
        active: true,
        ...more,
      }
      return (await done<{ id: string }>('POST', '/Users', user)).id
    },
    deactivate: (user) => active(user, false),
    reactivate: (user) => active(user, true),
    deleteUser: (user) => done('DELETE', `/Users/${user}`),
    createGroup: async (name, members = []) => {
      const body = { schemas: [GROUP], displayName: name, members: [] }
      const { id } = await done<{ id: string }>('POST', '/Groups', body)
      if (members.length > 0) await patch(`/Groups/${id}`, addition(members))
      return id
    },
    deleteGroup: (group) => done('DELETE', `/Groups/${group}`),
    add: (group, ...members) => patch(`/Groups/${group}`, addition(members)),
    remove: (group, ...members) =>
      patch(`/Groups/${group}`, ...members.map((user) => ({ op: 'remove', path: `members[value eq "${user}"]` }))),
  }
}

function addition(members: readonly string[]): object {
  return { op: 'add', path: 'members', value: members.map((value) => ({ value })) }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
