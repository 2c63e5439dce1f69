import Fastify, { type FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { apiRoutes } from '../../src/api/api.ts'
import type { ApiDeps } from '../../src/api/deps.ts'
import { createCredential } from '../../src/organization/credential.ts'
import { plannerHere } from '../../src/planner.ts'
import { AdjustableClock } from '../../src/platform/clock.ts'
import type { Database, Db } from '../../src/platform/db/db.ts'

/** The API alone, without a listening port. Every answer is held against the schema that its route states. */
export interface TestApi {
  readonly http: FastifyInstance
  readonly clock: AdjustableClock
  /** Organizations that were woken, in order. */
  readonly woken: readonly string[]
  /** Somebody with a token of that organization. */
  as(db: Db, admin?: string): Promise<ApiUser>
  close(): Promise<void>
}

export interface ApiAnswer<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Readonly<Record<string, unknown>>
}

export interface ApiUser {
  readonly token: string
  send<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer<Body>>
}

export async function openTestApi(database: Database, more: Partial<ApiDeps> = {}): Promise<TestApi> {
  const clock = new AdjustableClock()
  const woken: string[] = []
  const http = Fastify()
  http.addHook('onSend', async (request, reply, payload) => {
    const { response } = request.routeOptions.schema ?? {}
    const schema = (response as Record<string, TSchema> | undefined)?.[reply.statusCode]
    // A file is sent as a stream.
    if (!schema || reply.statusCode === 204 || typeof payload !== 'string') return payload
    const errors = Compile(schema).Errors(JSON.parse(payload))
    if (errors.length > 0) throw new Error(`${request.method} ${request.url} answers ${JSON.stringify(errors)}`)
    return payload
  })
  const deps: ApiDeps = {
    database,
    clock,
    testClock: clock,
    planner: plannerHere(),
    wake: (organization) => woken.push(organization),
    publicUrl: () => 'http://rollcall.test',
    ...more,
  }
  await http.register(apiRoutes, { prefix: '/api/v1', ...deps })
  await http.ready()
  return {
    http,
    clock,
    woken,
    close: () => http.close(),
    as: async (db, admin) => {
      const wanted = { kind: 'api', label: 'test', ...(admin && { admin }) } as const
      const { secret } = await createCredential(db, wanted, clock.now())
      return {
        token: secret,
        send: async <Body>(method: Parameters<ApiUser['send']>[0], path: string, body?: unknown, headers = {}) => {
          const answer = await http.inject({
            method,
            url: `/api/v1${path}`,
            headers: {
              authorization: `Bearer ${secret}`,
              ...(body !== undefined && { 'content-type': 'application/json' }),
              ...headers,
            },
            ...(body !== undefined && { payload: JSON.stringify(body) }),
          })
          const parsed = answer.body === '' ? undefined : JSON.parse(answer.body)
          return { status: answer.statusCode, body: parsed as Body, headers: answer.headers }
        },
      }
    },
  }
}
