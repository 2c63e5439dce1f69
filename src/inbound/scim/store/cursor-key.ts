import type { Database } from '../../../platform/db/db.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Source } from '../../source.ts'

const KEYS_MAX = 10_000
const known = new WeakMap<Database, Map<string, Buffer>>()

/** What the cursors of a source are sealed with: the same on every node, for as long as the source is there. */
export async function cursorKey(database: Database, { id, organization }: Source): Promise<Buffer> {
  let keys = known.get(database)
  if (!keys) {
    keys = new Map()
    known.set(database, keys)
  }
  const found = keys.get(id)
  if (found) return found
  const row = await database.of(organization).row<{ key: Buffer }>(sql`
    select cursor_key as key from sources where organization_id = ${organization} and id = ${id}`)
  if (keys.size >= KEYS_MAX) keys.clear()
  keys.set(id, row!.key)
  return row!.key
}
