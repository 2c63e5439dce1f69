import { recordRequest } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

const ACTION = 'demo.filled'

/** Whether the demo's company has been pushed to its end: then it is the admin's, and never pushed again. */
export async function isFilled(db: Db): Promise<boolean> {
  const row = await db.row(sql`
    select from requests where organization_id = ${db.organization} and action = ${ACTION} limit 1`)
  return row !== undefined
}

export async function recordFilled(db: Db, at: Date): Promise<void> {
  await recordRequest(db, { at, actor: { kind: 'admin', id: null, name: 'demo' }, action: ACTION })
}

export async function hasProducts(db: Db): Promise<boolean> {
  return (await db.row(sql`select from products where organization_id = ${db.organization} limit 1`)) !== undefined
}
