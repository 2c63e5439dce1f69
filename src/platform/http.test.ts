import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { afterEach, describe, expect, it } from 'vitest'
import { Refused, Retryable } from './errors.ts'
import { createHttp, type HttpOptions } from './http.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'

let lines: Record<string, unknown>[] = []
let http: FastifyInstance
afterEach(async () => {
  await http.close()
  lines = []
})

function server(options: Partial<HttpOptions> = {}): FastifyInstance {
  const log = createLog({ destination: { write: (line) => void lines.push(JSON.parse(line)) } })
  http = createHttp({ log, metrics: createMetrics(), ...options })
  const body = Type.Object(
    {
      name: Type.String(),
      size: Type.Optional(Type.Integer()),
      state: Type.Optional(Type.Union([Type.Literal('on'), Type.Literal('off')])),
    },
    { additionalProperties: false },
  )
  const querystring = Type.Object({ limit: Type.Integer({ default: 50, maximum: 100 }) })
  http.post('/things/:id', { schema: { body, querystring } }, async (request) => ({
    id: request.params,
    ...(request.query as object),
  }))
  http.get('/refused', async () => {
    throw new Refused(409, 'PLAN_CHANGED', 'The plan changed.', { details: { now: 7 } })
  })
  http.get('/later', async () => {
    throw new Retryable('The database cannot be reached.', { retryAfterSeconds: 1.2 })
  })
  http.get('/bug', async () => {
    throw new Error('secret detail')
  })
  return http
}

const post = (url: string, payload: object | string, headers = {}) =>
  server().inject({ method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, payload })

describe('answers to what cannot be taken', () => {
  it('are problem documents with a stable type and code, and the id of the request', async () => {
    const reply = await server().inject('/refused')
    expect(reply.statusCode).toBe(409)
    expect(reply.headers['content-type']).toContain('application/problem+json')
    const request = reply.headers['x-request-id']
    expect(reply.json()).toEqual({
      type: 'urn:rollcall:problem:plan-changed',
      title: 'In conflict with how things are',
      status: 409,
      code: 'PLAN_CHANGED',
      detail: 'The plan changed.',
      now: 7,
      request,
    })
  })

  it('name each member that is wrong, by its JSON pointer', async () => {
    const reply = await post('/things/1', { size: '3', colour: 'red', state: 'up' })
    expect(reply.statusCode).toBe(422)
    expect(reply.json()).toMatchObject({ code: 'INVALID', pointer: '/name' })
    expect(reply.json().errors).toEqual([
      { pointer: '/name', detail: 'is missing' },
      { pointer: '/colour', detail: 'is not known' },
      { pointer: '/size', detail: 'must be integer' },
      { pointer: '/state', detail: 'must be "on" or "off"' },
    ])
  })

  it('take numbers of a query from its text, and fill in defaults', async () => {
    expect((await post('/things/A?limit=7', { name: 'x' })).json()).toEqual({ id: { id: 'A' }, limit: 7 })
    await http.close()
    expect((await post('/THINGS/A/', { name: 'x' })).json()).toEqual({ id: { id: 'A' }, limit: 50 })
    await http.close()
    const reply = await post('/things/A?limit=700', { name: 'x' })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().detail).toContain('querystring: /limit')
  })

  it('say what is malformed, too large, of another type, or not there', async () => {
    const codes: unknown[] = []
    for (const [payload, type] of [
      ['{', 'application/json'],
      ['', 'application/json'],
      ['{"__proto__": 1}', 'application/json'],
      ['<a/>', 'text/xml'],
      [`{"name": "${'x'.repeat(1_048_576)}"}`, 'application/json'],
    ]) {
      const reply = await post('/things/1', payload!, { 'content-type': type })
      codes.push([reply.statusCode, reply.json().code])
      await http.close()
    }
    const reply = await server().inject('/nothing?email=anna@example.org')
    codes.push([reply.statusCode, reply.json().code])
    expect(reply.body).not.toContain('anna')
    expect(codes).toEqual([
      [400, 'MALFORMED_JSON'],
      [400, 'MALFORMED_JSON'],
      [400, 'MALFORMED_JSON'],
      [415, 'UNSUPPORTED_MEDIA_TYPE'],
      [413, 'TOO_LARGE'],
      [404, 'NOT_FOUND'],
    ])
  })

  it('say when to come again', async () => {
    const reply = await server().inject('/later')
    expect([reply.statusCode, reply.headers['retry-after'], reply.json().code]).toEqual([503, '2', 'TRY_AGAIN'])
  })

  it('say nothing of a bug, which is logged once with its stack', async () => {
    const reply = await server().inject('/bug')
    expect(reply.statusCode).toBe(500)
    expect(reply.body).not.toContain('secret detail')
    const errors = lines.filter((line) => line.level === 'error')
    expect(errors).toMatchObject([
      { requestId: reply.json().request, err: { message: 'secret detail', stack: expect.any(String) } },
    ])
  })
})

describe('every answer', () => {
  it('forbids what the API never needs', async () => {
    const { headers } = await server().inject('/healthz')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  it('believes forwarded headers only of a proxy it trusts', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-request-id': 'from-the-proxy' }
    const stranger = await server().inject({ url: '/healthz', headers })
    expect(stranger.headers['x-request-id']).not.toBe('from-the-proxy')
    await http.close()
    const proxy = await server({ trustedProxies: ['127.0.0.1'] }).inject({ url: '/healthz', headers })
    expect(proxy.headers['x-request-id']).toBe('from-the-proxy')
    expect(proxy.headers['strict-transport-security']).toBeDefined()
  })
})

describe('readiness', () => {
  it('is given when every check holds, and names the one that does not', async () => {
    const readiness = new Map([['database', async () => {}]])
    expect((await server({ readiness }).inject('/readyz')).json()).toEqual({ status: 'ok', checks: { database: 'ok' } })
    readiness.set('migrations', async () => Promise.reject(new Error('0007 is missing')))
    const reply = await http.inject('/readyz')
    expect(reply.statusCode).toBe(503)
    expect(reply.json()).toEqual({ status: 'not ready', checks: { database: 'ok', migrations: 'failed' } })
  })
})

describe('metrics', () => {
  it('are for this machine, and nobody behind a proxy on it', async () => {
    await server().inject('/refused')
    expect((await http.inject('/metrics')).body).toContain(
      'rollcall_http_request_duration_seconds_count{method="GET",route="/refused",status="409"} 1',
    )
    expect((await http.inject({ url: '/metrics', remoteAddress: '10.0.0.1' })).statusCode).toBe(404)
    expect((await http.inject({ url: '/metrics', headers: { 'x-forwarded-for': '1.2.3.4' } })).statusCode).toBe(404)
  })

  it('need the token where there is one', async () => {
    server({ metricsToken: 'm' })
    expect((await http.inject('/metrics')).statusCode).toBe(404)
    expect((await http.inject({ url: '/metrics', headers: { authorization: 'Bearer m' } })).statusCode).toBe(200)
  })
})
