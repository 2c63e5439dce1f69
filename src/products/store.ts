import type { Product, Tier } from '../contract/product.ts'
import type { Db } from '../platform/db/db.ts'
import { sql } from '../platform/db/sql.ts'
import { foldCase } from '../scim/text.ts'
import type { ProductId, Shortage, TierId } from './product.ts'

/** A product with its seats counted, as it is shown. `stopped`: held seats whose loss waits for an admin. */
export interface CountedProduct extends Omit<Product, 'tiers'> {
  readonly tiers: readonly CountedTier[]
}
export type CountedTier = Tier & { readonly stopped: number }

interface ProductRow {
  readonly id: string
  readonly name: string
  readonly catalogue_key: string | null
  readonly has_devices: boolean
  readonly grace_seconds: number
  readonly connector: boolean
  readonly includes: readonly { readonly id: string; readonly name: string }[]
  readonly tier_id: string | null
  readonly tier_name: string
  readonly owned: number | null
  readonly used: number
  readonly shortage: Shortage
  readonly grace: number
  readonly waiting: number
  readonly stopped: number
}

/** All products, or one, with their tiers best first. Grows with seats in grace, in line and stopped; not with seats held. */
export async function countedProducts(db: Db, only: ProductId | null = null): Promise<readonly CountedProduct[]> {
  const rows = await db.rows<ProductRow>(sql`
    with grace as (
      select product_id, tier_id, count(*) as seats from seats
      where organization_id = ${db.organization} and until is null and state = 'grace'
      group by product_id, tier_id
    ), line as (
      select product_id, tier_id, count(*) as users from waiting
      where organization_id = ${db.organization}
      group by product_id, tier_id
    ), halted as (
      select s.product_id, s.tier_id, count(*) as seats
      from stopped_losses l
      -- A look-up for each: a join of the two is compared row by row before they are first analyzed.
      cross join lateral (
        select product_id, tier_id from seats
        where organization_id = ${db.organization} and product_id = l.product_id and user_no = l.user_no
          and until is null limit 1
      ) s
      where l.organization_id = ${db.organization} and l.until is null
      group by s.product_id, s.tier_id
    )
    select p.id, p.name, p.catalogue_key, p.has_devices, p.grace_seconds, p.connector_id is not null as connector,
      (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.name), '[]')
        from product_includes i
        join products c on c.organization_id = ${db.organization} and c.id = i.included_id
        where i.organization_id = ${db.organization} and i.product_id = p.id) as includes,
      t.tier_id, t.name as tier_name, t.owned, t.used, t.shortage,
      coalesce(g.seats, 0) as grace, coalesce(w.users, 0) as waiting, coalesce(h.seats, 0) as stopped
    from products p
    left join pools t on t.organization_id = ${db.organization} and t.product_id = p.id
    left join grace g on g.product_id = p.id and g.tier_id = t.tier_id
    left join line w on w.product_id = p.id and w.tier_id = t.tier_id
    left join halted h on h.product_id = p.id and h.tier_id = t.tier_id
    where p.organization_id = ${db.organization} and (${only}::uuid is null or p.id = ${only})
    order by p.name_folded, p.id, t.position, t.tier_id`)
  return [...Map.groupBy(rows, (row) => row.id).values()].map(asProduct)
}

function asProduct(rows: readonly ProductRow[]): CountedProduct {
  const { id, name, catalogue_key, has_devices, grace_seconds, connector, includes } = rows[0]!
  return {
    id,
    name,
    catalogueKey: catalogue_key,
    hasDevices: has_devices,
    graceSeconds: grace_seconds,
    includes: [...includes],
    connector,
    tiers: rows.filter((row) => row.tier_id !== null).map(asTier),
  }
}

function asTier(row: ProductRow): CountedTier {
  const { owned, used, grace, waiting, stopped, shortage } = row
  const free = owned === null ? null : owned - used
  return { id: row.tier_id!, name: row.tier_name, owned, held: used - grace, grace, free, waiting, shortage, stopped }
}

/** What is written of a product beside its tiers. */
export interface ProductRecord {
  readonly id: ProductId
  readonly name: string
  readonly catalogueKey: string | null
  readonly hasDevices: boolean
  readonly graceSeconds: number
}

