import type pg from 'pg'
import { SERVER_ROLE } from '../../../src/platform/db/db.ts'

const tables = [
  'entitlements',
  'seats',
  'waiting',
  'assignments',
  'changes',
  'deliveries',
  'settings_applied',
  'mails',
] as const

/**
 * The floor of a first fill: the very rows it wrote, from staging tables into empty copies of the same tables with the
 * same indexes, as the role the server runs as and under row-level security, in one transaction.
 *
 * @returns seconds
 */
export async function secondsOfPlainWriting(client: pg.Client, organization: string): Promise<number> {
  await client.query('drop schema if exists floor cascade; drop schema if exists staging cascade')
  await client.query('create schema floor; create schema staging')
  for (const table of tables) {
    await client.query(`create unlogged table staging.${table} as select * from ${table}`)
    await client.query(`vacuum analyze staging.${table}`)
    await client.query(`create table floor.${table} (like public.${table} including all)`)
    await client.query(`select protect('floor.${table}')`)
  }
  await client.query(`grant usage on schema floor, staging to ${SERVER_ROLE}`)
  await client.query(`grant select on all tables in schema staging to ${SERVER_ROLE}`)
  await client.query('checkpoint')
  await client.query(`set role ${SERVER_ROLE}`)
  await client.query("select set_config('rollcall.organization', $1, false)", [organization])
  const startedAt = performance.now()
  await client.query('begin')
  for (const table of tables) {
    const tableStartedAt = performance.now()
    const { rowCount } = await client.query(`insert into floor.${table} select * from staging.${table}`)
    if (process.env.BENCH_DETAIL)
      console.error(`  floor ${table}: ${rowCount} rows, ${Math.round(performance.now() - tableStartedAt)} ms`)
  }
  await client.query('commit')
  const seconds = (performance.now() - startedAt) / 1000
  await client.query('reset role')
  await client.query('drop schema floor cascade; drop schema staging cascade')
  return seconds
}
