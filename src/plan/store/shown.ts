import type { UserNo } from '../../directory/user.ts'
import type { StoredBecause } from '../../history/store.ts'
import type { Language } from '../../organization/organization.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Content } from '../../rules/content.ts'
import type { RuleId } from '../../rules/rule.ts'
import { PIN } from '../census.ts'

/** What is assigned to a user, seats aside, and what they did here. */
export interface AssignedRow {
  readonly user_no: UserNo
  readonly source_name: string
  /** Null: no assignment, nothing was ever given. */
  readonly content: Content | null
  readonly access: boolean | null
  readonly had_access: boolean | null
  readonly signed_in_at: Date | null
  readonly last_seen_at: Date | null
  readonly chosen_language: Language | null
}

export async function assignedTo(db: Db, users: readonly UserNo[]): Promise<ReadonlyMap<UserNo, AssignedRow>> {
  const rows = await db.rows<AssignedRow>(sql`
    select u.user_no, s.name as source_name, e.content, a.access, a.had_access,
      c.signed_in_at, c.last_seen_at, c.chosen_language
    from users u
    join sources s on s.organization_id = ${db.organization} and s.id = u.source_id
    left join assignments a on a.organization_id = ${db.organization} and a.user_no = u.user_no and a.until is null
    left join entitlements e on e.organization_id = ${db.organization} and e.entitlement_no = a.entitlement_no
    left join accounts c on c.organization_id = ${db.organization} and c.user_no = u.user_no
    where u.organization_id = ${db.organization} and u.user_no = any(${users}::integer[])`)
  return new Map(rows.map((row) => [row.user_no, row]))
}

export interface SeatRow {
  readonly user_no: UserNo
  readonly product_id: string
  readonly tier_id: string
  readonly state: 'held' | 'grace'
  readonly since: Date
  readonly grace_until: Date | null
  readonly stopped: boolean
  readonly because: StoredBecause
}

/** Seats that users hold or have in grace. A return from grace, or a move, begins a new one. */
export function seatsOf(db: Db, users: readonly UserNo[]): Promise<readonly SeatRow[]> {
  return db.rows<SeatRow>(sql`
    select s.user_no, s.product_id, s.tier_id, s.state, s.since, s.grace_until, s.because, exists (
      select from stopped_losses l
      where l.organization_id = ${db.organization} and l.product_id = s.product_id and l.user_no = s.user_no
        and l.until is null) as stopped
    from seats s
    where s.organization_id = ${db.organization} and s.user_no = any(${users}::integer[]) and s.until is null`)
}

export interface WaitRow {
  readonly user_no: UserNo
  readonly user_id: string
  readonly display_name: string
  readonly product_id: string
  readonly tier_id: string
  readonly rule_id: string | null
  readonly rank: number
  readonly since: Date
  readonly place: number
  readonly because: StoredBecause
}

/** The lines, each in its order: see `lineHeads`. `which` is a condition on alias `w` of table waiting. */
function lines(db: Db, rules: readonly RuleId[], which: ReturnType<typeof sql.part>) {
  return sql.part`
    select w.user_no, w.product_id, w.tier_id, w.since, w.because,
      case when w.rule_id <> ${PIN}::uuid then w.rule_id end as rule_id, coalesce(r.rank, 1000000) - 1 as rank,
      row_number() over (
        partition by w.product_id, w.tier_id order by r.rank, w.since_run, w.joined_at, w.user_no) as place
    from waiting w
    left join unnest(${[PIN, ...rules]}::uuid[]) with ordinality as r(rule_id, rank) on r.rule_id = w.rule_id
    where w.organization_id = ${db.organization} and ${which}`
}

/**
 * Places in line of some users. Grows with the lines they stand in.
 * @param rules ids of the deciding rules, best rank first
 */
export function placesOf(db: Db, users: readonly UserNo[], rules: readonly RuleId[]): Promise<readonly WaitRow[]> {
  const theirs = sql.part`(w.product_id, w.tier_id) in (
    select product_id, tier_id from waiting
    where organization_id = ${db.organization} and user_no = any(${users}::integer[]))`
  return db.rows<WaitRow>(sql`
    select l.*, u.id as user_id, u.display_name
    from (${lines(db, rules, theirs)}) l
    join users u on u.organization_id = ${db.organization} and u.user_no = l.user_no
    where l.user_no = any(${users}::integer[])`)
}

/** The line for a product, tier by tier in their order, from a position on. */
export function lineOf(
  db: Db,
  which: { readonly product: string; readonly tier: string | null; readonly after: number; readonly limit: number },
  rules: readonly RuleId[],
): Promise<readonly (WaitRow & { readonly at: number })[]> {
  const wanted = sql.part`w.product_id = ${which.product} and (${which.tier}::uuid is null or w.tier_id = ${which.tier})`
  return db.rows<WaitRow & { at: number }>(sql`
    select * from (
      select l.*, u.id as user_id, u.display_name,
        row_number() over (order by t.position, l.tier_id, l.place) as at
      from (${lines(db, rules, wanted)}) l
      join pools t on t.organization_id = ${db.organization} and t.product_id = l.product_id and t.tier_id = l.tier_id
      join users u on u.organization_id = ${db.organization} and u.user_no = l.user_no
    ) n
    where at > ${which.after}
    order by at
    limit ${which.limit}`)
}

/** Settings of the organization that say how a user is shown. */
export async function settingsFor(
  db: Db,
): Promise<{ readonly language: Language; readonly inactiveAfterDays: number }> {
  const row = await db.row<{ language: Language; inactiveAfterDays: number }>(sql`
    select default_language as language, inactive_after_days as "inactiveAfterDays"
    from organizations where id = ${db.organization}`)
  return row!
}

/** The request that put a user directly into a group. */
export async function membershipRequest(db: Db, user: UserNo, group: string): Promise<string | null> {
  const row = await db.row<{ request_id: string }>(sql`
    select m.request_id
    from memberships m
    join groups g on g.organization_id = ${db.organization} and g.group_no = m.group_no and g.id = ${group}
    where m.organization_id = ${db.organization} and m.user_no = ${user}`)
  return row?.request_id ?? null
}
