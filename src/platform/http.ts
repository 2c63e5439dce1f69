import { createHash, timingSafeEqual } from 'node:crypto'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify'
import { Retryable } from './errors.ts'
import { problem, problemOf } from './http/problem.ts'
import { validatorCompiler } from './http/validate.ts'
import { newId } from './id.ts'
import type { Log } from './log.ts'
import { type Registry, requestSeconds } from './metrics.ts'

export interface HttpOptions {
  readonly log: Log
  readonly metrics: Registry
  /** What must hold before requests may come here, by name; looked at on every /readyz, so it may be added to later. */
  readonly readiness?: ReadonlyMap<string, () => Promise<unknown>>
  /** Without it /metrics answers only this machine, and no proxy on it. */
  readonly metricsToken?: string | undefined
  /** Default 1 MiB; a route may have its own. */
  readonly bodyLimitBytes?: number
  /** Addresses or networks whose X-Forwarded headers and X-Request-Id count. */
  readonly trustedProxies?: readonly string[]
}

/** A readiness check that takes longer than this has failed. */
const READY_MS = 2000

/** Set unless the route set its own. The console sets its own Content-Security-Policy; an answer of the API runs nothing. */
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/**
 * The server that doors put their routes on: request ids, limits, errors as problem documents (a plugin may set its own
 * error handler, as SCIM's does), health, readiness and metrics. It does not listen yet.
 */
export function createHttp(options: HttpOptions): FastifyInstance {
  const { log, metrics, bodyLimitBytes = 1_048_576, trustedProxies = [] } = options
  const http: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdMaker(trustedProxies.length > 0),
    bodyLimit: bodyLimitBytes,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    rewriteUrl: ({ url = '/' }) => routable(url),
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 512 },
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
  })
  http.setValidatorCompiler(validatorCompiler)
  answerErrors(http)
  setHeaders(http)
  measure(http, metrics)
  addHealth(http, options.readiness ?? new Map())
  addMetrics(http, metrics, options.metricsToken)
  return http
}

/**
 * A path whose percent-encoding is broken, with its percent signs as letters: so it names nothing that is there, and the
 * door it was meant for says so in its own words. RFC 3986 §2.4: "%" serves as an indicator, and must be encoded itself.
 */
function routable(url: string): string {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  if (!path.includes('%')) return url
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return `${path.replaceAll('%', '%25')}${url.slice(path.length)}`
  }
}

function requestIdMaker(behindProxy: boolean): (request: { headers: Record<string, unknown> }) => string {
  return ({ headers }) => {
    const given = headers['x-request-id']
    return behindProxy && typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : newId()
  }
}

function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler((error, request, reply) => {
    const { problem: document, unexpected } = problemOf(error, request.id)
    // The one place where a bug is logged, with its stack; the answer says nothing but where to look.
    if (unexpected)
      request.log.error({ err: error, method: request.method, route: routeOf(request) }, 'unexpected error')
    else request.log.debug({ code: document.code, status: document.status }, 'refused')
    if (error instanceof Retryable) reply.header('retry-after', Math.ceil(error.retryAfterSeconds ?? 1))
    return sendProblem(reply, document)
  })
  http.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      problem(404, 'NOT_FOUND', request.id, `There is nothing at ${request.method} ${pathOf(request)}.`),
    ),
  )
}

function sendProblem(reply: FastifyReply, document: ReturnType<typeof problem>): FastifyReply {
  // As text: the route's response schema describes its own answers, not this one.
  return reply.code(document.status).type('application/problem+json').serializer(String).send(JSON.stringify(document))
}

function setHeaders(http: FastifyInstance): void {
  http.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) if (!reply.hasHeader(name)) reply.header(name, value)
    reply.header('x-request-id', request.id)
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000')
  })
}

function measure(http: FastifyInstance, metrics: Registry): void {
  const seconds = requestSeconds(metrics)
  http.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: routeOf(request), status: reply.statusCode }
    seconds.observe(labels, reply.elapsedTime / 1000)
    request.log.debug({ ...labels, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
}

function addHealth(http: FastifyInstance, readiness: ReadonlyMap<string, () => Promise<unknown>>): void {
  http.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }))
  http.get('/readyz', { logLevel: 'warn' }, async (request, reply) => {
    const checks = await Promise.all(
      [...readiness].map(async ([name, check]) => [name, await holds(name, check, request)] as const),
    )
    const ready = checks.every(([, state]) => state === 'ok')
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ok' : 'not ready', checks: Object.fromEntries(checks) })
  })
}

async function holds(name: string, check: () => Promise<unknown>, request: FastifyRequest): Promise<'ok' | 'failed'> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${READY_MS} ms`)), READY_MS)
  try {
    await Promise.race([check(), late.promise])
    return 'ok'
  } catch (error) {
    request.log.warn({ err: error, check: name }, 'not ready')
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}

function addMetrics(http: FastifyInstance, metrics: Registry, token: string | undefined): void {
  http.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!mayReadMetrics(request, token)) {
      return sendProblem(reply, problem(404, 'NOT_FOUND', request.id, `There is nothing at GET ${pathOf(request)}.`))
    }
    return reply.type(metrics.contentType).send(await metrics.metrics())
  })
}

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  if (token) return sameText(request.headers.authorization ?? '', `Bearer ${token}`)
  // Through a proxy on this machine everyone comes from here.
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => request.headers[name])
  return !forwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
}

/** Takes as long whatever the texts have in common. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none'
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!
}
