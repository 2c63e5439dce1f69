import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import type { Content } from '../../rules/content.ts'
import type { PinValue } from '../../rules/pin.ts'
import type { Role } from '../../rules/rule.ts'

/** Whether there was such a run. */
export async function isRun(db: Db, run: number): Promise<boolean> {
  const row = await db.row(sql`
    select run_no from runs where organization_id = ${db.organization} and run_no = ${run}`)
  return row !== undefined
}

/** One thing that somebody may have lost in a run, and how they stand to it now. */
export interface LostThen {
  readonly user: UserNo
  readonly id: string
  readonly name: string
  readonly withheld: 'inactive' | 'deleted' | 'no-address' | null
  readonly kind: 'seat.lost' | 'seat.moved' | 'role.changed'
  /** Null: it is a role. */
  readonly product: ProductId | null
  /** The tier they had. Null: it is a role. */
  readonly tier: TierId | null
  /** Whether that tier is still there. */
  readonly isThere: boolean
  /** The tier of that product they hold now. */
  readonly holds: TierId | null
  readonly role: { readonly from: Role; readonly to: Role } | null
  /** What is assigned now. */
  readonly assigned: Content['role']
  /** Whether a pin decides it now. */
  readonly pinned: boolean
}

/**
 * What users may have lost in a run: a seat, a tier of it, a role. Grows with the losses of the run.
 *
 * @param product only what was lost of it; null: of all, and roles
 * @param users their ids; null: everybody
 */
export function lostIn(
  tx: Db,
  run: number,
  product: ProductId | null,
  users: readonly string[] | null,
  now: Date,
): Promise<readonly LostThen[]> {
  return tx.rows<LostThen>(sql`
    select c.user_no as user, u.id, u.display_name as name,
      case when u.deleted_at is not null then 'deleted' when not u.active then 'inactive'
        when u.address is null then 'no-address' end as withheld,
      c.kind, c.product_id as product, h.tier_id as tier, t.there is not null as "isThere", s.tier_id as holds,
      case when c.kind = 'role.changed' then c.detail end as role, a.role as assigned,
      p.there is not null as pinned
    from changes c
    cross join lateral (
      select case c.kind when 'seat.lost' then c.tier_id when 'seat.moved' then (c.detail ->> 'from')::uuid end as tier_id
    ) h
    join lateral (
      select id, display_name, active, address, deleted_at from users
      where organization_id = ${tx.organization} and user_no = c.user_no limit 1
    ) u on true
    left join lateral (
      select true as there from pools
      where organization_id = ${tx.organization} and product_id = c.product_id and tier_id = h.tier_id limit 1
    ) t on true
    left join lateral (
      select tier_id from seats
      where organization_id = ${tx.organization} and product_id = c.product_id and user_no = c.user_no
        and until is null and state = 'held' limit 1
    ) s on true
    left join lateral (
      select e.content -> 'role' as role
      from assignments m
      join entitlements e on e.organization_id = ${tx.organization} and e.entitlement_no = m.entitlement_no
      where m.organization_id = ${tx.organization} and m.user_no = c.user_no and m.until is null and m.withheld is null
      limit 1
    ) a on true
    left join lateral (
      select true as there from pins
      where organization_id = ${tx.organization} and user_no = c.user_no and ended_at is null
        and field = case when c.kind = 'role.changed' then 'role' else 'product' end
        and product_id is not distinct from c.product_id and (ends_at is null or ends_at > ${now})
      limit 1
    ) p on true
    where c.organization_id = ${tx.organization} and c.run_no = ${run}
      and c.kind in ('seat.lost', 'seat.moved', 'role.changed')
      and (${product}::uuid is null or c.product_id = ${product})
      and (${users}::uuid[] is null or u.id = any(${users}::uuid[]))
    order by c.user_no, c.id`)
}

/** Sets pins, one of each user and field. Such as have come to their end and were not taken away yet end. @returns their ids */
export async function insertPins(
  tx: Db,
  wanted: readonly { readonly user: UserNo; readonly value: PinValue }[],
  pin: { readonly reason: string; readonly by: string; readonly at: Date; readonly endsAt: Date },
): Promise<readonly string[]> {
  const ids = wanted.map(() => newId())
  const rows = wanted.map(({ user, value: { field, ...value } }, index) => ({
    id: ids[index],
    user_no: user,
    field,
    product_id: 'product' in value ? value.product : null,
    value,
  }))
  const made = sql.part`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as w(id uuid, user_no integer, field text, product_id uuid, value jsonb)`
  await tx.run(sql`
    update pins p set ended_at = ${pin.at}
    from ${made}
    where p.organization_id = ${tx.organization} and p.user_no = w.user_no and p.field = w.field
      and p.product_id is not distinct from w.product_id and p.ended_at is null`)
  await tx.run(sql`
    insert into pins (organization_id, id, user_no, field, product_id, value, reason, created_at, created_by, ends_at)
    select ${tx.organization}, w.id, w.user_no, w.field, w.product_id, w.value, ${pin.reason}, ${pin.at}, ${pin.by}, ${pin.endsAt}
    from ${made}`)
  return ids
}
