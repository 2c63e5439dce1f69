import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start } from './place.ts'
import { type Row, row } from './row.ts'

/** From starting the demo on an empty folder (first start of PostgreSQL, 500 users pushed over SCIM) to its ready line, in seconds. */
export async function demoReady(): Promise<readonly Row[]> {
  const data = mkdtempSync(join(tmpdir(), 'rollcall-bench-demo-'))
  chmodSync(data, 0o711)
  const startedAt = performance.now()
  const demo = await start(['bin/rollcall.js', 'demo', '--json', '--port', '0', '--data', data])
  const seconds = (performance.now() - startedAt) / 1000
  await demo.stop()
  rmSync(data, { recursive: true, force: true })
  return [row('demo.ready', 's', seconds)]
}
