/**
 * platform/ is the ground: configuration, logs, errors, secrets, HTTP, the database and jobs. It owns how the
 * program runs and never knows a word of the domain.
 *
 * Three kinds of error, named for what happens next. Anything else is a bug: logged once with its stack at the
 * border, answered with a 500 that says nothing.
 */

/** The caller's doing: shown to them, never retried by us. `code` is stable and documented; `status` is 4xx. */
export class Refused extends Error {
  readonly code: string
  readonly status: number
  /** JSON pointer of the offending member of the request, where there is one (RFC 6901). */
  readonly pointer: string | undefined
  /** What else the answer carries, as extension members of the problem document (RFC 9457 §3.2). */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { cause?: unknown; pointer?: string; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'Refused'
    this.status = status
    this.code = code
    this.pointer = more.pointer
    this.details = more.details ?? {}
  }
}

/** May work later: the queue waits and tries again, after `retryAfterSeconds` where the other side said so. */
export class Retryable extends Error {
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, more: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message, { cause: more.cause })
    this.name = 'Retryable'
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

/** Will not work however often it is tried: the queue stops and an admin is told. */
export class Permanent extends Error {
  constructor(message: string, more: { cause?: unknown } = {}) {
    super(message, { cause: more.cause })
    this.name = 'Permanent'
  }
}
