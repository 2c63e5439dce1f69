import { clientUnknown, TokenRefused } from './refusal.ts'

/** How a client shows who it is: RFC 6749 §2.3.1, or RFC 7523 §2.2, where the assertion may say it all. */
export type ClientProof =
  | { readonly method: 'client_secret_basic' | 'client_secret_post'; readonly id: string; readonly secret: string }
  | { readonly method: 'private_key_jwt'; readonly id: string | undefined; readonly assertion: string }

/** A request for an access token, RFC 6749 §4.4.2. */
export interface TokenRequest {
  readonly proof: ClientProof
  /** Granted as it is asked: a client may do at a source what its tokens may, no less. */
  readonly scope: string | undefined
}

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * @param type Content-Type of the body
 * @throws {TokenRefused} invalid_request, invalid_client, unsupported_grant_type, invalid_scope
 */
export function readTokenRequest(
  { type, authorization }: { readonly type: string | undefined; readonly authorization: string | undefined },
  body: string,
): TokenRequest {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(type ?? ''))
    throw new TokenRefused('invalid_request', 'The body must be application/x-www-form-urlencoded.')
  const form = readForm(body)
  const grant = form.get('grant_type')
  if (!grant) throw new TokenRefused('invalid_request', 'grant_type is missing.')
  if (grant !== 'client_credentials')
    throw new TokenRefused('unsupported_grant_type', 'Only client_credentials is granted.')
  const scope = form.get('scope')
  // RFC 6749 §3.3.
  if (scope && (scope.length > 1000 || !/^[!#-[\]-~]+( [!#-[\]-~]+)*$/.test(scope)))
    throw new TokenRefused('invalid_scope', 'The scope is malformed.')
  return { proof: proofOf(form, authorization), scope }
}

/** RFC 6749 §3.2: a parameter without a value counts as left out; none may come twice. */
function readForm(body: string): ReadonlyMap<string, string> {
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === '') continue
    if (form.has(name)) throw new TokenRefused('invalid_request', 'A parameter came twice.')
    form.set(name, value)
  }
  return form
}

/** RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request." */
function proofOf(form: ReadonlyMap<string, string>, authorization: string | undefined): ClientProof {
  const [id, secret, assertion] = ['client_id', 'client_secret', 'client_assertion'].map((name) => form.get(name))
  const ways = [authorization, secret, assertion].filter((each) => each !== undefined)
  if (ways.length > 1) throw new TokenRefused('invalid_request', 'Only one way of client authentication is possible.')
  if (authorization !== undefined) return basicProof(authorization, id)
  if (assertion !== undefined) {
    if (form.get('client_assertion_type') !== assertionType)
      throw new TokenRefused('invalid_request', `client_assertion_type must be ${assertionType}.`)
    return { method: 'private_key_jwt', id, assertion }
  }
  if (id === undefined || secret === undefined)
    throw new TokenRefused('invalid_client', 'The client must show who it is.', 'client-unknown')
  return { method: 'client_secret_post', id, secret }
}

function basicProof(authorization: string, named: string | undefined): ClientProof {
  const encoded = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization)?.[1]
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(encoded ? Buffer.from(encoded, 'base64').toString('utf8') : '') ?? []
  if (!id || !secret) throw clientUnknown()
  // RFC 6749 §2.3.1 has both form-encoded first, which our ids and secrets are not changed by.
  const decoded = { id: formDecoded(id), secret: formDecoded(secret) }
  if (named !== undefined && named !== decoded.id)
    throw new TokenRefused('invalid_request', 'client_id is another one than in Authorization.')
  return { method: 'client_secret_basic', ...decoded }
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
