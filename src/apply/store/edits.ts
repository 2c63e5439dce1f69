import type { UserNo } from '../../directory/user.ts'
import type { Because, Withheld } from '../../plan/change.ts'
import { unseenOf } from '../../plan/store/unseen.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { ProductId, TierId } from '../../products/product.ts'

/** A loss that waits for an admin, with the seat it is about. */
export interface StoppedLoss {
  readonly user: UserNo
  readonly id: string
  readonly name: string
  readonly tier: TierId
  readonly withheld: Withheld | null
}

/** Losses of a product that wait and that no admin has confirmed yet: of some users, or all. */
export async function waitingLosses(
  db: Db,
  product: ProductId,
  users: readonly string[] | null,
): Promise<readonly StoppedLoss[]> {
  const whose = users === null ? sql.part`true` : sql.part`u.id = any(${users}::uuid[])`
  const rows = await db.rows<StoppedLoss>(sql`
    select l.user_no as user, u.id, u.name, s.tier_id as tier, u.withheld
    from stopped_losses l
    -- A look-up for each: a join of two large tables is compared row by row before these are first analyzed.
    cross join lateral (
      select id, display_name as name,
        case when deleted_at is not null then 'deleted' when not active then 'inactive'
          when address is null then 'no-address' end as withheld
      from users where organization_id = ${db.organization} and user_no = l.user_no limit 1
    ) u
    cross join lateral (
      select tier_id from seats
      where organization_id = ${db.organization} and product_id = l.product_id and user_no = l.user_no
        and until is null limit 1
    ) s
    where l.organization_id = ${db.organization} and l.product_id = ${product} and l.until is null
      and l.confirmed_by is null and ${whose}
    order by l.user_no`)
  const unseen = await unseenOf(
    db,
    rows.map((row) => row.user),
  )
  return rows.map((row) => ({ ...row, withheld: row.withheld ?? unseen.get(row.user) ?? null }))
}

/** An admin says yes: the next run takes these seats, whatever the limit. */
export async function confirmLosses(tx: Db, product: ProductId, users: readonly UserNo[], by: string): Promise<void> {
  await tx.run(sql`
    update stopped_losses set confirmed_by = ${by}
    where organization_id = ${tx.organization} and product_id = ${product} and until is null
      and user_no = any(${users}::integer[])`)
}

/** An admin says yes before the loss is there: it is stopped and confirmed at once, and the next run takes the seat. */
export async function confirmedAhead(
  tx: Db,
  product: ProductId,
  users: readonly UserNo[],
  { by, at, request }: { readonly by: string; readonly at: Date; readonly request: string },
  kind: Because['kind'] = 'no-rule-matches',
): Promise<void> {
  await confirmLosses(tx, product, users, by)
  await tx.run(sql`
    insert into stops (organization_id, id, product_id, since, request_id)
    values (${tx.organization}, ${newId()}, ${product}, ${at}, ${request})
    on conflict do nothing`)
  await tx.run(sql`
    insert into stopped_losses (organization_id, product_id, user_no, run_no, stop_id, since, confirmed_by, because)
    select ${tx.organization}, ${product}, u.user_no, nextval('run_numbers'), s.id, ${at}, ${by},
      ${JSON.stringify({ kind, request })}
    from unnest(${users}::integer[]) as u(user_no)
    join stops s on s.organization_id = ${tx.organization} and s.product_id = ${product} and s.until is null
    on conflict do nothing`)
}

/** An admin says no: the losses are over, and so is the stop where none is left. */
export async function endLosses(tx: Db, product: ProductId, users: readonly UserNo[], at: Date): Promise<void> {
  await tx.run(sql`
    update stopped_losses set until = ${at}, resolution = 'kept'
    where organization_id = ${tx.organization} and product_id = ${product} and until is null
      and user_no = any(${users}::integer[])`)
  await tx.run(sql`
    update stops s set until = ${at}
    where s.organization_id = ${tx.organization} and s.product_id = ${product} and s.until is null
      and not exists (
        select from stopped_losses l
        where l.organization_id = ${tx.organization} and l.stop_id = s.id and l.until is null)`)
}

/** Pins each of these users to the tier they hold; product pins they had end. @returns the pins' ids, in their order */
export async function pinHeld(
  tx: Db,
  product: ProductId,
  losses: readonly StoppedLoss[],
  pin: { readonly reason: string; readonly by: string; readonly at: Date; readonly endsAt: Date },
): Promise<readonly string[]> {
  const users = losses.map((loss) => loss.user)
  const ids = losses.map(() => newId())
  await tx.run(sql`
    update pins set ended_at = ${pin.at}
    where organization_id = ${tx.organization} and field = 'product' and product_id = ${product}
      and user_no = any(${users}::integer[]) and ended_at is null`)
  await tx.run(sql`
    insert into pins (organization_id, id, user_no, field, product_id, value, reason, created_at, created_by, ends_at)
    select ${tx.organization}, p.id, p.user_no, 'product', ${product}, p.value, ${pin.reason}, ${pin.at}, ${pin.by}, ${pin.endsAt}
    from unnest(${ids}::uuid[], ${users}::integer[],
      ${losses.map(({ tier }) => JSON.stringify({ product, tier }))}::jsonb[]) as p(id, user_no, value)`)
  return ids
}

/** Whether a pool that blocks has no seat for somebody who has none of that tier. */
export async function isBlocked(tx: Db, product: ProductId, tier: TierId, user: UserNo): Promise<boolean> {
  const row = await tx.row<{ blocked: boolean }>(sql`
    select p.shortage = 'block' and p.owned <= p.used and not exists (
      select from seats
      where organization_id = ${tx.organization} and product_id = ${product} and user_no = ${user} and until is null
        and tier_id = ${tier}) as blocked
    from pools p
    where p.organization_id = ${tx.organization} and p.product_id = ${product} and p.tier_id = ${tier}`)
  return row?.blocked ?? false
}
