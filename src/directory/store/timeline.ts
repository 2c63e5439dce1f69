import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** What a source, an admin or the clock did to a user or a group of the directory. */
export interface DirectoryEvent {
  readonly id: string
  readonly at: Date
  readonly actorKind: 'source' | 'admin' | 'clock'
  readonly actorName: string
  readonly action: string
  readonly detail: unknown
}

/** What happened to a user or group, newest first, before the event `before`. */
export async function timelineOf(
  db: Db,
  target: string,
  page: { readonly before?: string; readonly limit: number },
): Promise<readonly DirectoryEvent[]> {
  const before = page.before === undefined ? sql.part`true` : sql.part`id < ${page.before}::uuid`
  return db.rows<DirectoryEvent>(sql`
    select id, at, actor_kind as "actorKind", actor_name as "actorName", action, detail
    from requests
    where organization_id = ${db.organization} and target_id = ${target} and ${before}
    order by id desc limit ${page.limit}`)
}
