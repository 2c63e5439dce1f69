import { Refused, Retryable } from '../../platform/errors.ts'
import { type ErrorBody, ScimError } from '../../scim/errors.ts'

/** What is sent back. RFC 7644 §8.1: the body is application/scim+json. */
export interface Answer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** RFC 7644 §3.12 for what is not said by a ScimError. */
export function errorAnswer(
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
  scimType?: ErrorBody['scimType'],
): Answer {
  return { status, body: JSON.stringify(new ScimError(status, scimType, detail).toErrorBody()), headers }
}

const scimTypes: Readonly<Record<string, ErrorBody['scimType']>> = { USER_NAME_TAKEN: 'uniqueness' }

/** The answer to what was thrown; undefined for a bug, which is to be logged and answered with 500. */
export function answerTo(error: unknown): Answer | undefined {
  if (error instanceof ScimError) return { status: error.status, body: JSON.stringify(error.toErrorBody()) }
  if (error instanceof Refused) return errorAnswer(error.status, error.message, {}, scimTypes[error.code])
  if (error instanceof Retryable) {
    // Okta reads whole seconds only.
    return errorAnswer(503, error.message, { 'retry-after': String(Math.ceil(error.retryAfterSeconds ?? 1)) })
  }
  return undefined
}
