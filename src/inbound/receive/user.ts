import type { UserId, UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { isUniqueViolation } from '../../platform/db/failures.ts'
import { Refused } from '../../platform/errors.ts'
import { newId } from '../../platform/id.ts'
import { equal, type Resource } from '../../scim/json.ts'
import type { Source } from '../source.ts'
import { insertUser, lockUser, markUserDeleted, reviveOrInsertUser, updateUser, userState } from '../store/users.ts'
import { userColumns } from './columns.ts'
import { type Act, beginAct, type Inbound, statementsOf } from './inbound.ts'

/** A user as they are after a write. */
export interface ReceivedUser {
  readonly id: UserId
  readonly no: UserNo
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly attributes: Resource
  /** `attributes` as JSON, where it was written; so that nobody does it again. */
  readonly document?: string
  /** There was no such record before, and no group was waiting for it: it is in none. */
  readonly isNew: boolean
  /** False: everything was as the source wants it, and nothing was written. */
  readonly changed: boolean
}

/** How often something is tried again when another request came between, before it waits for its turn instead. */
const TRIES = 3

/**
 * A new user. Who was deleted comes back as the same record when source and userName (case ignored) are the same, unless
 * the externalId says it is somebody else now. Without `active`, the user is active.
 * @param id of a record that is new, where others name it already; who comes back has the id they had
 * @throws {Refused} 409 USER_NAME_TAKEN; 403 SOURCE_PAUSED
 */
export async function createUser(
  inbound: Inbound,
  source: Source,
  user: Resource,
  id = newId() as UserId,
): Promise<ReceivedUser> {
  const act = beginAct(inbound, source)
  const db = statementsOf(inbound, source)
  const attributes = withState(user, true)
  const columns = userColumns(attributes)
  const record = { no: await inbound.numbers.user(db), id }
  const made = { attributes, document: columns.document, updatedAt: act.at, changed: true, isNew: false }
  try {
    if (await insertUser(db, act, record, columns)) {
      inbound.wake(source.organization)
      return { ...made, ...record, version: 1, createdAt: act.at, isNew: true }
    }
    for (;;) {
      const arrived = await reviveOrInsertUser(db, act, record, columns)
      // Another request brought the same record back: seen anew, its userName is taken.
      if (!arrived) continue
      if (arrived.no !== record.no) inbound.numbers.giveBackUser(db, record.no)
      inbound.wake(source.organization)
      return { ...made, ...arrived }
    }
  } catch (cause) {
    if (isUniqueViolation(cause)) inbound.numbers.giveBackUser(db, record.no)
    throw taken(cause, columns.userName)
  }
}

export interface ChangeOptions {
  /** Only if the user is at one of these versions (If-Match). */
  readonly versions?: readonly number[]
}

/**
 * The whole record anew. `replacement` is made from the record as it is, for what a replacement keeps of it; without
 * `active` it keeps that, so that a source which never says it does not bring anybody back.
 * @returns undefined when the source has no such user
 * @throws {Refused} 409 USER_NAME_TAKEN; 412 CHANGED_MEANWHILE; 403 SOURCE_PAUSED; and what `replacement` throws
 */
export function replaceUser(
  inbound: Inbound,
  source: Source,
  id: UserId,
  replacement: (current: Resource) => Resource,
  options: ChangeOptions = {},
): Promise<ReceivedUser | undefined> {
  const change = (current: Resource) => withState(replacement(current), current.active !== false)
  return changeUser(inbound, source, id, 'user.replace', change, options)
}

/**
 * A part of the record. `change` is called again when another change came between; without `active` the user is active.
 * @returns undefined when the source has no such user
 * @throws {Refused} as `replaceUser`
 */
export function patchUser(
  inbound: Inbound,
  source: Source,
  id: UserId,
  change: (current: Resource) => Resource,
  options: ChangeOptions = {},
): Promise<ReceivedUser | undefined> {
  return changeUser(inbound, source, id, 'user.patch', (current) => withState(change(current), true), options)
}

interface Change {
  readonly id: UserId
  readonly action: 'user.replace' | 'user.patch'
  readonly change: (current: Resource) => Resource
  readonly versions: readonly number[] | undefined
}

async function changeUser(
  inbound: Inbound,
  source: Source,
  id: UserId,
  action: 'user.replace' | 'user.patch',
  change: (current: Resource) => Resource,
  { versions }: ChangeOptions,
): Promise<ReceivedUser | undefined> {
  const act = beginAct(inbound, source)
  const db = statementsOf(inbound, source)
  const wanted = { id, action, change, versions }
  let changed: ReceivedUser | 'contended' | undefined = 'contended'
  for (let tries = 0; tries < TRIES && changed === 'contended'; tries++)
    changed = await tryChange(db, act, wanted, userState)
  while (changed === 'contended') changed = await db.transaction((tx) => tryChange(tx, act, wanted, lockUser))
  if (changed?.changed) inbound.wake(source.organization)
  return changed
}

async function tryChange(
  db: Db,
  act: Act,
  { id, action, change, versions }: Change,
  read: typeof userState,
): Promise<ReceivedUser | 'contended' | undefined> {
  const state = await read(db, act.source.id, id)
  if (!state) return undefined
  const { no, version, createdAt, updatedAt, attributes: current } = state
  if (versions && !versions.includes(version)) throw changedMeanwhile()
  const attributes = change(current)
  if (equal(current, attributes))
    return { id, no, version, createdAt, updatedAt, attributes, isNew: false, changed: false }
  const columns = userColumns(attributes)
  try {
    if (!(await updateUser(db, act, action, { ...state, id }, columns))) return 'contended'
  } catch (cause) {
    throw taken(cause, columns.userName)
  }
  const { document } = columns
  return {
    id,
    no,
    version: version + 1,
    createdAt,
    updatedAt: act.at,
    attributes,
    document,
    isNew: false,
    changed: true,
  }
}

/**
 * Deletes a user: no memberships from now on, and the userName is free again. The record stays, for history and return.
 * @returns whether the source had such a user
 * @throws {Refused} 412 CHANGED_MEANWHILE; 403 SOURCE_PAUSED
 */
export async function deleteUser(
  inbound: Inbound,
  source: Source,
  id: UserId,
  { versions }: ChangeOptions = {},
): Promise<boolean> {
  const act = beginAct(inbound, source)
  const isDeleted = await statementsOf(inbound, source).transaction(async (tx) => {
    // Locked first: the statement that takes the memberships must see those of every request that came before.
    const state = await lockUser(tx, source.id, id)
    if (!state) return false
    if (versions && !versions.includes(state.version)) throw changedMeanwhile()
    await markUserDeleted(tx, act, id)
    return true
  })
  if (isDeleted) inbound.wake(source.organization)
  return isDeleted
}

/** RFC 7643 §4.1.1: `active` has no default of its own; every record says it. */
function withState(user: Resource, active: boolean): Resource {
  return typeof user.active === 'boolean' ? user : { ...user, active }
}

function taken(cause: unknown, userName: string): unknown {
  if (!isUniqueViolation(cause, 'users_user_name')) return cause
  return new Refused(409, 'USER_NAME_TAKEN', `There is a user with the userName ${userName} already.`, { cause })
}

function changedMeanwhile(): Refused {
  return new Refused(412, 'CHANGED_MEANWHILE', 'The user is not at the version that was named.')
}
