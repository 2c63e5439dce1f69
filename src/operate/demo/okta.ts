import { randomBytes } from 'node:crypto'
import { type Caller, forEach, openCaller } from './caller.ts'
import type { Employee, Group, Move } from './company.ts'

/**
 * Pushes a company as Okta does (its "SCIM 2.0 with header authentication" integration): the same requests with the
 * same bodies, in the same order for each person and group. What is there already is left alone, so a push that was
 * cut off goes on where it was.
 */
export interface Okta {
  /** For each: is it there? If not, create. */
  pushUsers(people: readonly Employee[], done: () => void): Promise<void>
  /** Group push, first half: the groups, empty. */
  pushGroups(groups: readonly Group[]): Promise<void>
  /** Group push, second half: their members, and the groups nested in them. Who has changed teams already is not put back. */
  pushMembers(groups: readonly Group[], moves: readonly Move[], done: (members: number) => void): Promise<void>
  /** Out of one group, into another: two requests, as Okta sends them. */
  move(moves: readonly Move[]): Promise<void>
}

interface Listed {
  readonly Resources?: readonly { readonly id: string; readonly members?: readonly { readonly value: string }[] }[]
}

interface Pushed {
  readonly id: string
  readonly members: ReadonlySet<string>
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

const AT_ONCE = 8
const MEMBERS_A_REQUEST = 100

export function openOkta(scim: { readonly url: string; readonly token: string }): Okta {
  const caller = openCaller({ ...scim, agent: 'Okta SCIM Client 1.0.0', type: 'application/scim+json' })
  const users = new Map<Employee, string>()
  const groups = new Map<string, Pushed>()

  return {
    pushUsers: (people, done) =>
      forEach(people, AT_ONCE, async (person) => {
        users.set(person, (await findUser(caller, person)) ?? (await createUser(caller, person)))
        done()
      }),
    pushGroups: async (all) => {
      for (const { name } of all) groups.set(name, (await findGroup(caller, name)) ?? (await createGroup(caller, name)))
    },
    pushMembers: async (all, moves, done) => {
      const moved = ({ who, to }: Move) => groups.get(to)!.members.has(users.get(who)!)
      for (const { name, members, nested } of all) {
        const { id, members: there } = groups.get(name)!
        const gone = new Set(moves.filter((move) => move.from === name && moved(move)).map((move) => move.who))
        const missing = [
          // Okta itself flattens nested groups; a directory that does not pushes them so.
          ...nested.map((child) => ({ value: groups.get(child)!.id, display: child })),
          ...members.filter((one) => !gone.has(one)).map((one) => ({ value: users.get(one)!, display: one.userName })),
        ].filter((member) => !there.has(member.value))
        for (let at = 0; at < missing.length; at += MEMBERS_A_REQUEST) {
          const value = missing.slice(at, at + MEMBERS_A_REQUEST)
          await caller.patch(`/Groups/${id}`, patchOf(id, name, { op: 'add', path: 'members', value }))
        }
        done(nested.length + members.length)
      }
    },
    move: async (moves) => {
      for (const { who, from, to } of moves) {
        const [source, target, value] = [groups.get(from)!, groups.get(to)!, users.get(who)!]
        if (target.members.has(value)) continue
        const path = `members[value eq "${value}"]`
        await caller.patch(`/Groups/${source.id}`, patchOf(source.id, from, { op: 'remove', path }))
        const added = [{ value, display: who.userName }]
        await caller.patch(`/Groups/${target.id}`, patchOf(target.id, to, { op: 'add', path: 'members', value: added }))
      }
    },
  }
}

async function findUser(caller: Caller, { userName }: Employee): Promise<string | undefined> {
  const query = new URLSearchParams({ filter: `userName eq "${userName}"`, startIndex: '1', count: '100' })
  return (await caller.get<Listed>(`/Users?${query}`)).Resources?.[0]?.id
}

async function createUser(caller: Caller, person: Employee): Promise<string> {
  const { userName, externalId, givenName, familyName, displayName, locale, title, department } = person
  const created = await caller.post<{ id: string }>('/Users', {
    schemas: [USER, ENTERPRISE],
    userName,
    name: familyName === '' ? { givenName } : { givenName, familyName },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName,
    locale,
    title,
    [ENTERPRISE]: { department },
    externalId,
    // Okta sends an empty list and a password nobody uses with every user.
    groups: [],
    password: randomBytes(12).toString('base64url'),
    active: true,
  })
  return created.id
}

async function findGroup(caller: Caller, name: string): Promise<Pushed | undefined> {
  const query = new URLSearchParams({ filter: `displayName eq "${name}"`, startIndex: '1', count: '100' })
  const found = (await caller.get<Listed>(`/Groups?${query}`)).Resources?.[0]
  return found && { id: found.id, members: new Set(found.members?.map((member) => member.value)) }
}

async function createGroup(caller: Caller, name: string): Promise<Pushed> {
  const body = { schemas: [GROUP], displayName: name, members: [] }
  return { id: (await caller.post<{ id: string }>('/Groups', body)).id, members: new Set() }
}

/** Okta says the group's name again with every change of its members. */
function patchOf(id: string, name: string, operation: object): object {
  return { schemas: [PATCH], Operations: [{ op: 'replace', value: { id, displayName: name } }, operation] }
}
