import type { FailureCause } from '../../contract/failure.ts'
import type { UserNo } from '../../directory/user.ts'
import type { StoredBecause } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import { contentOf } from '../../rules/content.ts'
import { nothing } from '../../rules/decide.ts'
import { digestOf } from './contents.ts'

/** Failures with the same cause, counted. */
export interface FailureCount {
  readonly cause: FailureCause
  readonly product_id: string | null
  readonly tier_id: string | null
  readonly code: string | null
  readonly count: number
  readonly since: Date | null
}

/**
 * All failures by cause, product, tier and answer. Grows with the failures, an index entry each, not with what is well. The line's moment is
 * that of the run since which its oldest has waited.
 */
export async function failureCounts(db: Db): Promise<readonly FailureCount[]> {
  return db.rows<FailureCount>(sql`
    select 'no-seats-left' as cause, w.product_id, w.tier_id, null as code, w.count, r.at as since
    from (
      select product_id, tier_id, count(*) as count, min(since_run) as since_run
      from waiting where organization_id = ${db.organization} group by product_id, tier_id
    ) w
    left join runs r on r.organization_id = ${db.organization} and r.run_no = w.since_run
    union all
    select 'no-address', null, null, null, count(*), min(since)
    from assignments
    where organization_id = ${db.organization} and until is null and withheld = 'no-address' and ${isSomething(db)}
    having count(*) > 0
    union all
    select 'product-refused', product_id, null, error_code, count(*), min(error_at)
    from deliveries
    where organization_id = ${db.organization} and state = 'failed'
    group by product_id, error_code
    union all
    select 'mail-bounced', null, null, error_code, count(*), min(error_at)
    from mails
    where organization_id = ${db.organization} and state = 'failed'
    group by error_code
    union all
    select 'address-conflict', null, null, null, count(*), min(since)
    from assignments
    where organization_id = ${db.organization} and until is null and withheld = 'conflict'
    having count(*) > 0`)
}

/** Whether an assignment is of somebody who should have anything at all. */
function isSomething(db: Db): SqlFragment {
  const digest = Buffer.from(digestOf(contentOf(nothing).key), 'hex')
  return sql.part`entitlement_no <> coalesce((
    select entitlement_no from entitlements where organization_id = ${db.organization} and digest = ${digest}), 0)`
}

/** Of assignments, called `a`, those current ones that fail for a reason of the user's own; of one product, or of any. */
export function withheldBy(db: Db, cause: 'no-address' | 'address-conflict', product: string | null): SqlFragment {
  const givesIt = sql.part`exists (
    select from entitlements e
    where e.organization_id = ${db.organization} and e.entitlement_no = a.entitlement_no
      and e.content -> 'products' @> jsonb_build_array(jsonb_build_array(${product}::text)))`
  return all(
    sql.part`a.until is null`,
    cause === 'no-address'
      ? sql.part`a.withheld = 'no-address' and ${isSomething(db)}`
      : sql.part`a.withheld = 'conflict'`,
    product === null ? null : givesIt,
  )
}

/** Which failures of a cause are asked for, and where the page begins. */
export interface Which {
  readonly product: string | null
  readonly tier: string | null
  readonly code: string | null
  /** Where the page before ended: `FailedRow.at` of its last. */
  readonly after: string | null
  readonly limit: number
}

/** One failure of one user. `at` says its place in the list. */
export interface FailedRow {
  readonly at: string
  readonly user_no: UserNo
  readonly user_id: string
  readonly display_name: string
  readonly product_id: string | null
  readonly tier_id: string | null
  readonly since: Date
  readonly because: StoredBecause | null
  /** The tier held meanwhile. */
  readonly holds: string | null
  readonly address: string | null
  readonly action: string | null
  readonly code: string | null
  readonly error: string | null
  readonly attempts: number | null
}

/** A page of the people whom a cause concerns. Grows with the page. */
export function failedUsers(db: Db, cause: FailureCause, which: Which): Promise<readonly FailedRow[]> {
  switch (cause) {
    case 'no-seats-left':
      return seatless(db, which)
    case 'no-address':
    case 'address-conflict':
      return withheld(db, cause, which)
    case 'product-refused':
      return refused(db, which)
    case 'mail-bounced':
      return bounced(db, which)
  }
}

/** Of whole conditions, those that there are. */
function all(...conditions: readonly (SqlFragment | null)[]): SqlFragment {
  return sql.join([sql.part`true`, ...conditions.filter((condition) => condition !== null)], ' and ')
}

