import type { Refusal } from '../../../contract/traffic.ts'
import { Refused } from '../../../platform/errors.ts'
import type { Answer } from '../answer.ts'

/** RFC 6749 §5.2. */
export type OAuthErrorCode = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope'

/** A token request that is not granted, in the words of RFC 6749, and why, as the traffic log says it. */
export class TokenRefused extends Refused {
  readonly error: OAuthErrorCode
  readonly why: Refusal

  /** @param detail ASCII without quotes: RFC 6749 §5.2 allows no more */
  constructor(error: OAuthErrorCode, detail: string, why: Refusal = 'invalidSyntax') {
    super(error === 'invalid_client' ? 401 : 400, error.toUpperCase(), detail)
    this.error = error
    this.why = why
  }
}

/** One text for whatever may be wrong with a client and its secret: nobody learns which clients there are. */
export const clientUnknown = () =>
  new TokenRefused('invalid_client', 'No client of this source has this id and this secret.', 'client-unknown')

/** RFC 6749 §5.1: nothing of it is stored on the way. */
const headers = { 'content-type': 'application/json', pragma: 'no-cache' }

export function jsonAnswer(status: number, body: object, more: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: JSON.stringify(body), headers: { ...headers, ...more } }
}

/** RFC 6749 §5.2: a 401 names how a client may show who it is, whichever way it tried. */
export function refusedAnswer({ error, status, message }: TokenRefused): Answer {
  const challenge = { 'www-authenticate': 'Basic realm="oauth", charset="UTF-8"' }
  return jsonAnswer(status, { error, error_description: message }, status === 401 ? challenge : {})
}
