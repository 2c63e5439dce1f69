import { isId } from '../../../platform/id.ts'
import { type Answer, errorAnswer } from '../answer.ts'
import type { Call } from '../call.ts'
import { getResourceType, getSchema, getServiceProviderConfig, listResourceTypes, listSchemas } from './discovery.ts'
import { deleteOneGroup, getGroup, listGroups, patchGroup, postGroup, putGroup, searchGroups } from './groups.ts'
import { searchEverything } from './search.ts'
import { deleteOneUser, getUser, listUsers, patchOneUser, postUser, putUser, searchUsers } from './users.ts'

/** What answers a request; `id` is the last part of its path, where it has one. */
export type Endpoint = (call: Call, id: string) => Promise<Answer>

type Methods = Readonly<Record<string, Endpoint>>

/** By the first part of the path, in small letters. `one` is for a path that goes on with an id. */
interface Place {
  readonly all?: Methods
  readonly one?: Methods
  readonly search?: Endpoint
  /** Ids are UUIDs: another text is nobody's, and the database would refuse it. */
  readonly hasIds?: boolean
}

const places: ReadonlyMap<string, Place> = new Map<string, Place>([
  [
    'users',
    {
      all: { GET: listUsers, POST: postUser },
      one: { GET: getUser, PUT: putUser, PATCH: patchOneUser, DELETE: deleteOneUser },
      search: searchUsers,
      hasIds: true,
    },
  ],
  [
    'groups',
    {
      all: { GET: listGroups, POST: postGroup },
      one: { GET: getGroup, PUT: putGroup, PATCH: patchGroup, DELETE: deleteOneGroup },
      search: searchGroups,
      hasIds: true,
    },
  ],
  ['serviceproviderconfig', { all: { GET: getServiceProviderConfig } }],
  ['resourcetypes', { all: { GET: listResourceTypes }, one: { GET: getResourceType } }],
  ['schemas', { all: { GET: listSchemas }, one: { GET: getSchema } }],
  ['.search', { all: { POST: searchEverything } }],
])

/** Parts of the protocol that are not offered: RFC 7644 §3.11, §3.7. */
const notOffered: ReadonlyMap<string, string> = new Map([
  ['me', 'A token of a source is no user, so there is no /Me.'],
  ['bulk', 'Bulk is not offered; send the operations one by one.'],
])

/** @param path what follows the source's address, still percent-encoded */
export function endpointOf(
  method: string,
  path: readonly string[],
): { readonly endpoint: Endpoint; readonly id: string | undefined } | { readonly answer: Answer } {
  const [first = '', second, ...others] = path.at(-1) === '' ? path.slice(0, -1) : path
  const name = first.toLowerCase()
  const place = places.get(name)
  if (!place) {
    const reason = notOffered.get(name)
    return { answer: errorAnswer(reason ? 501 : 404, reason ?? 'There is no such endpoint.') }
  }
  if (second === undefined) return choose(method, place.all ?? {}, undefined)
  if (place.search && second.toLowerCase() === '.search' && others.length === 0)
    return choose(method, { POST: place.search }, undefined)
  const id = decoded(second)
  const exists = place.one && others.length === 0 && id !== undefined
  if (!exists) return { answer: errorAnswer(404, 'There is no such endpoint.') }
  const found = choose(method, place.one ?? {}, id)
  const isNobodys = place.hasIds && (!isId(id) || id !== id.toLowerCase())
  return isNobodys && 'endpoint' in found ? { answer: errorAnswer(404, `There is no ${quotedId(id)}.`) } : found
}

function choose(
  method: string,
  methods: Methods,
  id: string | undefined,
): { readonly endpoint: Endpoint; readonly id: string | undefined } | { readonly answer: Answer } {
  // Node leaves the body of an answer to HEAD out.
  const endpoint = Object.hasOwn(methods, method) ? methods[method] : method === 'HEAD' ? methods.GET : undefined
  if (endpoint) return { endpoint, id }
  const allow = Object.keys(methods).join(', ')
  return { answer: errorAnswer(405, `${method} is not possible here; ${allow} is.`, { allow }) }
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function quotedId(id: string): string {
  return JSON.stringify(id.length > 80 ? `${id.slice(0, 80)}…` : id)
}
