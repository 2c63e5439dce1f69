import type { FastifyError } from 'fastify'
import { Refused, Retryable } from '../errors.ts'

/** What an error answer says (RFC 9457), as `application/problem+json`. */
export interface Problem {
  /** Stable: `urn:rollcall:problem:` and the code in small letters. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  /** JSON pointer (RFC 6901) to the member of the request that is at fault, where it is one. */
  readonly pointer?: string
  /** Id of the HTTP request, as in the log. */
  readonly request: string
  readonly [extension: string]: unknown
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood',
  401: 'Sign-in needed',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with how things are',
  410: 'Gone',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not a media type we take',
  422: 'Refused',
  429: 'Too many requests',
  500: 'Something went wrong here',
  503: 'Not available at the moment',
}

/** Fastify's own refusals, in our words; any other of its 4xx keeps its message. */
const FASTIFY: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['MALFORMED_JSON', 'The body is not JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['MALFORMED_JSON', 'The body is empty, but its type says JSON.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['TOO_LARGE', 'The body is larger than this server takes.'],
}

/** The answer to an error; `unexpected` when it is a bug, whose detail only the log may have. */
export function problemOf(
  error: unknown,
  request: string,
): { readonly problem: Problem; readonly unexpected: boolean } {
  if (error instanceof Refused) {
    const more = { ...(error.pointer !== undefined && { pointer: error.pointer }), ...error.details }
    return { problem: problem(error.status, error.code, request, error.message, more), unexpected: false }
  }
  if (error instanceof Retryable) {
    return { problem: problem(503, 'TRY_AGAIN', request, error.message), unexpected: false }
  }
  const { code = '', statusCode = 500, message } = (error ?? {}) as Partial<FastifyError>
  // Only what Fastify and its plugins say of the request: another library's error may carry a status of its own.
  const ofRequest = code.startsWith('FST_') || error instanceof SyntaxError || statusCode === 429
  if (ofRequest && statusCode >= 400 && statusCode < 500) {
    const known = FASTIFY[code] ?? (error instanceof SyntaxError ? FASTIFY.FST_ERR_CTP_INVALID_JSON_BODY : undefined)
    const [ourCode, detail] = known ?? [
      statusCode === 429 ? 'TOO_MANY_REQUESTS' : 'BAD_REQUEST',
      message ?? TITLES[400]!,
    ]
    return { problem: problem(statusCode, ourCode, request, detail), unexpected: false }
  }
  return {
    problem: problem(500, 'INTERNAL', request, 'Nothing you can change. The log has it under this request.'),
    unexpected: true,
  }
}

export function problem(
  status: number,
  code: string,
  request: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Problem {
  const type = `urn:rollcall:problem:${code.toLowerCase().replaceAll('_', '-')}`
  const title = TITLES[status] ?? (status < 500 ? 'Refused' : 'Something went wrong')
  return { ...more, type, title, status, code, detail, request }
}
