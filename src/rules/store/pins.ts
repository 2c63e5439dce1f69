import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Pin, PinId } from '../pin.ts'

export interface PinRow {
  readonly id: PinId
  readonly user_no: UserNo
  readonly field: Pin['field']
  readonly product_id: string | null
  readonly value: unknown
  readonly reason: string
  readonly created_by: string
  readonly created_at: Date
  readonly ends_at: Date | null
}

/** The pins in force of some users, or of all. */
export async function pinsOf(db: Db, users: readonly UserNo[] | null): Promise<readonly Pin[]> {
  const whose = users === null ? sql.part`true` : sql.part`user_no = any(${users}::integer[])`
  const rows = await db.rows<PinRow>(sql`
    select id, user_no, field, product_id, value, reason, created_by, created_at, ends_at
    from pins
    where organization_id = ${db.organization} and ended_at is null and ${whose}`)
  return rows.map(asPin)
}

export function asPin(row: PinRow): Pin {
  const about = {
    id: row.id,
    user: row.user_no,
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at,
    endsAt: row.ends_at,
  }
  return { ...about, ...(row.value as object), field: row.field } as Pin
}

/** Writes a pin; the one it replaces, of the same user, field and product, ends. */
export async function savePin(tx: Db, pin: Pin): Promise<void> {
  const { id, user, reason, createdBy, createdAt, endsAt, field, ...value } = pin
  const product = field === 'product' ? pin.product : null
  await tx.run(sql`
    update pins set ended_at = ${createdAt}
    where organization_id = ${tx.organization} and user_no = ${user} and field = ${field}
      and product_id is not distinct from ${product}::uuid and ended_at is null`)
  await tx.run(sql`
    insert into pins (organization_id, id, user_no, field, product_id, value, reason, created_at, created_by, ends_at)
    values (${tx.organization}, ${id}, ${user}, ${field}, ${product}, ${JSON.stringify(value)}, ${reason}, ${createdAt}, ${createdBy}, ${endsAt})`)
}

/** Ends a pin. @returns whose it was, or undefined when there is no such pin in force. */
export async function endPin(tx: Db, id: PinId, at: Date): Promise<UserNo | undefined> {
  const row = await tx.row<{ user_no: UserNo }>(sql`
    update pins set ended_at = ${at}
    where organization_id = ${tx.organization} and id = ${id} and ended_at is null
    returning user_no`)
  return row?.user_no
}

/** Ends pins whose time has come, and all pins of those in `scope` who were deleted upstream. @returns whose they were */
export async function endPins(tx: Db, now: Date, scope: readonly UserNo[]): Promise<readonly UserNo[]> {
  const rows = await tx.rows<{ user_no: UserNo }>(sql`
    update pins set ended_at = least(ends_at, ${now})
    where organization_id = ${tx.organization} and id = any(array(
      -- Each half from an index: adoption makes as many pins as there are users, and every run asks.
      select id from pins
      where organization_id = ${tx.organization} and ended_at is null and ends_at is not null and ends_at <= ${now}
      union all
      select p.id from pins p
      where p.organization_id = ${tx.organization} and p.ended_at is null and p.user_no = any(${scope}::integer[])
        and (
          select u.last_deleted_at from users u
          where u.organization_id = ${tx.organization} and u.user_no = p.user_no limit 1) >= p.created_at))
    returning user_no`)
  return rows.map((row) => row.user_no)
}
