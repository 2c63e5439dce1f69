import { expect, it } from 'vitest'
import { scimRoutes } from '../../src/inbound/scim/routes/scim.ts'
import { createSource, createToken } from '../../src/inbound/source.ts'
import { Recorder, type Seen } from '../../src/inbound/traffic/recorder.ts'
import { trafficOf } from '../../src/inbound/traffic/store/read.ts'
import { AdjustableClock } from '../../src/platform/clock.ts'
import { createHttp } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { freshDatabase, freshOrganization } from '../support/database.ts'

it('the traffic log has what came just before the server stops', async () => {
  const fresh = await freshDatabase()
  const db = await freshOrganization(fresh.database)
  const clock = new AdjustableClock()
  const source = await createSource(db, { name: 'Okta' }, clock.now())
  const { secret } = await createToken(db, source, {}, clock.now())
  const http = createHttp({ log: createLog({ level: 'silent' }), metrics: createMetrics() })
  await http.register(scimRoutes, { database: fresh.database, clock, wake: () => {} })
  const url = await http.listen({ port: 0, host: '127.0.0.1' })
  await fetch(`${url}/scim/v2/okta/Users`, { headers: { authorization: `Bearer ${secret}` } })
  await http.close()
  expect(await trafficOf(db, source.id, { limit: 10 })).toHaveLength(1)
  await fresh.close()
})

const read: Omit<Seen, 'note' | 'source'> = {
  at: new Date(),
  path: '/Users',
  method: 'GET',
  status: 200,
  tookMs: 1,
  client: undefined,
  credential: 'Token',
  requestId: 'r',
  answered: '{}',
  bytes: 0,
}

it('the traffic log keeps every write and refusal, and of reads by the thousand some, with how many there were', async () => {
  const fresh = await freshDatabase()
  const db = await freshOrganization(fresh.database)
  const source = await createSource(db, { name: 'Okta' }, new Date())
  const recorder = new Recorder(fresh.database, (error) => expect.fail(String(error)))
  const quirks = [{ code: 'empty-string', path: 'title', sentence: 'title came as an empty string' }] as const
  for (let index = 0; index < 100; index++) {
    recorder.tell({ ...read, source, note: { quirks: [] } })
    if (index % 10 === 0) recorder.tell({ ...read, source, note: { quirks } })
    if (index % 10 === 1) recorder.tell({ ...read, source, status: 404, note: { quirks: [] } })
    if (index % 10 === 2) recorder.tell({ ...read, source, method: 'DELETE', status: 204, note: { quirks: [] } })
  }
  await recorder.flush()
  const kept = await trafficOf(db, source.id, { limit: 500 })
  expect(kept).toHaveLength(20 + 30)
  recorder.tell({ ...read, source, note: { quirks: [] } })
  await recorder.flush()
  const all = await trafficOf(db, source.id, { limit: 500 })
  expect(all.reduce((sum, { droppedBefore }) => sum + droppedBefore, 0)).toBe(80)
  await fresh.close()
})

it('the traffic log counts what it leaves out when more comes than it writes, and says so', async () => {
  const fresh = await freshDatabase()
  const db = await freshOrganization(fresh.database)
  const source = await createSource(db, { name: 'Okta' }, new Date())
  const recorder = new Recorder(fresh.database, (error) => expect.fail(String(error)))
  const seen = { ...read, method: 'DELETE', status: 204, source }
  // All in one turn: nothing can be written in between, but for the first batch.
  for (let index = 0; index < 3000; index++) recorder.tell({ ...seen, note: { quirks: [] } })
  await recorder.flush()
  recorder.tell({ ...seen, note: { quirks: [] } })
  await recorder.flush()
  const kept = await trafficOf(db, source.id, { limit: 5000 })
  const dropped = kept.reduce((sum, { droppedBefore }) => sum + droppedBefore, 0)
  expect(dropped).toBeGreaterThan(0)
  expect(kept.length + dropped).toBe(3001)
  expect(kept[0]!.droppedBefore).toBe(dropped)
  await fresh.close()
})
