import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Caller } from '../caller.ts'

/** The local account of an admin, for whom an API token acts; undefined when there is no such account any more. */
export function adminNamed(
  db: Db,
  id: string,
): Promise<{ readonly name: string; readonly role: Caller['role'] } | undefined> {
  return db.row(sql`select name, role from admins where organization_id = ${db.organization} and id = ${id}`)
}
