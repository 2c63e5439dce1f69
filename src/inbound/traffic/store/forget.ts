import type { Db } from '../../../platform/db/db.ts'
import { sql } from '../../../platform/db/sql.ts'
import { firstIdAt } from '../../../platform/id.ts'

/** Every source, deleted ones too, and how long its requests are kept. */
export function keptTraffic(db: Db): Promise<readonly { readonly id: string; readonly days: number }[]> {
  return db.rows(sql`
    select id, case when deleted_at is null then traffic_days else 0 end as days from sources
    where organization_id = ${db.organization}`)
}

/** The last id that is not kept: too old, or with more than so many after it. */
export async function trafficEnd(db: Db, source: string, before: Date, most: number): Promise<string | undefined> {
  const row = await db.row<{ id: string | null }>(sql`
    select greatest(
      (select id::text from traffic where organization_id = ${db.organization} and source_id = ${source}
        and id < ${firstIdAt(before)} order by id desc limit 1),
      (select id::text from traffic where organization_id = ${db.organization} and source_id = ${source}
        order by id desc offset ${most} limit 1)) as id`)
  return row?.id ?? undefined
}

/** A batch up to that one, oldest first. @returns how many were deleted */
export function deleteTraffic(db: Db, source: string, last: string, batch: number): Promise<number> {
  return db.run(sql`
    delete from traffic where organization_id = ${db.organization} and source_id = ${source} and id in (
      select id from traffic where organization_id = ${db.organization} and source_id = ${source} and id <= ${last}
      order by id limit ${batch})`)
}
