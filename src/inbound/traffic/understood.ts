import { type Deed, deeds } from '../../contract/deed.ts'
import type { Operation, Refusal, Understood } from '../../contract/traffic.ts'
import { Refused } from '../../platform/errors.ts'
import { ScimError } from '../../scim/errors.ts'
import { equal, isObject, type Json, type Resource } from '../../scim/json.ts'
import type { Note, Part } from './note.ts'
import { operationOf } from './operation.ts'

/** What a request was answered, and what was noted on the way. */
export interface Answered {
  readonly operation: Operation
  readonly status: number
  readonly note: Note
  /** Why its token opened nothing. */
  readonly token?: Refusal | undefined
}

const NAME_MAX = 200
const FIELDS_MAX = 12

/** What was understood and done, as a code and values: whoever shows it says it in their language. */
export function understoodOf(answered: Answered): Understood {
  const { operation, status, note } = answered
  if (status >= 400) return { code: 'refused', reason: refusalOf(answered), ...detailOf(note) }
  const [kind, verb] = operation.split('.') as ['user' | 'group', string]
  const count = note.found === undefined ? {} : { count: note.found }
  if (note.parts) return bulkOf(note.parts)
  if (operation === 'token') return { code: 'token-given' }
  if (operation === 'search') return { code: 'searched', ...count }
  if (verb === 'find') return { code: `${kind}-found`, ...count }
  if (verb === 'read' || verb === 'delete') return { code: `${kind}-${verb === 'read' ? 'read' : 'deleted'}` }
  if (verb === 'create')
    return { code: `${kind}-created`, ...named(note.wanted), ...(kind === 'group' ? membersOf(note) : {}) }
  if (kind === 'user') return userChange(note)
  return kind === 'group' ? groupChange(note) : { code: 'described' }
}

/** The same of an operation of a bulk request, as if it had come by itself. */
export function understoodPart({ method, path, status, note }: Part): Understood {
  return understoodOf({ operation: operationOf(method, path), status, note })
}

/** How many did what. Of those refused the first says why, before those that are refused only because it was. */
function bulkOf(parts: readonly Part[]): Understood {
  const understood = parts.map(understoodPart)
  const counts = new Map<Deed, number>()
  for (const { code } of understood) counts.set(deedOf(code), (counts.get(deedOf(code)) ?? 0) + 1)
  const done = deeds.flatMap((deed) => (counts.has(deed) ? [{ deed, count: counts.get(deed)! }] : []))
  const refused = understood.filter(({ code }) => code === 'refused')
  const { reason, detail } = refused.find((each) => each.reason !== 'other') ?? refused[0] ?? {}
  return { code: 'bulk', done, ...(reason && { reason }), ...(detail !== undefined && { detail }) }
}

function deedOf(code: Understood['code']): Deed {
  if (code === 'refused') return code
  if (code.endsWith('-unchanged')) return 'unchanged'
  const kind = code.startsWith('group') ? 'groups' : 'users'
  if (code.endsWith('-created')) return `${kind}-created`
  return code.endsWith('-deleted') ? `${kind}-deleted` : `${kind}-changed`
}

function userChange({ current = {}, wanted = {} }: Note): Understood {
  const who = named(wanted)
  if (current.active !== false && wanted.active === false) return { code: 'user-deactivated', ...who }
  if (current.active === false && wanted.active === true) return { code: 'user-reactivated', ...who }
  const fields = fieldsBetween(current, wanted)
  if (fields.length === 0) return { code: 'user-unchanged', ...who }
  const isRenamed = fields.some((field) => field === 'userName' || field === 'displayName' || field === 'name')
  if (isRenamed && nameOf(current) !== nameOf(wanted))
    return { code: 'user-renamed', ...named(current), to: nameOf(wanted) }
  return { code: isRenamed ? 'user-renamed' : 'user-changed', ...who, fields }
}

/** A provider repeats a group's name with every change of its members: only another name is a new one. */
function groupChange(note: Note): Understood {
  const { current = {}, wanted = current, edit } = note
  const who = named(wanted)
  if (nameOf(current) !== nameOf(wanted))
    return { code: 'group-renamed', ...named(current), to: nameOf(wanted), ...membersOf(note) }
  if (edit && saysMembers(edit))
    return { code: edit.kind === 'replace' ? 'group-members-replaced' : 'group-members', ...who, ...membersOf(note) }
  const fields = fieldsBetween(current, wanted)
  return fields.length > 0 ? { code: 'group-changed', ...who, fields } : { code: 'group-unchanged', ...who }
}

export function saysMembers(edit: NonNullable<Note['edit']>): boolean {
  return edit.kind === 'replace' || edit.add.length + edit.remove.length > 0
}

function membersOf({ edit, pending = 0 }: Note): Pick<Understood, 'added' | 'removed' | 'count' | 'pending'> {
  const late = pending > 0 ? { pending } : {}
  if (!edit) return late
  if (edit.kind === 'replace') return { count: edit.values.length, ...late }
  return { added: edit.add.length, removed: edit.remove.length, ...late }
}

function fieldsBetween(before: Resource, after: Resource): string[] {
  const fields: string[] = []
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], after[name]]
    if (name === 'schemas' || equal(was ?? null, is ?? null)) continue
    // Of an extension its attributes, not its URN.
    if (name.includes(':')) fields.push(...fieldsBetween(asResource(was), asResource(is)))
    else fields.push(name.slice(0, NAME_MAX))
  }
  return fields.slice(0, FIELDS_MAX)
}

function asResource(value: Json | undefined): Resource {
  return isObject(value) ? (value as Resource) : {}
}

function named(resource: Resource | undefined): { readonly name?: string } {
  const name = resource && nameOf(resource)
  return name ? { name } : {}
}

function nameOf({ displayName, userName }: Resource): string {
  const name = typeof displayName === 'string' && displayName !== '' ? displayName : userName
  return typeof name === 'string' ? name.slice(0, NAME_MAX) : ''
}

/** Refusals of ours that say the same as one of the list. */
const ours: Readonly<Record<string, Refusal>> = {
  SOURCE_PAUSED: 'paused',
  USER_NAME_TAKEN: 'name-taken',
  CHANGED_MEANWHILE: 'changed-meanwhile',
}
const byStatus: Readonly<Record<number, Refusal>> = {
  404: 'no-endpoint',
  405: 'no-method',
  412: 'changed-meanwhile',
  413: 'too-large',
  429: 'too-many-requests',
  500: 'defect',
  501: 'not-offered',
  503: 'busy',
}
const scimTypes = new Set<string>([
  'invalidFilter',
  'invalidSyntax',
  'invalidPath',
  'invalidValue',
  'noTarget',
  'mutability',
  'tooMany',
])

function refusalOf({ status, note: { refusal }, operation, token }: Answered): Refusal {
  if (token) return token
  if (refusal instanceof Refused && ours[refusal.code]) return ours[refusal.code]!
  if (refusal instanceof ScimError && refusal.scimType && scimTypes.has(refusal.scimType))
    return refusal.scimType as Refusal
  // An id that nobody has; any other address is none of ours.
  if (status === 404 && /^(user|group)\.(read|replace|change|delete)$/.test(operation)) return 'not-there'
  return byStatus[status] ?? 'other'
}

function detailOf({ refusal }: Note): Pick<Understood, 'detail'> {
  return refusal instanceof ScimError || refusal instanceof Refused ? { detail: refusal.message.slice(0, 500) } : {}
}
