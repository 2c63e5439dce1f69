import type { Db, Gate } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** Since when all of history is there; undefined when none was ever deleted. */
export async function keptSince(db: Db): Promise<Date | undefined> {
  const row = await db.row<{ since: Date | null }>(sql`
    select history_kept_since as since from organizations where id = ${db.organization}`)
  return row?.since ?? undefined
}

/** For how many days an organization keeps its history; null: for ever. */
export async function keptDays(db: Db): Promise<number | null> {
  const row = await db.row<{ days: number | null }>(sql`
    select history_kept_days as days from organizations where id = ${db.organization}`)
  return row?.days ?? null
}

/** Says that history before `moment` is no longer whole. It never goes back: what was deleted does not return. */
export async function keepSince(db: Db, moment: Date): Promise<void> {
  await db.run(sql`
    update organizations set history_kept_since = ${moment}
    where id = ${db.organization} and (history_kept_since is null or history_kept_since < ${moment})`)
}

/** Makes the partitions of the months ahead. @returns the names of those that were missing */
export async function preparePartitions(gate: Gate, now: Date): Promise<readonly string[]> {
  const rows = await gate.rows<{ name: string }>(sql`select name from prepare_partitions(${now}) as p(name)`)
  return rows.map((row) => row.name)
}

/** Drops the partitions of past months in which nobody has anything left, one a transaction. @returns their names */
export async function dropEmptyPartitions(gate: Gate, now: Date): Promise<readonly string[]> {
  const dropped: string[] = []
  for (;;) {
    const row = await gate.row<{ name: string | null }>(sql`select drop_empty_partition(${now}) as name`)
    if (!row?.name) return dropped
    dropped.push(row.name)
  }
}
