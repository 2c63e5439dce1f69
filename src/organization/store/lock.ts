import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** One transaction at a time decides for an organization. Taken before the first read, and in read committed, or the reads are older than the lock. */
export async function lockOrganization(tx: Db): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${tx.organization}::text, 0))`)
}
