import type { FastifyInstance } from 'fastify'
import { type ScimOptions, scimRoutes } from '../../src/inbound/scim/routes/scim.ts'
import { createSource, createToken, type NewSource, type Source } from '../../src/inbound/source.ts'
import { AdjustableClock } from '../../src/platform/clock.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { createHttp } from '../../src/platform/http.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from './database.ts'

/** A server with its own database that answers SCIM, and nothing else. */
export interface ScimServer {
  readonly fresh: FreshDatabase
  readonly clock: AdjustableClock
  readonly url: string
  /** Organizations that were woken, in order. */
  readonly woken: string[]
  /** A client of a new source, of a new organization unless one is given. */
  client(source?: Partial<NewSource>, db?: Db): Promise<ScimClient>
  close(): Promise<void>
}

/** An answer, its body read as JSON where there is one. */
export interface ScimResponse {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is looked at, not typed
  readonly body: any
}

export interface ScimClient {
  readonly db: Db
  readonly source: Source
  readonly token: string
  readonly baseUrl: string
  get(path: string, headers?: Record<string, string>): Promise<ScimResponse>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<ScimResponse>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<ScimResponse>
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<ScimResponse>
  delete(path: string, headers?: Record<string, string>): Promise<ScimResponse>
  /** As it is: no token but that of the headers, the body as given. */
  send(method: string, path: string, init?: RequestInit): Promise<ScimResponse>
}

/** Proxies on this machine are trusted: a request with X-Forwarded-For comes from there. */
export async function startScim(options: Partial<ScimOptions> = {}): Promise<ScimServer> {
  const fresh = await freshDatabase()
  const clock = new AdjustableClock()
  const woken: string[] = []
  const http: FastifyInstance = createHttp({
    log: createLog({ level: 'silent' }),
    metrics: createMetrics(),
    trustedProxies: ['127.0.0.1'],
  })
  const wake = (organization: string) => void woken.push(organization)
  await http.register(scimRoutes, { database: fresh.database, clock, wake, ...options })
  const url = await http.listen({ port: 0, host: '127.0.0.1' })
  return {
    fresh,
    clock,
    url,
    woken,
    client: async (source, given) => {
      const db = given ?? (await freshOrganization(fresh.database))
      const made = await createSource(db, { name: 'Okta', ...source }, clock.now())
      const { secret } = await createToken(db, made, {}, clock.now())
      return clientOf(db, made, secret, `${url}/scim/v2/${made.slug}`)
    },
    close: async () => {
      await http.close()
      await fresh.close()
    },
  }
}

export function clientOf(db: Db, source: Source, token: string, baseUrl: string): ScimClient {
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<ScimResponse> => {
    const response = await fetch(`${baseUrl}${path}`, { method, ...init })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  const asked =
    (method: string) =>
    (path: string, headers: Record<string, string> = {}) =>
      send(method, path, { headers: { authorization: `Bearer ${token}`, ...headers } })
  const told =
    (method: string) =>
    (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(method, path, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json', ...headers },
        body: JSON.stringify(body),
      })
  return {
    db,
    source,
    token,
    baseUrl,
    send,
    get: asked('GET'),
    delete: asked('DELETE'),
    post: told('POST'),
    put: told('PUT'),
    patch: told('PATCH'),
  }
}

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp' as const
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

export const patchOf = (...operations: readonly object[]) => ({ schemas: [patchUrn], Operations: operations })
export const byFilter = (filter: string) => `filter=${encodeURIComponent(filter)}`

/** Codes of the quirks that the traffic log has of a client, each once, in order of the alphabet; looked at when it has as many requests. */
export async function quirksOf({ db, source }: ScimClient, requests: number): Promise<readonly string[]> {
  for (;;) {
    const rows = await db.rows<{ codes: readonly string[] }>(sql`
      select array(select q ->> 'code' from jsonb_array_elements(quirks) q) as codes from traffic
      where organization_id = ${db.organization} and source_id = ${source.id}`)
    if (rows.length >= requests) return [...new Set(rows.flatMap(({ codes }) => codes))].sort()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
