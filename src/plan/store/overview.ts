import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import { firstIdAt } from '../../platform/id.ts'

export interface OverviewFacts {
  readonly users: number
  readonly groups: number
  readonly isBehind: boolean
  readonly lastChangeAt: Date | null
  readonly rules: number
  readonly pools: number
  readonly newAdmins: number
  readonly firstUserAt: Date | null
  readonly firstGroupAt: Date | null
  readonly firstRuleAt: Date | null
  readonly firstSeatAt: Date | null
}

/** How many there are, and since when. Grows with users and groups, an index entry each. */
export async function overviewFacts(db: Db): Promise<OverviewFacts> {
  const of = (table: SqlFragment, also: SqlFragment) =>
    sql.part`from ${table} where organization_id = ${db.organization} and ${also}`
  const any = (table: SqlFragment) => sql.part`exists (select ${of(table, sql.part`true`)})`
  const row = await db.row<OverviewFacts>(sql`
    select (select count(*) ${of(sql.part`users`, sql.part`deleted_at is null`)}) as users,
      (select count(*) ${of(sql.part`groups`, sql.part`deleted_at is null`)}) as groups,
      ${any(sql.part`touched`)} or ${any(sql.part`touched_groups`)} or ${any(sql.part`touched_products`)} as "isBehind",
      (select at ${of(sql.part`runs`, sql.part`changed > 0`)} order by run_no desc limit 1) as "lastChangeAt",
      (select count(*) ${of(sql.part`rules`, sql.part`until_version is null`)}) as rules,
      (select count(*) ${of(sql.part`pools`, sql.part`owned > 0`)}) as pools,
      (select count(*) ${of(sql.part`stopped_roles`, sql.part`until is null and kind = 'new-admin'`)}) as "newAdmins",
      (select created_at ${of(sql.part`users`, sql.part`true`)} order by id limit 1) as "firstUserAt",
      (select created_at ${of(sql.part`groups`, sql.part`true`)} order by id limit 1) as "firstGroupAt",
      (select at ${of(sql.part`rule_sets`, sql.part`true`)} order by version limit 1) as "firstRuleAt",
      coalesce((select at ${of(sql.part`changes`, sql.part`kind = 'seat.given'`)} order by id limit 1),
        (select since ${of(sql.part`seats`, sql.part`true`)} limit 1)) as "firstSeatAt"`)
  return row!
}

export interface Contact {
  readonly source: string
  readonly firstContactAt: Date | null
  readonly lastContactAt: Date | null
  /** There is a token that is neither revoked nor expired, or an OAuth client. */
  readonly hasToken: boolean
  /** Of the token that was used last, else made last. */
  readonly tokenExpiresAt: Date | null
}

/** When a source last came in, by whatever it ever had, and how long the token it uses will open the door. */
export function sourceContacts(db: Db, now: Date): Promise<readonly Contact[]> {
  return db.rows<Contact>(sql`
    select source_id as source, min(used_at) as "firstContactAt", max(used_at) as "lastContactAt",
      bool_or(kind <> 'access' and revoked_at is null and (expires_at is null or expires_at > ${now})) as "hasToken",
      (array_agg(expires_at order by used_at desc nulls last, id desc)
        filter (where kind <> 'access' and revoked_at is null))[1]
        as "tokenExpiresAt"
    from (
      select source_id, id, kind, used_at, expires_at, revoked_at from credentials
      where organization_id = ${db.organization} and kind in ('scim', 'access') and source_id is not null
      union all
      select source_id, id, 'client', used_at, null, revoked_at from oauth_clients
      where organization_id = ${db.organization}
    ) as ways
    group by source_id`)
}

export interface HappenedCounts {
  readonly joined: number
  readonly moved: number
  readonly kinds: Readonly<Record<string, number>>
}

const COUNTED = ['seat.given', 'seat.returned', 'seat.lost', 'seat.waiting', 'access.ended']

/** Ids are in order of time. Grows with what happened since, an index entry each. */
export async function happenedSince(db: Db, since: Date): Promise<HappenedCounts> {
  const first = firstIdAt(since)
  const row = await db.row<HappenedCounts>(sql`
    select (select count(*) from users where organization_id = ${db.organization} and id >= ${first}) as joined,
      (select count(*) from requests
        where organization_id = ${db.organization} and action = 'group.members' and id >= ${first}) as moved,
      (select jsonb_object_agg(k.kind, c.count) from unnest(${COUNTED}::text[]) as k(kind)
        cross join lateral (
          select count(*) as count from changes
          where organization_id = ${db.organization} and kind = k.kind and id >= ${first}
        ) c) as kinds`)
  return row!
}

/** So many runs are looked at: more than one in five seconds, all day. */
const RUNS_COUNTED = 20_000

/** Runs by the hour since a moment, hours without one left out. */
export function runsByHour(
  db: Db,
  since: Date,
): Promise<readonly { readonly hour: number; readonly runs: number; readonly changed: number }[]> {
  return db.rows(sql`
    select floor(extract(epoch from at - ${since}::timestamptz) / 3600)::integer as hour, count(*) as runs,
      sum(changed)::integer as changed
    from (
      select at, changed from runs where organization_id = ${db.organization} order by run_no desc limit ${RUNS_COUNTED}
    ) latest
    where at >= ${since}
    group by 1`)
}