/** @throws a unique violation of `products_name` when another product has the name */
export async function insertProduct(tx: Db, product: ProductRecord, at: Date): Promise<void> {
  await tx.run(sql`
    insert into products (organization_id, id, name, name_folded, catalogue_key, has_devices, grace_seconds, created_at)
    values (${tx.organization}, ${product.id}, ${product.name}, ${foldCase(product.name)}, ${product.catalogueKey},
      ${product.hasDevices}, ${product.graceSeconds}, ${at})`)
}

/** @throws a unique violation of `products_name` when another product has the name */
export async function updateProduct(tx: Db, product: Omit<ProductRecord, 'catalogueKey'>): Promise<void> {
  await tx.run(sql`
    update products
    set name = ${product.name}, name_folded = ${foldCase(product.name)}, has_devices = ${product.hasDevices},
      grace_seconds = ${product.graceSeconds}
    where organization_id = ${tx.organization} and id = ${product.id}`)
}

/** @throws a foreign key violation while another product includes it, or history names it */
export async function deleteProduct(tx: Db, product: ProductId): Promise<void> {
  await tx.run(sql`delete from products where organization_id = ${tx.organization} and id = ${product}`)
}

/** What a product includes, whole. */
export async function replaceIncludes(tx: Db, product: ProductId, includes: readonly ProductId[]): Promise<void> {
  await tx.run(sql`
    delete from product_includes where organization_id = ${tx.organization} and product_id = ${product}`)
  await tx.run(sql`
    insert into product_includes (organization_id, product_id, included_id)
    select ${tx.organization}, ${product}, included_id from unnest(${includes}::uuid[]) as i(included_id)`)
}

export interface TierRecord {
  readonly id: TierId
  readonly name: string
  /** Null: unlimited. */
  readonly owned: number | null
  readonly shortage: Shortage
}

/** Tiers that a product has from now on as well, in their order, after those it has. */
export async function insertTiers(tx: Db, product: ProductId, tiers: readonly TierRecord[]): Promise<void> {
  await tx.run(sql`
    insert into pools (organization_id, product_id, tier_id, name, position, owned, shortage)
    select ${tx.organization}, ${product}, t.id, t.name,
      t.place - 1 + (select coalesce(max(position) + 1, 0) from pools
        where organization_id = ${tx.organization} and product_id = ${product}),
      t.owned, t.shortage
    from unnest(${tiers.map((tier) => tier.id)}::uuid[], ${tiers.map((tier) => tier.name)}::text[],
      ${tiers.map((tier) => tier.owned)}::integer[], ${tiers.map((tier) => tier.shortage)}::text[])
      with ordinality as t(id, name, owned, shortage, place)`)
}

/** Changes what is stated of a tier; the rest stays. Counters are the runs' own. @returns whether there is such a tier */
export async function updateTier(
  tx: Db,
  product: ProductId,
  tier: TierId,
  change: Partial<Omit<TierRecord, 'id'>>,
): Promise<boolean> {
  const { name = null, owned = null, shortage = null } = change
  const rows = await tx.run(sql`
    update pools
    set name = coalesce(${name}::text, name), shortage = coalesce(${shortage}::text, shortage),
      owned = case when ${'owned' in change}::boolean then ${owned}::integer else owned end
    where organization_id = ${tx.organization} and product_id = ${product} and tier_id = ${tier}`)
  return rows > 0
}

export async function deleteTier(tx: Db, product: ProductId, tier: TierId): Promise<void> {
  await tx.run(sql`
    delete from pools
    where organization_id = ${tx.organization} and product_id = ${product} and tier_id = ${tier}`)
}

/** Users who hold a seat of any of some products: whom a change of what these include may carry, or carry no more. */
export async function holdersOf(db: Db, products: readonly ProductId[]): Promise<readonly number[]> {
  const rows = await db.rows<{ user_no: number }>(sql`
    select distinct user_no from seats
    where organization_id = ${db.organization} and until is null and state = 'held'
      and product_id = any(${products}::uuid[])`)
  return rows.map((row) => row.user_no)
}
