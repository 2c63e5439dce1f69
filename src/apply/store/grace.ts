import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/**
 * Seats of a product in grace end now, those that have not ended by themselves: of some users, or of everybody. Under the
 * organization's lock. @returns whose they are
 */
export async function endGraces(
  tx: Db,
  product: string,
  users: readonly UserNo[] | null,
  at: Date,
): Promise<readonly UserNo[]> {
  const theirs = users === null ? sql.part`true` : sql.part`user_no = any(${users}::integer[])`
  const rows = await tx.rows<{ user_no: UserNo }>(sql`
    update seats set grace_until = ${at}
    where organization_id = ${tx.organization} and product_id = ${product} and until is null and state = 'grace'
      and grace_until > ${at} and ${theirs}
    returning user_no`)
  return rows.map((row) => row.user_no)
}
