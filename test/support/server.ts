import { createSource, createToken } from '../../src/inbound/source.ts'
import { scimUrl } from '../../src/operate/source.ts'
import { createCredential } from '../../src/organization/credential.ts'
import { plannerThread } from '../../src/planner.ts'
import { AdjustableClock } from '../../src/platform/clock.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { buildServer } from '../../src/server.ts'
import { startWorker } from '../../src/worker.ts'
import { type ApiClient, openApi } from './api-client.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from './database.ts'
import { openScim, type ScimClient } from './scim-client.ts'

/** A whole Rollcall in this process: real HTTP on loopback, a database of its own, the worker, a clock that can be moved. */
export interface TestServer {
  readonly url: string
  readonly fresh: FreshDatabase
  readonly clock: AdjustableClock
  /** Another tenant of the same server. */
  tenant(name?: string): Promise<Tenant>
  close(): Promise<void>
}

/** One organization, with a source and an admin's token. */
export interface Tenant {
  readonly db: Db
  readonly scim: ScimClient
  readonly api: ApiClient
  readonly scimUrl: string
  readonly scimToken: string
  readonly apiToken: string
}

export async function startTestServer(options: { readonly work?: boolean } = {}): Promise<TestServer> {
  const fresh = await freshDatabase()
  const { database, connection } = fresh
  const clock = new AdjustableClock()
  const log = createLog({ level: process.env.TEST_LOG ?? 'error' })
  const metrics = createMetrics()
  const planner = plannerThread(connection, true)
  const worker =
    options.work === false ? undefined : startWorker({ database, connection, clock, log, planner, registry: metrics })
  const wake = worker?.wake ?? (() => {})
  const http = await buildServer({ database, clock, log, metrics, wake, planner })
  const url = await http.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    fresh,
    clock,
    tenant: async (name = 'Lindenhof') => {
      const db = await freshOrganization(database, name)
      const now = clock.now()
      const source = await createSource(db, { name: 'Okta', domainRequired: false }, now)
      const scim = { url: scimUrl(url, source.slug), token: (await createToken(db, source, {}, now)).secret }
      const { secret } = await createCredential(db, { kind: 'api', label: 'test' }, now)
      return {
        db,
        scim: openScim(scim),
        api: openApi(`${url}/api/v1`, secret),
        scimUrl: scim.url,
        scimToken: scim.token,
        apiToken: secret,
      }
    },
    close: async () => {
      await http.close()
      await planner.close()
      await worker?.stop()
      await fresh.close()
    },
  }
}
