import type { IncomingMessage } from 'node:http'
import { findCredential } from '../../../organization/credential.ts'
import type { Clock } from '../../../platform/clock.ts'
import { hashSecret, looksLikeSecret } from '../../../platform/secrets.ts'
import { ScimError } from '../../../scim/errors.ts'
import { accessSeconds, grantAccess, type OAuthClient } from '../../oauth-client.ts'
import { recallSource, type Source } from '../../source.ts'
import type { Note } from '../../traffic/note.ts'
import type { Stranger } from '../../traffic/stranger.ts'
import type { Answer } from '../answer.ts'
import { readText } from '../body.ts'
import { type AssertionDeps, claimsOf, clientAsserted } from './assertion.ts'
import { clientUnknown, jsonAnswer, refusedAnswer, TokenRefused } from './refusal.ts'
import { type ClientProof, readTokenRequest } from './request.ts'

export interface GrantDeps extends AssertionDeps {
  readonly clock: Clock
}

/** What a token request was answered, and who it turned out to be. */
export interface Granting {
  readonly answer: Answer
  readonly source: Source | Stranger
  /** Label of the client. */
  readonly credential?: string
}

const BODY_MAX_BYTES = 65_536

/** The token endpoint of a source, RFC 6749 §3.2: an access token for a client that shows who it is. */
export async function answerTokenRequest(
  deps: GrantDeps,
  request: IncomingMessage,
  slug: string,
  note: Note,
): Promise<Granting> {
  let proof: ClientProof | undefined
  try {
    if (request.method !== 'POST') return notPossible(request.method ?? '', slug)
    const { 'content-type': type, authorization } = request.headers
    const asked = readTokenRequest({ type, authorization }, await readText(request, BODY_MAX_BYTES))
    proof = asked.proof
    note.received = seen(proof, asked.scope)
    const { source, client } = await provenClient(deps, slug, proof)
    const token = await grantAccess(deps.database.of(source.organization), client, deps.clock.now())
    if (!token) throw clientUnknown()
    const scope = asked.scope && { scope: asked.scope }
    const body = { access_token: token, token_type: 'Bearer', expires_in: accessSeconds, ...scope }
    return { answer: jsonAnswer(200, body), source, credential: client.label }
  } catch (error) {
    const refusal = error instanceof ScimError ? new TokenRefused('invalid_request', error.message) : error
    if (!(refusal instanceof TokenRefused)) throw error
    note.refusal = refusal
    return { answer: refusedAnswer(refusal), source: { door: slug, secret: hashOf(proof), refusal: refusal.why } }
  }
}

function notPossible(method: string, slug: string): Granting {
  const refusal = new TokenRefused(
    'invalid_request',
    `${/^[A-Z]+$/.test(method) ? method : 'That'} is not possible here; POST is.`,
  )
  const { body, headers } = refusedAnswer(refusal)
  const source = { door: slug, secret: undefined, refusal: 'no-method' } as const
  return { answer: { status: 405, body: body!, headers: { ...headers, allow: 'POST' } }, source }
}

/** @throws {TokenRefused} invalid_client */
async function provenClient(
  deps: GrantDeps,
  slug: string,
  proof: ClientProof,
): Promise<{ readonly source: Source; readonly client: Pick<OAuthClient, 'id' | 'source' | 'label'> }> {
  const now = deps.clock.now()
  const client =
    proof.method === 'private_key_jwt'
      ? await clientAsserted(deps, { slug, id: proof.id, assertion: proof.assertion }, now)
      : await clientBySecret(deps, proof, now)
  const source = await recallSource(deps.database, client.organization, client.source)
  if (source?.slug !== slug) throw clientUnknown()
  return { source, client }
}

async function clientBySecret(
  { database }: GrantDeps,
  { id, secret }: { readonly id: string; readonly secret: string },
  now: Date,
) {
  const credential = await findCredential(database, secret, 'client', now)
  if (!credential?.source || credential.id !== id.toLowerCase()) throw clientUnknown()
  const { organization, source, label } = credential
  return { organization, id: credential.id, source: source as Source['id'], label }
}

/** What the traffic log shows of it: no secret, and of an assertion what it claims, which is what an admin compares. */
function seen(proof: ClientProof, scope: string | undefined): object {
  const { method, id } = proof
  return { client_id: id, method, scope, ...(method === 'private_key_jwt' && { assertion: claimed(proof.assertion) }) }
}

function claimed(assertion: string): object | string {
  try {
    const { iss, sub, aud, iat, nbf, exp } = claimsOf(assertion)
    return { iss, sub, aud, iat, nbf, exp }
  } catch {
    return '?'
  }
}

function hashOf(proof: ClientProof | undefined): Stranger['secret'] {
  if (!proof || proof.method === 'private_key_jwt') return undefined
  return looksLikeSecret(proof.secret, 'client') ? hashSecret(proof.secret) : 'nonsense'
}
