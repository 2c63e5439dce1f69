import type { Reference } from '../../contract/reference.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Pin } from '../pin.ts'
import { asPin, type PinRow } from './pins.ts'

/** A pin in force with the user it is for, as it is shown. */
export interface ShownPin {
  readonly pin: Pin
  readonly user: Reference
}

interface Row extends PinRow {
  readonly user_id: string
  readonly display_name: string
}

const pinsWithUsers = sql.part`
  select p.id, p.user_no, p.field, p.product_id, p.value, p.reason, p.created_by, p.created_at, p.ends_at,
    u.id as user_id, u.display_name
  from pins p`

/** Pins in force, newest first: of one user or of all, before `after`. */
export async function pinsPage(
  db: Db,
  which: {
    readonly user: UserNo | null
    readonly product: string | null
    readonly reason: string | null
    readonly after: string | null
    readonly limit: number
  },
): Promise<readonly ShownPin[]> {
  const rows = await db.rows<Row>(sql`
    ${pinsWithUsers}
    join users u on u.organization_id = ${db.organization} and u.user_no = p.user_no
    where p.organization_id = ${db.organization} and p.ended_at is null
      and (${which.user}::integer is null or p.user_no = ${which.user})
      and (${which.product}::text is null or p.product_id::text = ${which.product})
      and (${which.reason}::text is null or p.reason = ${which.reason})
      and (${which.after}::uuid is null or p.id < ${which.after})
    order by p.id desc
    limit ${which.limit}`)
  return rows.map(asShown)
}

export async function pinById(db: Db, id: string): Promise<ShownPin | undefined> {
  const row = await db.row<Row>(sql`
    ${pinsWithUsers}
    join users u on u.organization_id = ${db.organization} and u.user_no = p.user_no
    where p.organization_id = ${db.organization} and p.id = ${id} and p.ended_at is null`)
  return row && asShown(row)
}

function asShown(row: Row): ShownPin {
  return { pin: asPin(row), user: { id: row.user_id, name: row.display_name } }
}

/** Who has one of these ids, with what keeps everything from them, if something does. */
export function usersById(db: Db, ids: readonly string[]) {
  return db.rows<{
    readonly id: string
    readonly name: string
    readonly user: UserNo
    readonly withheld: 'inactive' | 'deleted' | 'no-address' | null
  }>(sql`
    select id, display_name as name, user_no as user,
      case when deleted_at is not null then 'deleted' when not active then 'inactive' when address is null then 'no-address' end
        as withheld
    from users
    where organization_id = ${db.organization} and id = any(${ids}::uuid[])`)
}
