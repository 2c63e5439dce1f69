import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { fold } from '../../directory/fold.ts'
import type { GroupId } from '../../directory/group.ts'
import type { UserId } from '../../directory/user.ts'
import { ScimError } from '../../scim/errors.ts'
import { equal, type Resource } from '../../scim/json.ts'
import { readResource } from '../../scim/resource.ts'
import { userType } from '../../scim/schemas/user.ts'
import { documentOf } from './columns.ts'
import type { ImportFile, Invalid, Line } from './file.ts'

/** full: the file is everybody; who is missing is deactivated. add: it takes nothing from anybody. */
export type Mode = 'full' | 'add'

export interface KnownUser {
  readonly id: UserId
  readonly userName: string
  readonly externalId: string | null
  readonly active: boolean
  readonly attributes: Resource
  /** Folded names of the groups of the source they are directly in. */
  readonly groups: ReadonlySet<string>
}

/** What the source states now. */
export interface Known {
  readonly users: readonly KnownUser[]
  /** By folded name. */
  readonly groups: ReadonlyMap<string, { readonly id: GroupId; readonly name: string }>
}

/** What one line does. */
export interface UserEffect {
  readonly line: number
  /** Null: new. */
  readonly user: UserId | null
  readonly userName: string
  readonly document: Resource
  /** Attributes that become other ones. */
  readonly fields: readonly string[]
  /** Names of groups. */
  readonly joins: readonly string[]
  readonly leaves: readonly string[]
}

export interface Effect {
  /** New users, and those who change. */
  readonly users: readonly UserEffect[]
  readonly unchanged: number
  /** Active users whom no line names. */
  readonly missing: readonly KnownUser[]
  readonly newGroups: readonly string[]
  readonly invalid: readonly Invalid[]
}

/** Lines looked at before others get their turn. */
const LINES_AT_ONCE = 500

/** What a file would change of what its source states now. */
export async function effectOf(file: ImportFile, mode: Mode, known: Known): Promise<Effect> {
  const byName = new Map(known.users.map((user) => [fold(user.userName), user]))
  const byExternalId = new Map(
    known.users.flatMap((user) => (user.externalId === null ? [] : [[user.externalId, user]])),
  )
  const users: UserEffect[] = []
  const invalid: Invalid[] = [...file.invalid]
  const named = new Map<UserId, number>()
  const newGroups = new Map<string, string>()
  let unchanged = 0

  for (const [at, line] of file.lines.entries()) {
    if (at % LINES_AT_ONCE === 0) await setImmediate()
    const before = byExternalId.get(line.values.externalId ?? '') ?? byName.get(fold(line.userName))
    const namesake = byName.get(fold(line.userName))
    const earlier = before && named.get(before.id)
    const wrong = (problem: string, remedy: string) => {
      invalid.push({ line: line.line, userName: line.userName, problem, remedy })
      if (namesake && !named.has(namesake.id)) named.set(namesake.id, line.line)
    }
    if (earlier !== undefined) {
      wrong(`It names the same user as line ${earlier}.`, 'Keep one of the two lines.')
      continue
    }
    if (before) named.set(before.id, line.line)
    if (before && namesake && namesake !== before) {
      wrong(`Its userName is that of another user than its externalId.`, 'Correct one of them.')
      continue
    }
    let document: Resource
    try {
      document = wantedOf(line, before, mode)
    } catch (error) {
      if (!(error instanceof ScimError)) throw error
      wrong(error.detail, 'Correct the cell.')
      continue
    }
    const effect = { line: line.line, user: before?.id ?? null, userName: line.userName, document }
    const fields = before ? changedFields(before.attributes, document) : []
    const { joins, leaves } = groupsMoved(line, before, mode)
    for (const name of joins)
      if (!known.groups.has(fold(name)) && !newGroups.has(fold(name))) newGroups.set(fold(name), name)
    if (before && fields.length + joins.length + leaves.length === 0) unchanged++
    else users.push({ ...effect, fields, joins, leaves: leaves.map((name) => known.groups.get(name)?.name ?? name) })
  }
  const broken = new Set(file.invalid.flatMap(({ userName }) => (userName === null ? [] : [fold(userName)])))
  const missing = known.users.filter((user) => user.active && !named.has(user.id) && !broken.has(fold(user.userName)))
  return { users, unchanged, missing, newGroups: [...newGroups.values()], invalid }
}

/** @throws {ScimError} for a value that no user can have */
function wantedOf(line: Line, before: KnownUser | undefined, mode: Mode): Resource {
  // Who stands in a full file is there: whom an earlier one did not name comes back.
  const active = line.active ?? (before && mode === 'add' ? before.active : true)
  const body = documentOf(line.values, before?.attributes ?? {}, active)
  return readResource(userType, body, 'create').resource
}

function changedFields(before: Resource, after: Resource): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const short = (name: string) => (name.startsWith('urn:') ? 'department and the like' : name)
  return names
    .filter((name) => !equal(before[name], after[name]))
    .map(short)
    .toSorted()
}

function groupsMoved(
  { groups }: Line,
  before: KnownUser | undefined,
  mode: Mode,
): { readonly joins: readonly string[]; readonly leaves: readonly string[] } {
  if (!groups) return { joins: [], leaves: [] }
  const wanted = new Map(groups.map((name) => [fold(name), name]))
  return {
    joins: [...wanted].filter(([folded]) => !before?.groups.has(folded)).map(([, name]) => name),
    leaves: mode === 'add' ? [] : [...(before?.groups ?? [])].filter((folded) => !wanted.has(folded)),
  }
}

/** The same for the same effect, whenever it is computed. */
export function digestOf({ users, missing, newGroups }: Effect, mode: Mode): Buffer {
  const digest = createHash('sha256')
  const add = (...parts: readonly unknown[]) => digest.update(`${JSON.stringify(parts)}\n`)
  for (const { user, document, joins, leaves } of users) add(user, document, joins, leaves.toSorted())
  if (mode === 'full') for (const { id } of missing) add(id)
  add(newGroups)
  return digest.digest()
}
