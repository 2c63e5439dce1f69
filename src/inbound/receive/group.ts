import type { GroupId, GroupNo } from '../../directory/group.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { newId } from '../../platform/id.ts'
import { equal, type Resource } from '../../scim/json.ts'
import type { Source } from '../source.ts'
import { type GroupState, groupState, insertGroup, lockGroup, markGroupDeleted, updateGroup } from '../store/groups.ts'
import { type MemberEdit, type MembersMoved, moveMembers } from '../store/members.ts'
import { resolvePending } from '../store/pending.ts'
import { again } from './again.ts'
import { groupColumns } from './columns.ts'
import { type Act, beginAct, type Inbound, statementsOf } from './inbound.ts'

/** A group as it is after a write, without its members. */
export interface ReceivedGroup {
  readonly no: GroupNo
  readonly id: GroupId
  readonly createdAt: Date
  readonly attributes: Resource
  /** False: everything was as the source wants it, and nothing was written. */
  readonly changed: boolean
  /** Members that were named and are not there yet. */
  readonly pending: number
}

/** What a source wants of a group; what is left out stays. */
export interface GroupChange {
  /** The document without members. */
  readonly attributes?: Resource
  readonly members?: MemberEdit
}

export interface GroupChangeOptions {
  /** Only if its latest request is one of these (If-Match). Changes of members that come at the same time are not held against it. */
  readonly requests?: readonly string[]
}

/**
 * A new group. Members are ids of users and groups of the source, or externalIds; who is not there yet becomes a member on
 * arrival. A name may be taken already: identity providers push twins.
 * @param id where others name it already
 * @throws {Refused} 403 SOURCE_PAUSED
 */
export async function createGroup(
  inbound: Inbound,
  source: Source,
  group: Resource,
  members: readonly string[],
  id = newId() as GroupId,
): Promise<ReceivedGroup> {
  const act = beginAct(inbound, source)
  const db = statementsOf(inbound, source)
  const record = { no: await inbound.numbers.group(db), id }
  const moved = await again(() => insertGroup(db, act, record, groupColumns(group), members))
  await settle(inbound, db, record.no, moved, true)
  return { ...record, createdAt: act.at, attributes: group, changed: true, pending: moved.pending }
}

/**
 * Changes a group's document, its members, or both: all or nothing. `change` is made from the group as it is.
 * @returns undefined when the source has no such group
 * @throws {Refused} 412 CHANGED_MEANWHILE; 403 SOURCE_PAUSED; and what `change` throws
 */
export async function changeGroup(
  inbound: Inbound,
  source: Source,
  id: GroupId,
  action: 'group.replace' | 'group.patch',
  change: (current: Resource) => GroupChange,
  { requests }: GroupChangeOptions = {},
): Promise<ReceivedGroup | undefined> {
  const act = beginAct(inbound, source)
  const db = statementsOf(inbound, source)
  const state = await groupState(db, source.id, id)
  if (!state) return undefined
  check(state, requests)
  const { attributes = state.attributes, members } = change(state.attributes)
  if (equal(state.attributes, attributes)) {
    const moved = members && (await again(() => moveMembers(db, act, state, members)))
    const changed = moved !== undefined && hasMoved(moved)
    if (changed) await settle(inbound, db, state.no, moved, false)
    return received(state, attributes, changed, moved?.pending)
  }
  const group = await again(() => db.transaction((tx) => changeAll(tx, act, id, action, change, requests)))
  if (group?.changed) await settle(inbound, db, group.no, group.moved, true)
  return group
}

async function changeAll(
  tx: Db,
  act: Act,
  id: GroupId,
  action: 'group.replace' | 'group.patch',
  change: (current: Resource) => GroupChange,
  requests: readonly string[] | undefined,
): Promise<(ReceivedGroup & { readonly moved: MembersMoved }) | undefined> {
  const state = await lockedAt(tx, act.source, id, requests)
  if (!state) return undefined
  const { attributes = state.attributes, members } = change(state.attributes)
  const isChanged = !equal(state.attributes, attributes)
  const columns = groupColumns(attributes)
  if (isChanged) {
    const isRenamed = columns.displayName !== state.displayName
    await updateGroup(tx, act, isRenamed ? 'group.rename' : action, state, columns)
  }
  // A request of its own for the members: a request is one act, and touches a user once.
  const step = { ...act, id: newId() }
  const named = { ...state, displayName: columns.displayName }
  const moved = members ? await moveMembers(tx, step, named, members) : { added: 0, removed: 0, pending: 0 }
  return { ...received(state, attributes, isChanged || hasMoved(moved), moved.pending), moved }
}

/**
 * Deletes a group. Everybody who was in it is touched; a group of the same name that comes later is another group.
 * @returns whether the source had such a group
 * @throws {Refused} 412 CHANGED_MEANWHILE; 403 SOURCE_PAUSED
 */
export async function deleteGroup(
  inbound: Inbound,
  source: Source,
  id: GroupId,
  { requests }: GroupChangeOptions = {},
): Promise<boolean> {
  const act = beginAct(inbound, source)
  const db = statementsOf(inbound, source)
  const isDeleted = await again(() =>
    db.transaction(async (tx) => {
      const state = await lockedAt(tx, source, id, requests)
      if (!state) return false
      await markGroupDeleted(tx, act, state)
      return true
    }),
  )
  if (isDeleted) inbound.wake(source.organization)
  return isDeleted
}

/**
 * After the commit: who arrived while this was being written is found now, and the worker is woken.
 * @param isNamedAnew the group has an id or externalId that others may have been naming meanwhile
 */
async function settle(
  inbound: Inbound,
  db: Db,
  group: GroupNo,
  moved: MembersMoved,
  isNamedAnew: boolean,
): Promise<void> {
  if (moved.pending > 0 || isNamedAnew) await again(() => resolvePending(db, group))
  inbound.wake(db.organization)
}

function received(state: GroupState, attributes: Resource, changed: boolean, pending = 0): ReceivedGroup {
  return { no: state.no, id: state.id, createdAt: state.createdAt, attributes, changed, pending }
}

function hasMoved({ added, removed }: MembersMoved): boolean {
  return added + removed > 0
}

/**
 * The group, locked, if it is at a version that was named. Who had to wait for the lock gets the row as it is then, but its
 * latest request as it was before: that is read again.
 * @throws {Refused} 412 CHANGED_MEANWHILE
 */
async function lockedAt(
  tx: Db,
  source: Source,
  id: GroupId,
  requests: readonly string[] | undefined,
): Promise<GroupState | undefined> {
  const locked = await lockGroup(tx, source.id, id)
  const state = locked && requests ? await groupState(tx, source.id, id) : locked
  if (state) check(state, requests)
  return state
}

/** @throws {Refused} 412 CHANGED_MEANWHILE */
function check(state: GroupState, requests: readonly string[] | undefined): void {
  if (requests && !requests.includes(state.request))
    throw new Refused(412, 'CHANGED_MEANWHILE', 'The group is not at the version that was named.')
}
