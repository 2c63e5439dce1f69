import type { RequestRow } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** What a source, an admin or the clock did to a user or group, newest first, before the request `before`. */
export function timelineOf(
  db: Db,
  target: string,
  page: { readonly before?: string; readonly limit: number },
): Promise<readonly RequestRow[]> {
  const before = page.before === undefined ? sql.part`true` : sql.part`id < ${page.before}::uuid`
  return db.rows<RequestRow>(sql`
    select id, at, action as kind, actor_kind, actor_name, target_kind, target_id, target_name, detail
    from requests
    where organization_id = ${db.organization} and target_id = ${target} and ${before}
    order by id desc limit ${page.limit}`)
}
