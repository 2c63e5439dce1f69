import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findCredential } from '../../../organization/credential.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/db/db.ts'
import { openInbound, statementsOf } from '../../receive/inbound.ts'
import { recallSource, type Source } from '../../source.ts'
import { type Answer, answerTo, errorAnswer } from '../answer.ts'
import { readJson } from '../body.ts'
import { escaped } from '../document.ts'
import { defaultRate, type RateLimit, Rates } from '../rate.ts'
import { type Endpoint, endpointOf } from './endpoints.ts'

export interface ScimOptions {
  readonly database: Database
  readonly clock: Clock
  /** Called after every commit that touched somebody. */
  readonly wake: (organization: string) => void
  /** Where sources reach this server, without a slash at its end. Left out: as each request names it. */
  readonly publicUrl?: string | undefined
  /** Largest body, in bytes. Default 1 MiB. */
  readonly bodyLimitBytes?: number
  /** For each source; requests from this machine are not counted. */
  readonly rate?: RateLimit
}

/**
 * The SCIM endpoints of all sources, at /scim/v2/<source>. RFC 7644.
 *
 * Everything below /scim is answered here, as application/scim+json without a charset (Okta and Microsoft's tests compare the
 * header as a whole), also what does not exist. Paths match in any case.
 */
export async function scimRoutes(fastify: FastifyInstance, options: ScimOptions): Promise<void> {
  const door = openDoor(options)
  // A logger of its own for every request would cost more than it says; what is logged names its request.
  fastify.setChildLoggerFactory((logger) => logger)
  // Before Fastify looks at the body: it is read where it is needed, after its sender was let in, and refused in our words.
  fastify.addHook('onRequest', (request, reply) => {
    reply.hijack()
    respond(door, request).then(
      (answer) => send(request, reply, answer),
      (error: unknown) => send(request, reply, failed(request, error)),
    )
  })
  for (const url of ['/scim', '/scim/*']) fastify.all(url, () => {})
}

interface Door extends Required<Pick<ScimOptions, 'database' | 'clock' | 'bodyLimitBytes'>> {
  readonly inbound: ReturnType<typeof openInbound>
  readonly publicUrl: string | undefined
  readonly rates: Rates
}

function openDoor(options: ScimOptions): Door {
  const { database, clock, wake, publicUrl, bodyLimitBytes = 1_048_576, rate = defaultRate } = options
  return {
    database,
    clock,
    publicUrl,
    bodyLimitBytes,
    inbound: openInbound({ database, clock, wake }),
    rates: new Rates(rate),
  }
}

async function respond(door: Door, request: FastifyRequest): Promise<Answer> {
  const { raw } = request
  const url = raw.url ?? ''
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark + 1)
  const segments = path.split('/')
  const [, , version, slug, ...rest] = segments
  if (version?.toLowerCase() !== 'v2' || !slug)
    return errorAnswer(404, 'SCIM is at /scim/v2/ and the name of a source.')
  const source = await sourceOf(door, request, slug)
  if (!source)
    return errorAnswer(401, 'A valid token of this source is needed.', { 'www-authenticate': 'Bearer realm="scim"' })
  const waitSeconds = isLocal(request) ? 0 : door.rates.take(source.id, performance.now())
  if (waitSeconds > 0) return errorAnswer(429, 'Too many requests.', { 'retry-after': String(waitSeconds) })
  const found = endpointOf(raw.method ?? '', rest)
  if ('answer' in found) return found.answer
  const { endpoint, id } = found
  const baseUrl = `${door.publicUrl ?? `${request.protocol}://${request.host}`}/scim/v2/${source.slug}`
  return run(endpoint, id, {
    inbound: door.inbound,
    db: statementsOf(door.inbound, source),
    clock: door.clock,
    source,
    baseUrl,
    baseText: escaped(baseUrl),
    query,
    headers: raw.headers,
    body: () => readJson(raw, door.bodyLimitBytes),
  })
}

function run(endpoint: Endpoint, id: string | undefined, call: Parameters<Endpoint>[0]): Promise<Answer> {
  return endpoint(call, id ?? '')
}

/** The source whose token it is, if that is the one the address names. RFC 6750 §2.1. */
async function sourceOf({ database, clock }: Door, request: FastifyRequest, slug: string): Promise<Source | undefined> {
  const secret = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!secret) return undefined
  const credential = await findCredential(database, secret, 'scim', clock.now())
  if (!credential?.source) return undefined
  const source = await recallSource(database, credential.organization, credential.source as Source['id'])
  return source?.slug === slug.toLowerCase() ? source : undefined
}

function isLocal({ ip }: FastifyRequest): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}

/** The one place where a bug is logged, with its stack; the answer says nothing but where to look. */
function failed(request: FastifyRequest, error: unknown): Answer {
  const answer = answerTo(error)
  if (answer) return answer
  request.log.error({ err: error, method: request.method, requestId: request.id }, 'unexpected error')
  return errorAnswer(500, `Something went wrong here. The log has it under request ${request.id}.`)
}

/** As a text: Node sends head and body in one piece, and adds no charset. */
function send(request: FastifyRequest, reply: FastifyReply, { status, body, headers }: Answer): void {
  const { raw } = reply
  if (raw.headersSent || raw.destroyed) return
  const sent: Record<string, string | number> = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': request.id,
  }
  if (body !== undefined) {
    sent['content-type'] = 'application/scim+json'
    sent['content-length'] = Buffer.byteLength(body)
  }
  if (request.protocol === 'https') sent['strict-transport-security'] = 'max-age=31536000'
  raw.writeHead(status, headers ? Object.assign(sent, headers) : sent)
  raw.end(body)
}
