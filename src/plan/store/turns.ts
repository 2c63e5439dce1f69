import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import type { RuleId } from '../../rules/rule.ts'
import { PIN } from '../census.ts'
import { windowHours } from '../safeguard.ts'

/** Where a tier's line is cut off. */
export interface LineHead {
  readonly tier: TierId
  readonly users: readonly UserNo[]
}

/**
 * The first `count` in the line of each tier of a product, in order. Asks rule by rule from the index, so the cost is
 * that of the heads and the rules, not of the line's length; of those without a seat, also of who stands before them.
 *
 * @param rules the live rules' ids, best rank first; a pin goes before all of them
 */
export async function lineHeads(
  db: Db,
  product: ProductId,
  rules: readonly RuleId[],
  count: number,
  who: 'all' | 'without a seat' = 'all',
): Promise<readonly LineHead[]> {
  const isMeant =
    who === 'all'
      ? sql.part`true`
      : sql.part`not exists (
          select from seats s
          where s.organization_id = ${db.organization} and s.product_id = l.product_id and s.user_no = l.user_no
            and s.until is null)`
  return db.rows<LineHead>(sql`
    with ranked as (
      select rule_id, rank from unnest(${[PIN, ...rules]}::uuid[]) with ordinality as r(rule_id, rank)
    )
    select t.tier_id as tier, array(
      select w.user_no
      from ranked r
      cross join lateral (
        select l.user_no, l.since_run, l.joined_at from waiting l
        where l.organization_id = ${db.organization} and l.product_id = ${product} and l.tier_id = t.tier_id
          and l.rule_id = r.rule_id and ${isMeant}
        order by l.since_run, l.joined_at, l.user_no limit ${count}
      ) w
      order by r.rank, w.since_run, w.joined_at, w.user_no limit ${count}
    ) as users
    from pools t
    where t.organization_id = ${db.organization} and t.product_id = ${product}
      and exists (
        select from waiting w
        where w.organization_id = ${db.organization} and w.product_id = ${product} and w.tier_id = t.tier_id)`)
}

/**
 * Losses of a product as the safeguard counts them: see `Losses`. Asked only when a run would take somebody's seat.
 *
 * @param back users whose grace this run ends by giving the seat back: they hold it
 * @param freed users whose held seat this run has freed: they hold it no more
 */
export async function lossesOf(
  db: Db,
  product: ProductId,
  now: Date,
  back: readonly UserNo[],
  freed: readonly UserNo[],
): Promise<{ readonly recent: number; readonly holders: number; readonly stopped: number }> {
  const since = new Date(now.getTime() - windowHours * 3_600_000)
  const row = await db.row<{ recent: number; holders: number; stopped: number }>(sql`
    select
      (select count(distinct l.user_no) from seats l
        where l.organization_id = ${db.organization} and l.product_id = ${product}
          and l.lost_at > ${since} and not l.lost_by_word and l.user_no <> all(${back}::integer[])
          and (
            -- A look-up for each, however many there are: "not exists" may be planned as a join of all with all.
            select true from seats h
            where h.organization_id = ${db.organization} and h.product_id = ${product} and h.user_no = l.user_no
              and h.until is null and h.state = 'held' and h.user_no <> all(${freed}::integer[]) limit 1) is null) as recent,
      (select coalesce(sum(used), 0) from pools
        where organization_id = ${db.organization} and product_id = ${product})
      - (select count(*) from seats
        where organization_id = ${db.organization} and product_id = ${product} and until is null and state = 'grace') as holders,
      (select count(*) from stopped_losses
        where organization_id = ${db.organization} and product_id = ${product} and until is null and confirmed_by is null) as stopped`)
  return { ...row!, holders: row!.holders + back.length - freed.length }
}

/** Users whose seat in grace has come to its end. */
export async function graceEnded(db: Db, now: Date): Promise<readonly UserNo[]> {
  const rows = await db.rows<{ user_no: UserNo }>(sql`
    select user_no from seats
    where organization_id = ${db.organization} and until is null and state = 'grace' and grace_until <= ${now}`)
  return rows.map((row) => row.user_no)
}

/** All that was touched since the last run, taken: it comes back if the run fails. For each user the latest request. */
export async function takeTouched(tx: Db): Promise<ReadonlyMap<UserNo, string>> {
  // In the index's order, PostgreSQL goes through the index itself and remembers there which rows are dead: else, after a
  // hundred thousand were taken, every run until the next vacuum looks at each of them again. To the index's end, or what
  // comes after the first row that is not dead would not be gone through.
  await tx.rows(sql`
    select user_no from touched where organization_id = ${tx.organization}
    order by organization_id, user_no, request_id limit 1 offset 2000000000`)
  const rows = await tx.rows<{ user_no: UserNo; request_id: string }>(sql`
    delete from touched where organization_id = ${tx.organization} returning user_no, request_id`)
  return latestOf(rows)
}

function latestOf(
  rows: readonly { readonly user_no: UserNo; readonly request_id: string }[],
): ReadonlyMap<UserNo, string> {
  const latest = new Map<UserNo, string>()
  for (const { user_no: user, request_id: request } of rows)
    if ((latest.get(user) ?? '') < request) latest.set(user, request)
  return latest
}

/**
 * Who is in groups whose place among groups changed, with the latest request. The marks are taken by the statement that
 * asks for members: whoever is not seen here joined later, and left a mark of their own.
 */
export async function takeTouchedGroups(tx: Db): Promise<ReadonlyMap<UserNo, string>> {
  const rows = await tx.rows<{ user_no: UserNo; request_id: string }>(sql`
    with recursive taken as (
      delete from touched_groups where organization_id = ${tx.organization} returning group_no, request_id
    ), below(group_no, request_id) as (
      select group_no, request_id from taken
      union
      select e.child_no, b.request_id
      from below b join group_edges e on e.organization_id = ${tx.organization} and e.parent_no = b.group_no
    )
    select distinct m.user_no, b.request_id
    from below b join memberships m on m.organization_id = ${tx.organization} and m.group_no = b.group_no`)
  return latestOf(rows)
}

/** Products whose pools were changed, and by which request. */
export async function takeTouchedProducts(tx: Db): Promise<ReadonlyMap<ProductId, string>> {
  const rows = await tx.rows<{ product_id: ProductId; request_id: string }>(sql`
    delete from touched_products where organization_id = ${tx.organization} returning product_id, request_id`)
  return new Map(rows.map((row) => [row.product_id, row.request_id]))
}

/** A user's place in the line for the tier they wait for, and since when. Grows with the line before them. */
export async function placeInLine(
  db: Db,
  product: ProductId,
  user: UserNo,
  rules: readonly RuleId[],
): Promise<{ readonly place: number; readonly since: Date } | null> {
  const row = await db.row<{ place: number; since: Date }>(sql`
    with ranked as (
      select rule_id, rank from unnest(${[PIN, ...rules]}::uuid[]) with ordinality as r(rule_id, rank)
    ), own as (
      select w.tier_id, w.since, w.since_run, w.joined_at, w.user_no, r.rank
      from waiting w join ranked r on r.rule_id = w.rule_id
      where w.organization_id = ${db.organization} and w.product_id = ${product} and w.user_no = ${user}
    )
    select own.since, (
      select count(*) + 1
      from waiting w join ranked r on r.rule_id = w.rule_id
      where w.organization_id = ${db.organization} and w.product_id = ${product} and w.tier_id = own.tier_id
        and (r.rank, w.since_run, w.joined_at, w.user_no) < (own.rank, own.since_run, own.joined_at, own.user_no)
    ) as place
    from own`)
  return row ?? null
}
