import type { SourceId } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** When a file of the source was last applied. */
export async function lastImport(db: Db, source: SourceId): Promise<Date | undefined> {
  const row = await db.row<{ at: Date }>(sql`
    select applied_at as at from import_reviews
    where organization_id = ${db.organization} and source_id = ${source} and applied_at is not null
    order by id desc limit 1`)
  return row?.at
}
