import { fold } from '../../directory/fold.ts'
import type { UserNo } from '../../directory/user.ts'
import type { StoredBecause } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { RoleName } from '../../rules/rule.ts'

export interface StopRow {
  readonly id: string
  readonly product_id: string
  readonly product_name: string
  readonly since: Date
  readonly request_id: string | null
  readonly count: number
}

/** What the safeguard has stopped and no admin has resolved. */
export function openStops(db: Db): Promise<readonly StopRow[]> {
  return db.rows<StopRow>(sql`
    select s.id, s.product_id, p.name as product_name, s.since, s.request_id, l.count
    from stops s
    join products p on p.organization_id = ${db.organization} and p.id = s.product_id
    cross join lateral (
      select count(*) as count from stopped_losses
      where organization_id = ${db.organization} and product_id = s.product_id and until is null
    ) l
    where s.organization_id = ${db.organization} and s.until is null and l.count > 0
    order by s.since, s.id`)
}

/** Of which product a stop is, whether or not anything waits in it still. Undefined: there never was one. */
export function stopOf(
  db: Db,
  id: string,
): Promise<{ readonly product_id: string; readonly is_open: boolean } | undefined> {
  return db.row(sql`
    select product_id, until is null as is_open from stops where organization_id = ${db.organization} and id = ${id}`)
}

export interface LossRow {
  readonly user_no: UserNo
  readonly user_id: string
  readonly display_name: string
  readonly tier_id: string
  readonly tier_name: string
  readonly since: Date
  readonly because: StoredBecause
  readonly confirmed_by: string | null
}

export interface StoppedPageOf {
  readonly after: number
  readonly limit: number
  /** A part of the name or user name. */
  readonly search?: string | undefined
}

/** Of a row on alias `l`: its user is called so. */
function isCalled(db: Db, search: string | undefined) {
  const part = fold(search?.trim() ?? '')
  if (part === '') return sql.part`true`
  return sql.part`exists (
    select from users n
    where n.organization_id = ${db.organization} and n.user_no = l.user_no
      and (strpos(n.display_name_folded, ${part}) > 0 or strpos(n.user_name_folded, ${part}) > 0))`
}

/**
 * Open losses of a product, by name, in the order in which the users came. Grows with the page, not with the stop; with what
 * is looked through where somebody is searched.
 */
export function lossesPage(
  db: Db,
  product: string,
  { after, limit, search }: StoppedPageOf,
): Promise<readonly LossRow[]> {
  return db.rows<LossRow>(sql`
    select l.user_no, u.id as user_id, u.display_name, t.tier_id, t.name as tier_name, l.since, l.because, l.confirmed_by
    from (
      select user_no, since, because, confirmed_by from stopped_losses l
      where organization_id = ${db.organization} and product_id = ${product} and until is null and user_no > ${after}
        and ${isCalled(db, search)}
      order by user_no limit ${limit}
    ) l
    cross join lateral (
      select id, display_name from users
      where organization_id = ${db.organization} and user_no = l.user_no limit 1
    ) u
    cross join lateral (
      select tier_id from seats
      where organization_id = ${db.organization} and product_id = ${product} and user_no = l.user_no
        and until is null limit 1
    ) s
    join pools t on t.organization_id = ${db.organization} and t.product_id = ${product} and t.tier_id = s.tier_id
    order by l.user_no`)
}

export interface StoppedRoleRow {
  readonly user_no: UserNo
  readonly user_id: string
  readonly display_name: string
  readonly wanted: RoleName
  readonly keeps: RoleName
  readonly since: Date
  readonly because: StoredBecause
  readonly confirmed_by: string | null
}

/** Users whose role the safeguard does not change, of one kind, in the order in which they came. */
export function stoppedRolesPage(
  db: Db,
  kind: 'new-admin' | 'last-super-admin',
  { after, limit, search }: StoppedPageOf,
): Promise<readonly StoppedRoleRow[]> {
  return db.rows<StoppedRoleRow>(sql`
    select r.user_no, u.id as user_id, u.display_name, r.wanted, coalesce(a.role, 'member') as keeps, r.since, r.because,
      r.confirmed_by
    from (
      select user_no, wanted, since, because, confirmed_by from stopped_roles l
      where organization_id = ${db.organization} and until is null and kind = ${kind} and user_no > ${after}
        and ${isCalled(db, search)}
      order by user_no limit ${limit}
    ) r
    cross join lateral (
      select id, display_name from users
      where organization_id = ${db.organization} and user_no = r.user_no limit 1
    ) u
    left join lateral (
      select e.content -> 'role' ->> 'role' as role
      from assignments s
      join entitlements e on e.organization_id = ${db.organization} and e.entitlement_no = s.entitlement_no
      where s.organization_id = ${db.organization} and s.user_no = r.user_no and s.until is null limit 1
    ) a on true
    order by r.user_no`)
}

/** How many wait to become admin or super admin, and since when the first does. Undefined: nobody. */
export async function openNewAdmins(db: Db): Promise<{ readonly count: number; readonly since: Date } | undefined> {
  const row = await db.row<{ count: number; since: Date | null }>(sql`
    select count(*) as count, min(since) as since from stopped_roles
    where organization_id = ${db.organization} and until is null and kind = 'new-admin'`)
  return row?.since ? { count: row.count, since: row.since } : undefined
}
