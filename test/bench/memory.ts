import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { startDatabaseServer, startRollcall } from './place.ts'
import { type Row, row } from './row.ts'

/** Resident memory of the server process alone, without PostgreSQL, after 20 s with nothing to do, in MB. Linux only. */
export async function memoryIdle(): Promise<readonly Row[]> {
  const postgres = await startDatabaseServer()
  const { url, client } = await postgres.create('ours')
  const rollcall = await startRollcall(url)
  await wait(20_000)
  const status = readFileSync(`/proc/${rollcall.pid}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1])
  await rollcall.stop()
  await client.end()
  await postgres.stop()
  return [row('memory.idle', 'MB', kilobytes / 1024)]
}
