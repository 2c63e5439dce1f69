import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** What things that were deleted were called, by the act that deleted them. A tier's deletion names only its product. */
export async function namesOfGone(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.rows<{ id: string; name: string | null }>(sql`
    select distinct on (target_id) target_id as id, target_name as name
    from requests
    where organization_id = ${db.organization} and target_id = any(${ids}::uuid[])
    order by target_id, id desc`)
  return new Map(rows.map(({ id, name }) => [id, name ?? '']))
}
