import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/db/db.ts'
import { openInbound, statementsOf } from '../../receive/inbound.ts'
import type { Source } from '../../source.ts'
import type { Note } from '../../traffic/note.ts'
import { Recorder } from '../../traffic/recorder.ts'
import type { Stranger } from '../../traffic/stranger.ts'
import { type Address, addressOf } from '../address.ts'
import { admit } from '../admit.ts'
import { type Answer, answerTo, errorAnswer } from '../answer.ts'
import { readJson } from '../body.ts'
import { escaped } from '../document.ts'
import { answerTokenRequest } from '../oauth/grant.ts'
import { IssuerKeys } from '../oauth/keys.ts'
import { metadataAnswer, wellKnown } from '../oauth/metadata.ts'
import { defaultRate, type RateLimit, Rates } from '../rate.ts'
import { type Endpoint, endpointOf, isDiscovery } from './endpoints.ts'

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
  /** Whether keys of issuers may be at addresses of private networks. */
  readonly privateAddresses?: boolean
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
  for (const url of ['/scim', '/scim/*', `${wellKnown}/scim/*`]) fastify.all(url, () => {})
}

interface Door extends Required<Pick<ScimOptions, 'database' | 'clock' | 'bodyLimitBytes'>> {
  readonly inbound: ReturnType<typeof openInbound>
  readonly publicUrl: string | undefined
  readonly rates: Rates
  readonly keys: IssuerKeys
  readonly recorder: Recorder
}

/** What becomes known of a request on its way. */
interface Arrival {
  readonly note: Note
  readonly sinceMs: number
  /** Below the source's address, with the query. */
  path?: string
  source?: Source | Stranger
  /** Label of what let it in. */
  credential?: string
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
    keys: new IssuerKeys(options.privateAddresses ?? false),
    recorder: new Recorder(database, warn),
  }
}

async function respond(door: Door, request: FastifyRequest, arrival: Arrival): Promise<Answer> {
  const { raw } = request
  const address = addressOf(raw.url ?? '')
  if (!address) return errorAnswer(404, 'SCIM is at /scim/v2/ and the name of a source.')
  const { slug, rest, query } = address
  arrival.path = address.shown
  if (address.oauth) return respondToOAuth(door, request, arrival, address)
  const { authorization } = raw.headers
  const admission = await admit(
    door.database,
    { authorization, slug, isDiscovery: isDiscovery(rest) },
    door.clock.now(),
  )
  if ('answer' in admission) {
    arrival.source = admission.stranger
    return admission.answer
  }
  const { source, credential } = admission
  arrival.source = source
  if (credential) arrival.credential = credential.label
  // Who shows nothing must not use up what the source's provider may ask.
  const tooMany = limited(door, request, credential ? source.id : `anybody ${source.id}`, source.ratePerSecond)
  if (tooMany) return tooMany
  const found = endpointOf(raw.method ?? '', rest)
  if ('answer' in found) return found.answer
  const { endpoint, id } = found
  const baseUrl = endpointUrl(door, request, slug)
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
    bodyLimitBytes: door.bodyLimitBytes,
    charge: (requests) => {
      if (!isLocal(request)) door.rates.charge(source.id, requests)
    },
    failed: (error) => failed(request, error),
  })
}

/** Before anybody is let in: how a token is got, and getting one. */
async function respondToOAuth(
  door: Door,
  request: FastifyRequest,
  arrival: Arrival,
  { slug, oauth }: Address,
): Promise<Answer> {
  if (oauth === 'metadata') {
    const isSlug = /^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)
    if (!isSlug) return errorAnswer(404, 'There is no such endpoint.')
    if (!/^(GET|HEAD)$/.test(request.method)) return errorAnswer(405, 'Only GET is possible here.', { allow: 'GET' })
    return metadataAnswer(endpointUrl(door, request, slug))
  }
  const tooMany = limited(door, request, `token ${request.ip}`, TOKENS_PER_SECOND)
  if (tooMany) return tooMany
  const { answer, source, credential } = await answerTokenRequest(door, request.raw, slug, arrival.note)
  arrival.source = source
  if (credential !== undefined) arrival.credential = credential
  return answer
}

/** Of one address: a provider asks for one token an hour. */
const TOKENS_PER_SECOND = 25

function limited(door: Door, request: FastifyRequest, bucket: string, perSecond: number | null): Answer | undefined {
  const waitSeconds = isLocal(request) ? 0 : door.rates.take(bucket, performance.now(), perSecond)
  return waitSeconds > 0 ? errorAnswer(429, 'Too many requests.', { 'retry-after': String(waitSeconds) }) : undefined
}

function endpointUrl({ publicUrl }: Door, request: FastifyRequest, slug: string): string {
  return `${publicUrl ?? `${request.protocol}://${request.host}`}/scim/v2/${slug}`
}

function run(endpoint: Endpoint, id: string | undefined, call: Parameters<Endpoint>[0]): Promise<Answer> {
  return endpoint(call, id ?? '')
}

/** After the answer went out: what came, to the traffic log. */
function tell({ recorder, clock }: Door, request: FastifyRequest, arrival: Arrival, answer: Answer): void {
  const { source, credential, path = '/', note, sinceMs } = arrival
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
    credential,
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
