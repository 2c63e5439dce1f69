import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** @returns the first of `count` user numbers that nobody else gets */
export async function takeUserNumbers(db: Db, count: number): Promise<number> {
  const row = await db.row<{ first: number }>(sql`
    update organizations set next_user_no = next_user_no + ${count}::integer
    where id = ${db.organization}
    returning next_user_no - ${count}::integer as first`)
  if (!row) throw new Error(`there is no organization ${db.organization}`)
  return row.first
}

/** @returns the first of `count` group numbers that nobody else gets */
export async function takeGroupNumbers(db: Db, count: number): Promise<number> {
  const row = await db.row<{ first: number }>(sql`
    update organizations set next_group_no = next_group_no + ${count}::integer
    where id = ${db.organization}
    returning next_group_no - ${count}::integer as first`)
  if (!row) throw new Error(`there is no organization ${db.organization}`)
  return row.first
}
