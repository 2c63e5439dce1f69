import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

export interface GraceRow {
  readonly userNo: UserNo
  readonly userId: string
  readonly userName: string
  readonly tier: string
  readonly since: Date
  readonly until: Date
}

/** Seats of a product in grace, those that end first, after one: when it ends, and whose it is. Grows with all seats in grace. */
export function gracesOf(db: Db, product: string, after: string | null, limit: number): Promise<readonly GraceRow[]> {
  const [until = null, user = null] = after?.split(' ') ?? []
  return db.rows<GraceRow>(sql`
    select g.user_no as "userNo", u.id as "userId", u.display_name as "userName", g.tier_id as tier, g.since,
      g.grace_until as until
    from (
      select user_no, tier_id, since, grace_until from seats
      where organization_id = ${db.organization} and product_id = ${product} and until is null and state = 'grace'
        and (${until}::timestamptz is null or (grace_until, user_no) > (${until}::timestamptz, ${user}::integer))
      order by grace_until, user_no limit ${limit}
    ) g
    join users u on u.organization_id = ${db.organization} and u.user_no = g.user_no
    order by g.grace_until, g.user_no`)
}

/** Seats of a product at each of some moments, a day apart. Grows with all its seats of that time. */
export async function heldByDay(
  db: Db,
  product: string,
  moments: readonly Date[],
): Promise<readonly { readonly held: number; readonly grace: number }[]> {
  const [from] = moments
  if (!from) return []
  // At which of the moments it is seen first, and at which no more.
  const day = (at: ReturnType<typeof sql.part>) =>
    sql.part`greatest(0, ceil(extract(epoch from ${at} - ${from}::timestamptz) / 86400))::integer`
  const rows = await db.rows<{ day: number; held: number; grace: number }>(sql`
    with seen as (
      select state, ${day(sql.part`since`)} as first, case when until is not null then ${day(sql.part`until`)} end as gone
      from seats
      where organization_id = ${db.organization} and product_id = ${product} and (until is null or until > ${from})
    )
    select day, sum(by) filter (where state = 'held')::integer as held,
      sum(by) filter (where state = 'grace')::integer as grace
    from (
      select first as day, state, 1 as by from seen
      union all
      select gone, state, -1 from seen where gone is not null
    ) moves
    group by day`)
  const moves = new Map(rows.map((row) => [row.day, row]))
  let [held, grace] = [0, 0]
  return moments.map((_, index) => {
    held += moves.get(index)?.held ?? 0
    grace += moves.get(index)?.grace ?? 0
    return { held, grace }
  })
}

/** What was owned of a product at each of some moments: null: a tier was unlimited, undefined: not known. */
export async function ownedByDay(
  db: Db,
  product: string,
  moments: readonly Date[],
): Promise<readonly (number | null | undefined)[]> {
  const rows = await db.rows<{ since: Date; sinceKnown: boolean; until: Date | null; owned: number | null }>(sql`
    select since, since_known as "sinceKnown", until, owned from pool_intervals
    where organization_id = ${db.organization} and product_id = ${product}`)
  return moments.map((at) => {
    const then = rows.filter(({ since, until }) => since <= at && (!until || until > at))
    if (then.length === 0) return undefined
    return then.some(({ owned }) => owned === null) ? null : then.reduce((sum, { owned }) => sum + owned!, 0)
  })
}
