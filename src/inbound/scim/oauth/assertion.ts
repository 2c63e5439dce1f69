import { createHash } from 'node:crypto'
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Database } from '../../../platform/db/db.ts'
import { isId } from '../../../platform/id.ts'
import { type AssertingClient, assertingClients, spendAssertion } from '../../store/oauth-clients.ts'
import type { IssuerKeys } from './keys.ts'
import { TokenRefused } from './refusal.ts'

export interface AssertionDeps {
  readonly database: Database
  readonly keys: IssuerKeys
}

export interface Asserted {
  readonly slug: string
  /** The client_id, where it came: RFC 7521 §4.2 leaves it open. */
  readonly id: string | undefined
  readonly assertion: string
}

const LENGTH_MAX = 16_384
/** How far the issuer's clock and ours may be apart. */
const TOLERANCE_SECONDS = 60
/** An assertion is good for a day at most, whatever it says: RFC 7523 §3, rules 4 and 6. Entra's are for about an hour. */
const AGE_MAX_SECONDS = 86_400
/** Signed by a key that only the issuer has. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

const refused = (detail: string) => new TokenRefused('invalid_client', detail, 'assertion-refused')

/**
 * The client that an assertion is of. RFC 7523 §3: signed by its issuer, for its audience, about its subject, in its time, and,
 * where it has a jti, never before. Entra's workload identity federation sends none, and uses one assertion more than once.
 * @throws {TokenRefused} invalid_client
 */
export async function clientAsserted(deps: AssertionDeps, asserted: Asserted, now: Date): Promise<AssertingClient> {
  const { slug, id, assertion } = asserted
  const { iss, sub, aud } = claimsOf(assertion)
  if (!isText(iss) || !isText(sub)) throw refused('The assertion must have an issuer and a subject.')
  if (id !== undefined && !isId(id)) throw unknownClient()
  const found = await assertingClients(deps.database.gate, {
    slug,
    id: id?.toLowerCase(),
    issuer: iss,
    subject: sub,
  })
  if (found.length === 0) throw unknownClient()
  // What is for somebody else costs nobody a look at the keys.
  const addressed = found.filter((client) => audiencesOf(client).some((each) => [aud].flat().includes(each)))
  if (addressed.length === 0) throw refused('The audience of the assertion is not that of the client.')
  // Without a client_id it must be plain whose it is.
  if (addressed.length > 1) throw refused('Several clients have this issuer, subject and audience: send client_id.')
  const client = addressed[0]!
  const payload = await verified(deps.keys, client, assertion, now)
  await spend(deps.database, client, payload, now)
  return client
}

const unknownClient = () => refused('No client of this source has this issuer and this subject.')

/** What it says, believed by nobody yet; for the traffic log too. @throws {TokenRefused} invalid_client */
export function claimsOf(assertion: string): JWTPayload {
  if (assertion.length > LENGTH_MAX) throw refused('The assertion is too long.')
  try {
    return decodeJwt(assertion)
  } catch {
    throw refused('The assertion is no signed JWT.')
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 2000 && !value.includes('\0')
}

/** Entra's page shows the audience with `/.default` at its end, and sends it without. */
function audiencesOf({ audience }: AssertingClient): string[] {
  return audience.endsWith('/.default') ? [audience, audience.slice(0, -'/.default'.length)] : [audience]
}

async function verified(
  keys: IssuerKeys,
  client: AssertingClient,
  assertion: string,
  now: Date,
): Promise<JWTPayload & { readonly exp: number }> {
  const { issuer, subject, jwksUrl } = client
  const dated = claimsOf(assertion).iat !== undefined
  try {
    const { payload } = await jwtVerify(assertion, keys.of(jwksUrl), {
      issuer,
      subject,
      audience: audiencesOf(client),
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now,
      ...(dated && { maxTokenAge: AGE_MAX_SECONDS }),
    })
    const exp = payload.exp!
    if (exp - now.getTime() / 1000 > AGE_MAX_SECONDS + TOLERANCE_SECONDS)
      throw refused('The assertion is valid for more than a day.')
    return { ...payload, exp }
  } catch (error) {
    throw error instanceof TokenRefused ? error : refused(reasonOf(error))
  }
}

/** Why a JWT does not hold, never what it would have to say. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) {
    return error.claim === 'exp' ? 'The assertion has expired.' : 'The assertion is more than a day old.'
  }
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The assertion does not hold: its ${/^\w{1,20}$/.test(error.claim) ? error.claim : 'content'} is wrong or missing.`
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The signature of the assertion is wrong.'
  if (error instanceof errors.JWKSNoMatchingKey) return 'The issuer has no key by which the assertion is signed.'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The assertion is signed by an algorithm that is not taken.'
  const isOfJwt = error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid
  if (isOfJwt) return 'The assertion is malformed.'
  return 'The keys at the JWKS URL of the client cannot be read or used.'
}

async function spend(
  database: Database,
  { organization, id }: AssertingClient,
  { jti, exp }: JWTPayload & { readonly exp: number },
  now: Date,
): Promise<void> {
  if (jti === undefined) return
  const hash = createHash('sha256').update(String(jti)).digest()
  const expiresAt = new Date((exp + TOLERANCE_SECONDS) * 1000)
  const isFirst = await spendAssertion(database.of(organization), { client: id, hash, expiresAt }, now)
  if (!isFirst) throw refused('The assertion was used before.')
}
