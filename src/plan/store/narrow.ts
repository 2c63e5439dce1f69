import type { GroupNo } from '../../directory/group.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { RoleName } from '../../rules/rule.ts'
import type { Status } from '../status.ts'

/** What users are asked to have, to be or to be in; what is left out asks nothing. */
export interface Narrowing {
  readonly status?: Status
  readonly role?: RoleName
  readonly product?: string
  readonly state?: 'held' | 'grace' | 'waiting'
  /** In one of these. */
  readonly groups?: readonly GroupNo[]
}

interface Moments {
  readonly now: Date
  /** As of then; otherwise as it is. */
  readonly at?: Date
  readonly inactiveAfterDays: number
}

/** The conditions of a narrowing, each on alias `u` of users. Each is a join that goes by an index in order of number. */
export function narrow(db: Db, narrowing: Narrowing, moments: Moments): readonly SqlFragment[] {
  const { status, role, product, state, groups } = narrowing
  return [
    ...(groups ? [isIn(db, groups)] : []),
    ...(role ? [hasRole(db, role, moments.at)] : []),
    ...(product !== undefined || state ? [hasSeat(db, product, state, moments.at)] : []),
    ...(status ? [stands(db, status, moments)] : []),
  ]
}

function isIn(db: Db, groups: readonly GroupNo[]): SqlFragment {
  return sql.part`exists (select from memberships m
    where m.organization_id = ${db.organization} and m.group_no = any(${groups}::integer[]) and m.user_no = u.user_no)`
}

/** Of a table of intervals (alias `i`): those that are current, or were then. */
function current(at: Date | undefined): SqlFragment {
  return at ? sql.part`i.since <= ${at} and (i.until is null or i.until > ${at})` : sql.part`i.until is null`
}

/** Whoever is inactive, deleted or without an address is a member, whatever the last run knew. */
const isAble = sql.part`u.active and u.deleted_at is null and u.address is not null`

function hasRole(db: Db, role: RoleName, at: Date | undefined): SqlFragment {
  const holds = (which: SqlFragment) => sql.part`exists (select from assignments i
    where i.organization_id = ${db.organization} and i.user_no = u.user_no and ${current(at)} and ${which})`
  const able = at ? sql.part`true` : isAble
  if (role === 'member') return sql.part`not (${holds(sql.part`i.role <> 'member'`)} and ${able})`
  return sql.part`${holds(sql.part`i.role = ${role}`)} and ${able}`
}

function hasSeat(db: Db, product: string | undefined, state: Narrowing['state'], at: Date | undefined): SqlFragment {
  const ofProduct = product === undefined ? sql.part`true` : sql.part`i.product_id = ${product}`
  const inState = state === undefined ? sql.part`true` : sql.part`i.state = ${state}`
  const seat = sql.part`exists (select from seats i
    where i.organization_id = ${db.organization} and i.user_no = u.user_no and ${current(at)} and ${ofProduct} and ${inState})`
  const waits = sql.part`exists (select from waiting i
    where i.organization_id = ${db.organization} and i.user_no = u.user_no and ${ofProduct})`
  if (state === 'waiting') return waits
  return state !== undefined || at ? seat : sql.part`(${seat} or ${waits})`
}

/** In the words of plan/status; a test holds the two together. */
function stands(db: Db, status: Status, { now, inactiveAfterDays }: Moments): SqlFragment {
  const assigned = (which: SqlFragment) => sql.part`exists (select from assignments i
    where i.organization_id = ${db.organization} and i.user_no = u.user_no and i.until is null and ${which})`
  const visited = (which: SqlFragment) => sql.part`exists (select from accounts v
    where v.organization_id = ${db.organization} and v.user_no = u.user_no and v.signed_in_at is not null and ${which})`
  const access = sql.part`${isAble} and ${assigned(sql.part`i.access`)}`
  const recent = sql.part`coalesce(v.last_seen_at, v.signed_in_at)
    > ${now}::timestamptz - make_interval(hours => 24 * ${inactiveAfterDays}::integer)`
  switch (status) {
    case 'none':
      return sql.part`not ${assigned(sql.part`(i.access or i.had_access)`)}`
    case 'suspended':
      return sql.part`${assigned(sql.part`(i.access or i.had_access) and not (i.access and ${isAble})`)}`
    case 'invited':
      return sql.part`${access} and not ${visited(sql.part`true`)}`
    case 'active':
      return sql.part`${access} and ${visited(recent)}`
    case 'inactive':
      return sql.part`${access} and ${visited(sql.part`not (${recent})`)}`
  }
}
