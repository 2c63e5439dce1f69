import type { UserNo } from '../../directory/user.ts'
import type { StoredBecause } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Content } from '../../rules/content.ts'
import type { Withheld } from '../change.ts'

/** What was assigned to a user as of a moment, seats aside; and what they have done here until now. */
export interface PastAssigned {
  readonly user_no: UserNo
  readonly source_name: string
  /** Null: there was no assignment, nothing had ever been given. */
  readonly content: Content | null
  readonly withheld: Withheld | null
  readonly access: boolean | null
  readonly had_access: boolean | null
  readonly signed_in_at: Date | null
  readonly last_seen_at: Date | null
}

export async function assignedAt(
  db: Db,
  users: readonly UserNo[],
  at: Date,
): Promise<ReadonlyMap<UserNo, PastAssigned>> {
  const rows = await db.rows<PastAssigned>(sql`
    select u.user_no, s.name as source_name, e.content, a.withheld, a.access, a.had_access,
      c.signed_in_at, c.last_seen_at
    from users u
    join sources s on s.organization_id = ${db.organization} and s.id = u.source_id
    left join lateral (
      select entitlement_no, withheld, access, had_access from assignments
      where organization_id = ${db.organization} and user_no = u.user_no
        and since <= ${at} and (until is null or until > ${at})
      limit 1
    ) a on true
    left join lateral (
      select content from entitlements
      where organization_id = ${db.organization} and entitlement_no = a.entitlement_no limit 1
    ) e on true
    left join lateral (
      select signed_in_at, last_seen_at from accounts
      where organization_id = ${db.organization} and user_no = u.user_no limit 1
    ) c on true
    where u.organization_id = ${db.organization} and u.user_no = any(${users}::integer[])`)
  return new Map(rows.map((row) => [row.user_no, row]))
}

export interface PastSeatRow {
  readonly user_no: UserNo
  readonly product_id: string
  readonly tier_id: string
  readonly state: 'held' | 'grace'
  readonly since: Date
  readonly until: Date | null
  readonly grace_until: Date | null
  readonly stopped: boolean
  readonly because: StoredBecause
}

/** Seats that were held or in grace at a moment: the current ones and those that ended later, each by its own index. */
function seatsThen(db: Db, at: Date, columns: SqlFragment, which: SqlFragment): SqlFragment {
  return sql.part`
    select ${columns} from seats
    where organization_id = ${db.organization} and until is null and since <= ${at} and ${which}
    union all
    select ${columns} from seats
    where organization_id = ${db.organization} and until > ${at} and since <= ${at} and ${which}`
}

export function seatsAt(db: Db, users: readonly UserNo[], at: Date): Promise<readonly PastSeatRow[]> {
  const columns = sql.part`user_no, product_id, tier_id, state, since, until, grace_until, because`
  return db.rows<PastSeatRow>(sql`
    select s.*, exists (
      select from stopped_losses l
      where l.organization_id = ${db.organization} and l.product_id = s.product_id and l.user_no = s.user_no
        and l.since <= ${at} and (l.until is null or l.until > ${at})) as stopped
    from (${seatsThen(db, at, columns, sql.part`user_no = any(${users}::integer[])`)}) s`)
}

export interface PastCount {
  readonly product: string
  readonly tier: string
  readonly held: number
  readonly grace: number
  readonly stopped: number
}

/** Seats per tier as of a moment; tiers nobody had are left out. Grows with all seats there are. */
export function countsAt(db: Db, at: Date): Promise<readonly PastCount[]> {
  return db.rows<PastCount>(sql`
    with counted as (
      select product_id, tier_id, count(*) filter (where state = 'held') as held,
        count(*) filter (where state = 'grace') as grace
      from (${seatsThen(db, at, sql.part`product_id, tier_id, state`, sql.part`true`)}) s
      group by product_id, tier_id
    ), halted as (
      select l.product_id, s.tier_id, count(*) as stopped
      from stopped_losses l
      cross join lateral (
        select tier_id from seats
        where organization_id = ${db.organization} and product_id = l.product_id and user_no = l.user_no
          and since <= ${at} and (until is null or until > ${at})
        limit 1
      ) s
      where l.organization_id = ${db.organization} and l.since <= ${at} and (l.until is null or l.until > ${at})
      group by l.product_id, s.tier_id
    )
    select c.product_id as product, c.tier_id as tier, c.held, c.grace, coalesce(h.stopped, 0) as stopped
    from counted c left join halted h on h.product_id = c.product_id and h.tier_id = c.tier_id`)
}

/** Users of whom an interval began or ended after `from` and by `to`, in the order of their numbers, from one on. */
export async function usersBetween(
  db: Db,
  moments: { readonly from: Date; readonly to: Date },
  page: { readonly after: UserNo; readonly limit: number },
): Promise<readonly UserNo[]> {
  const { from, to } = moments
  const begun = sql.part`since > ${from} and since <= ${to}`
  const changed = (table: SqlFragment) => sql.part`
    select user_no from ${table}
    where organization_id = ${db.organization} and user_no > ${page.after} and until > ${from} and (until <= ${to} or ${begun})
    union all
    select user_no from ${table}
    where organization_id = ${db.organization} and user_no > ${page.after} and until is null and ${begun}`
  const rows = await db.rows<{ user_no: UserNo }>(sql`
    select distinct user_no from (${changed(sql.part`seats`)} union all ${changed(sql.part`assignments`)}) c
    order by user_no limit ${page.limit}`)
  return rows.map((row) => row.user_no)
}
