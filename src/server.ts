import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { apiRoutes } from './api/api.ts'
import { scimRoutes } from './inbound/scim/routes/scim.ts'
import type { Planner } from './planner.ts'
import { AdjustableClock, type Clock } from './platform/clock.ts'
import type { Database } from './platform/db/db.ts'
import { createHttp } from './platform/http.ts'
import type { Log } from './platform/log.ts'
import type { Registry } from './platform/metrics.ts'
import { programFolder } from './platform/program-folder.ts'
import { signinRoutes } from './signin/routes/session.ts'
import { webRoutes } from './signin/routes/web.ts'
import { adminOfRequest } from './signin/session.ts'

export interface ServerOptions {
  readonly database: Database
  /** An adjustable one can be moved by the API. */
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Registry
  /** Called after each commit that a run has to look at. */
  readonly wake: (organization: string) => void
  /** What looks at everybody at once. */
  readonly planner: Planner
  /** What must hold before requests may come here, by name. */
  readonly readiness?: ReadonlyMap<string, () => Promise<unknown>>
  readonly host?: string
  readonly publicUrl?: string | undefined
  readonly metricsToken?: string | undefined
  readonly bodyLimitBytes?: number
  readonly trustedProxies?: readonly string[]
  /** Whether addresses that admins type in may be of private networks. */
  readonly privateAddresses?: boolean
}

const webFolder = join(programFolder, 'dist/web')

/** All doors of the house on one server: SCIM for sources, the API and sign-in for admins, the console. It does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { database, clock, wake, log, metrics, planner } = options
  const { readiness, metricsToken, bodyLimitBytes, trustedProxies, privateAddresses = false } = options
  const http = createHttp({
    log,
    metrics,
    metricsToken,
    ...(readiness && { readiness }),
    ...(bodyLimitBytes && { bodyLimitBytes }),
    ...(trustedProxies && { trustedProxies }),
  })
  await http.register(scimRoutes, {
    database,
    clock,
    wake,
    privateAddresses,
    ...(options.publicUrl && { publicUrl: options.publicUrl }),
    ...(bodyLimitBytes && { bodyLimitBytes }),
  })
  await http.register(apiRoutes, {
    prefix: '/api/v1',
    database,
    clock,
    wake,
    planner,
    privateAddresses,
    publicUrl: () => reachedAt(http, options),
    signedIn: (request) => adminOfRequest(request, { database, clock }),
    ...(clock instanceof AdjustableClock && { testClock: clock }),
  })
  await http.register(signinRoutes, { database, clock })
  await http.register(webRoutes, { folder: webFolder })
  return http
}

/** Where people reach it: what they were told, else where it listens. */
export function reachedAt(http: FastifyInstance, { publicUrl, host = '127.0.0.1' }: Partial<ServerOptions>): string {
  if (publicUrl) return publicUrl
  const address = http.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const everywhere = host === '0.0.0.0' || host === '::'
  return `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}
