import type { Gate } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** Organizations where something waits for a run: touched users, groups or products, a pin or a grace that has come to its end. */
export async function organizationsToRun(gate: Gate, now: Date): Promise<readonly string[]> {
  const rows = await gate.rows<{ id: string }>(sql`select id from organizations_to_run(${now}) as o(id)`)
  return rows.map((row) => row.id)
}

/** All organizations, for the rounds that the worker makes. */
export async function allOrganizations(gate: Gate): Promise<readonly string[]> {
  const rows = await gate.rows<{ id: string }>(sql`select id from organization_ids() as o(id)`)
  return rows.map((row) => row.id)
}
