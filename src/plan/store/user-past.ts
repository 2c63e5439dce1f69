import type { UserNo } from '../../directory/user.ts'
import type { StoredBecause } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import type { AssignedInterval } from '../since.ts'

/** What was assigned to a user, newest first; the first is what is assigned now. Grows with how often it changed. */
export function assignmentsOf(db: Db, user: UserNo): Promise<readonly AssignedInterval[]> {
  return db.rows<AssignedInterval>(sql`
    select a.since, a.until, e.content, a.withheld, a.access, a.request_id as request
    from assignments a
    left join lateral (
      select content from entitlements
      where organization_id = ${db.organization} and entitlement_no = a.entitlement_no limit 1
    ) e on true
    where a.organization_id = ${db.organization} and a.user_no = ${user}
    order by a.run_no desc`)
}

/** A loss of a user that waits for an admin, and since when. */
export interface StoppedHere {
  readonly since: Date
  readonly because: StoredBecause
  readonly confirmedBy: string | null
}

export function stoppedLossOf(db: Db, user: UserNo, product: ProductId): Promise<StoppedHere | undefined> {
  return db.row<StoppedHere>(sql`
    select since, because, confirmed_by as "confirmedBy"
    from stopped_losses
    where organization_id = ${db.organization} and product_id = ${product} and user_no = ${user} and until is null`)
}

/** How somebody last lost a product. */
export interface LastLoss {
  readonly at: Date
  readonly tier: TierId
  readonly byWord: boolean
  readonly because: StoredBecause
}

export function lastLossOf(db: Db, user: UserNo, product: ProductId): Promise<LastLoss | undefined> {
  return db.row<LastLoss>(sql`
    select at, tier_id as tier, coalesce((detail ->> 'byWord')::boolean, false) as "byWord", because
    from changes
    where organization_id = ${db.organization} and user_no = ${user} and product_id = ${product} and kind = 'seat.lost'
    order by id desc limit 1`)
}

/** The settings templates applied for a user's products, each once and for ever. Null: the default one. */
export function templatesApplied(
  db: Db,
  user: UserNo,
): Promise<readonly { readonly product: string; readonly template: string | null; readonly at: Date }[]> {
  return db.rows(sql`
    select product_id as product, template_id as template, at
    from settings_applied
    where organization_id = ${db.organization} and user_no = ${user}
    order by at, product_id`)
}

/** The request that set a pin; undefined where several were set by one, as when stopped losses are kept. */
export async function requestOfPin(db: Db, pin: string, user: string): Promise<string | undefined> {
  const row = await db.row<{ id: string }>(sql`
    select id from requests
    where organization_id = ${db.organization} and target_id = ${user} and action = 'pin.create' and detail ->> 'pin' = ${pin}
    order by id desc limit 1`)
  return row?.id
}
