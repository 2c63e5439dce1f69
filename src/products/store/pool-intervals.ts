import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId, Shortage, TierId } from '../product.ts'

/** A pool as it was from a moment until another. Names as they were. */
export interface PoolInterval {
  readonly product: ProductId
  readonly tier: TierId
  /** False: there was such a pool before, but how it was is not known. */
  readonly sinceKnown: boolean
  readonly productName: string
  readonly name: string
  readonly position: number
  /** Null: unlimited. */
  readonly owned: number | null
  readonly shortage: Shortage
}

const what = sql.part`product_name, name, position, owned, shortage`

/**
 * Ends and begins the intervals of a product's pools where they are no longer as they were, or are gone. Called after
 * every write of a product or its pools, in its transaction.
 */
export async function keepPools(tx: Db, product: ProductId, at: Date): Promise<void> {
  const now = sql.part`
    select t.product_id, t.tier_id, p.name as product_name, t.name, t.position, t.owned, t.shortage
    from pools t join products p on p.organization_id = ${tx.organization} and p.id = t.product_id
    where t.organization_id = ${tx.organization} and t.product_id = ${product}`
  await tx.run(sql`
    update pool_intervals i set until = greatest(${at}, i.since)
    where i.organization_id = ${tx.organization} and i.product_id = ${product} and i.until is null
      and not exists (
        select from (${now}) n
        where n.tier_id = i.tier_id and (n.product_name, n.name, n.position, n.owned, n.shortage)
          is not distinct from (i.product_name, i.name, i.position, i.owned, i.shortage))`)
  // Nodes' clocks differ: an interval never begins before the one that it follows.
  await tx.run(sql`
    insert into pool_intervals (organization_id, product_id, tier_id, id, since, ${what})
    select ${tx.organization}, n.product_id, n.tier_id, gen_random_uuid(), greatest(${at}, (
        select max(until) from pool_intervals
        where organization_id = ${tx.organization} and product_id = ${product} and tier_id = n.tier_id)),
      ${what}
    from (${now}) n
    where not exists (
      select from pool_intervals i
      where i.organization_id = ${tx.organization} and i.product_id = ${product} and i.tier_id = n.tier_id
        and i.until is null)`)
}

/** The pools as of a moment, by name of the product, best tier first. */
export function poolsAt(db: Db, at: Date): Promise<readonly PoolInterval[]> {
  return db.rows<PoolInterval>(sql`
    select product_id as product, tier_id as tier, since_known as "sinceKnown", product_name as "productName",
      name, position, owned, shortage
    from pool_intervals
    where organization_id = ${db.organization} and since <= ${at} and (until is null or until > ${at})
    order by product_name, product_id, position, tier_id`)
}
