import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { ProductId, TierId } from '../../products/product.ts'

/** Pools whose counter of used seats is not what a count of the seats gives: always a defect of ours. */
export function wrongCounters(
  db: Db,
): Promise<
  readonly { readonly product: ProductId; readonly tier: TierId; readonly used: number; readonly counted: number }[]
> {
  return db.rows(sql`
    select p.product_id as product, p.tier_id as tier, p.used, coalesce(s.counted, 0) as counted
    from pools p
    left join (
      select product_id, tier_id, count(*) as counted from seats
      where organization_id = ${db.organization} and until is null group by 1, 2
    ) s on s.product_id = p.product_id and s.tier_id = p.tier_id
    where p.organization_id = ${db.organization} and p.used <> coalesce(s.counted, 0)`)
}

/** Marks users, and products whose line can be served, for the next run. */
export async function touch(
  tx: Db,
  now: Date,
  users: readonly UserNo[],
  products: readonly ProductId[],
): Promise<void> {
  const request = newId()
  await tx.run(sql`
    insert into requests (organization_id, id, at, actor_kind, actor_name, action, detail)
    values (${tx.organization}, ${request}, ${now}, 'clock', 'full pass', 'full-pass', ${{ users: users.length }})`)
  await tx.run(sql`
    insert into touched (organization_id, user_no, request_id)
    select ${tx.organization}, user_no, ${request} from unnest(${users}::integer[]) as u(user_no)`)
  await tx.run(sql`
    insert into touched_products (organization_id, product_id, request_id)
    select ${tx.organization}, product_id, ${request} from unnest(${products}::uuid[]) as p(product_id)`)
}
