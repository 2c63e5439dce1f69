import type { Owner } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'

/** What a piece of work did to the database: `{ users: '+1', memberships: '-2', sources: '~1' }`; tables it left alone are not named. */
export async function rowsChangedBy(owner: Owner, work: () => Promise<unknown>): Promise<Record<string, string>> {
  const before = await allRows(owner)
  await work()
  const after = await allRows(owner)
  const changed: Record<string, string> = {}
  for (const [table, rows] of after) {
    const earlier = before.get(table)!
    const added = [...rows.keys()].filter((key) => !earlier.has(key)).length
    const removed = [...earlier.keys()].filter((key) => !rows.has(key)).length
    // Another version of a row, even one that says the same: PostgreSQL wrote it.
    const rewritten = [...rows].filter(([key, version]) => earlier.has(key) && earlier.get(key) !== version).length
    const said = [added && `+${added}`, removed && `-${removed}`, rewritten && `~${rewritten}`]
      .filter(Boolean)
      .join(' ')
    if (said) changed[table] = said
  }
  return changed
}

/** Every row of every table of ours, by primary key, with the transaction that wrote it. */
async function allRows(owner: Owner): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const tables = await owner.rows<{ name: string; key: string }>(sql`
    select c.relname as name, string_agg(quote_ident(a.attname) || '::text', ' || '' '' || ' order by a.attnum) as key
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.relname`)
  const found = new Map<string, ReadonlyMap<string, string>>()
  for (const { name, key } of tables) {
    const { rows } = await owner.pool.query<{ key: string; version: string }>(
      `select ${key} as key, xmin::text || ' ' || ctid::text as version from ${name}`,
    )
    found.set(name, new Map(rows.map((row) => [row.key, row.version])))
  }
  return found
}