function seatless(db: Db, { product, tier, after, limit }: Which): Promise<readonly FailedRow[]> {
  const [afterProduct, afterUser] = after?.split(' ') ?? []
  const those = all(
    product === null ? null : sql.part`product_id = ${product}`,
    tier === null ? null : sql.part`tier_id = ${tier}`,
    after === null ? null : sql.part`(product_id, user_no) > (${afterProduct}::uuid, ${Number(afterUser)}::integer)`,
  )
  return db.rows<FailedRow>(sql`
    select w.product_id || ' ' || w.user_no as at, w.user_no, u.id as user_id, u.display_name, w.product_id, w.tier_id,
      w.since, w.because, s.tier_id as holds,
      null as address, null as action, null as code, null as error, null as attempts
    from (
      select product_id, user_no, tier_id, since, because from waiting
      where organization_id = ${db.organization} and ${those}
      order by product_id, user_no limit ${limit}
    ) w
    join users u on u.organization_id = ${db.organization} and u.user_no = w.user_no
    left join seats s on s.organization_id = ${db.organization} and s.product_id = w.product_id
      and s.user_no = w.user_no and s.until is null
    order by w.product_id, w.user_no`)
}

function withheld(
  db: Db,
  cause: 'no-address' | 'address-conflict',
  { product, after, limit }: Which,
): Promise<readonly FailedRow[]> {
  const those = all(
    withheldBy(db, cause, product),
    after === null ? null : sql.part`a.user_no > ${Number(after)}::integer`,
  )
  return db.rows<FailedRow>(sql`
    select a.user_no::text as at, a.user_no, u.id as user_id, u.display_name, null as product_id, null as tier_id,
      a.since, case when a.withheld = 'no-address'
        then jsonb_strip_nulls(jsonb_build_object('kind', 'no-address', 'request', a.request_id)) end as because,
      null as holds, u.address, null as action, null as code, null as error, null as attempts
    from (
      select a.user_no, a.since, a.withheld, a.request_id from assignments a
      where a.organization_id = ${db.organization} and ${those}
      order by a.user_no limit ${limit}
    ) a
    join users u on u.organization_id = ${db.organization} and u.user_no = a.user_no
    order by a.user_no`)
}

function refused(db: Db, { product, code, after, limit }: Which): Promise<readonly FailedRow[]> {
  const [afterProduct, afterId] = after?.split(' ') ?? []
  const those = all(
    product === null ? null : sql.part`product_id = ${product}`,
    code === null ? null : sql.part`error_code = ${code}`,
    after === null ? null : sql.part`(product_id, id) > (${afterProduct}::uuid, ${afterId}::uuid)`,
  )
  return db.rows<FailedRow>(sql`
    select d.product_id || ' ' || d.id as at, d.user_no, u.id as user_id, u.display_name, d.product_id, c.tier_id,
      coalesce(d.error_at, d.due_at) as since, c.because, null as holds, u.address,
      d.action, d.error_code as code, d.error_text as error, d.attempts
    from (
      select product_id, id, user_no, change_id, action, attempts, due_at, error_code, error_text, error_at
      from deliveries
      where organization_id = ${db.organization} and state = 'failed' and ${those}
      order by product_id, id limit ${limit}
    ) d
    join users u on u.organization_id = ${db.organization} and u.user_no = d.user_no
    left join changes c on c.organization_id = ${db.organization} and c.id = d.change_id
    order by d.product_id, d.id`)
}

/** The reason of a mail is that of the access it tells about, which the same run gave. */
function bounced(db: Db, { code, after, limit }: Which): Promise<readonly FailedRow[]> {
  const those = all(
    code === null ? null : sql.part`error_code = ${code}`,
    after === null ? null : sql.part`id > ${after}::uuid`,
  )
  return db.rows<FailedRow>(sql`
    select m.id::text as at, m.user_no, u.id as user_id, u.display_name, null as product_id, null as tier_id,
      coalesce(m.error_at, m.at) as since, c.because, null as holds, m.address,
      m.kind as action, m.error_code as code, m.error_text as error, m.attempts
    from (
      select id, user_no, kind, address, at, attempts, error_code, error_text, error_at
      from mails
      where organization_id = ${db.organization} and state = 'failed' and ${those}
      order by id limit ${limit}
    ) m
    join users u on u.organization_id = ${db.organization} and u.user_no = m.user_no
    left join lateral (
      select because from changes
      where organization_id = ${db.organization} and user_no = m.user_no and kind = 'access.given' and at = m.at
      limit 1
    ) c on true
    order by m.id`)
}
