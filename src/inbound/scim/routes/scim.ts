import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findCredential } from '../../../organization/credential.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/db/db.ts'
import { hashSecret, looksLikeSecret } from '../../../platform/secrets.ts'
import { openInbound, statementsOf } from '../../receive/inbound.ts'
import { recallSource, type Source } from '../../source.ts'
import type { Note } from '../../traffic/note.ts'
import { Recorder } from '../../traffic/recorder.ts'
import type { Stranger } from '../../traffic/stranger.ts'
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
  const door = openDoor(options, (error) => fastify.log.warn({ err: error }, 'requests are missing in the traffic log'))
  // A logger of its own for every request would cost more than it says; what is logged names its request.
  fastify.setChildLoggerFactory((logger) => logger)
  // Before Fastify looks at the body: it is read where it is needed, after its sender was let in, and refused in our words.
  fastify.addHook('onRequest', (request, reply) => {
    reply.hijack()
    const arrival: Arrival = { note: { quirks: [] }, sinceMs: performance.now() }
    respond(door, request, arrival)
      .catch((error: unknown) => {
        arrival.note.refusal = error
        return failed(request, error)
      })
      .then((answer) => {
        send(request, reply, answer)
        tell(door, request, arrival, answer)
      })
  })
  fastify.addHook('onClose', () => door.recorder.flush())
  // Every verb that HTTP knows: those that mean nothing here are refused here too (RFC 7644 §3.12, 405).
  for (const verb of METHODS) if (!fastify.supportedMethods.includes(verb)) fastify.addHttpMethod(verb)
  for (const url of ['/scim', '/scim/*']) fastify.all(url, () => {})
}

interface Door extends Required<Pick<ScimOptions, 'database' | 'clock' | 'bodyLimitBytes'>> {
  readonly inbound: ReturnType<typeof openInbound>
  readonly publicUrl: string | undefined
  readonly rates: Rates
  readonly recorder: Recorder
}

/** What becomes known of a request on its way. */
interface Arrival {
  readonly note: Note
  readonly sinceMs: number
  /** Below the source's address, with the query. */
  path?: string
  source?: Source | Stranger
}

function openDoor(options: ScimOptions, warn: (error: unknown) => void): Door {
  const { database, clock, wake, publicUrl, bodyLimitBytes = 1_048_576, rate = defaultRate } = options
  return {
    database,
    clock,
    publicUrl,
    bodyLimitBytes,
    inbound: openInbound({ database, clock, wake }),
    rates: new Rates(rate),
    recorder: new Recorder(database, warn),
  }
}

async function respond(door: Door, request: FastifyRequest, arrival: Arrival): Promise<Answer> {
  const { raw } = request
  const url = raw.url ?? ''
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark + 1)
  const segments = path.split('/')
  const [, , version, slug, ...rest] = segments
  if (version?.toLowerCase() !== 'v2' || !slug)
    return errorAnswer(404, 'SCIM is at /scim/v2/ and the name of a source.')
  const secret = secretOf(request)
  arrival.path = rest.length === 0 ? '/' : url.slice(path.length - rest.join('/').length - 1)
  const source = await sourceOf(door, secret, slug)
  arrival.source = source ?? { door: slug.toLowerCase(), secret: secret === undefined ? undefined : hashOf(secret) }
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
    note: arrival.note,
    body: async () => {
      const body = await readJson(raw, door.bodyLimitBytes)
      arrival.note.received = body
      return body
    },
  })
}

function run(endpoint: Endpoint, id: string | undefined, call: Parameters<Endpoint>[0]): Promise<Answer> {
  return endpoint(call, id ?? '')
}

/** The source whose token it is, if that is the one the address names. RFC 6750 §2.1. */
async function sourceOf(
  { database, clock }: Door,
  secret: string | undefined,
  slug: string,
): Promise<Source | undefined> {
  if (!secret) return undefined
  const credential = await findCredential(database, secret, 'scim', clock.now())
  if (!credential?.source) return undefined
  const source = await recallSource(database, credential.organization, credential.source as Source['id'])
  return source?.slug === slug.toLowerCase() ? source : undefined
}

function secretOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
}

/** By which a token that was once valid is found, to tell its owner why it is refused. */
function hashOf(secret: string): Buffer | 'nonsense' {
  return looksLikeSecret(secret, 'scim') ? hashSecret(secret) : 'nonsense'
}

/** After the answer went out: what came, to the traffic log. */
function tell({ recorder, clock }: Door, request: FastifyRequest, arrival: Arrival, answer: Answer): void {
  const { source, path = '/', note, sinceMs } = arrival
  if (!source) return
  const { raw, headers } = request
  recorder.tell({
    at: clock.now(),
    path,
    method: raw.method ?? '',
    status: answer.status,
    tookMs: performance.now() - sinceMs,
    client: headers['user-agent'],
    requestId: request.id,
    note,
    answered: answer.body,
    bytes: note.received === undefined ? 0 : Number(headers['content-length'] ?? 0) || 0,
    source,
  })
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
