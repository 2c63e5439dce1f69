/**
 * scim/ is RFC 7643 and RFC 7644 and nothing else: schemas, paths, filters, bodies, PATCH and discovery documents as
 * pure functions of what a client sent. It owns no state, does no I/O, and knows no word of ours.
 *
 * This file: the one error it throws.
 */

/** RFC 7644 §3.12 table 9, and the three that RFC 9865 §2.1 adds for cursors. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount'

/** RFC 7644 §3.12: "status … expressed as a JSON string". `scimType` is left out where table 9 has none. */
export interface ErrorBody {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:Error']
  readonly status: string
  readonly scimType?: ScimType
  readonly detail: string
}

/** What the client did wrong, in the client's own terms. Always a 4xx; anything else thrown from scim/ is a bug. */
export class ScimError extends Error {
  readonly status: number
  readonly scimType: ScimType | undefined
  readonly detail: string

  constructor(status: number, scimType: ScimType | undefined, detail: string, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause })
    this.name = 'ScimError'
    this.status = status
    this.scimType = scimType
    this.detail = detail
  }

  toErrorBody(): ErrorBody {
    return {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(this.status),
      ...(this.scimType && { scimType: this.scimType }),
      detail: this.detail,
    }
  }
}

/** The filter is not of the grammar, or compares an attribute in a way it cannot be compared. */
export const invalidFilter = (detail: string) => new ScimError(400, 'invalidFilter', detail)

/** More results, operations or values than are worked through in one request. */
export const tooMany = (detail: string) => new ScimError(400, 'tooMany', detail)

/** A value that must be unique is already in use. RFC 7644 §3.3: 409. */
export const uniqueness = (detail: string) => new ScimError(409, 'uniqueness', detail)

/** The change touches what is readOnly, immutable or required. */
export const mutability = (detail: string) => new ScimError(400, 'mutability', detail)

/** The body is not of the request's shape. */
export const invalidSyntax = (detail: string, cause?: unknown) => new ScimError(400, 'invalidSyntax', detail, cause)

/** The path of a PATCH operation is malformed or names nothing. */
export const invalidPath = (detail: string) => new ScimError(400, 'invalidPath', detail)

/** The path of a PATCH operation is right and selects nothing. */
export const noTarget = (detail: string) => new ScimError(400, 'noTarget', detail)

/** A required value is missing, or a value does not fit its attribute. */
export const invalidValue = (detail: string) => new ScimError(400, 'invalidValue', detail)

/** The protocol version is not supported. */
export const invalidVers = (detail: string) => new ScimError(400, 'invalidVers', detail)

/** RFC 7644 §7.5.2: what was asked must not be in a URL. 403. */
export const sensitive = (detail: string) => new ScimError(403, 'sensitive', detail)

/** RFC 9865 §2.1: the cursor was not made by us, or not for this query. */
export const invalidCursor = (detail: string) => new ScimError(400, 'invalidCursor', detail)

/** RFC 9865 §2.1: the cursor was ours and is too old. */
export const expiredCursor = (detail: string) => new ScimError(400, 'expiredCursor', detail)

/** RFC 9865 §2.1: the count is out of range, or not that of the query the cursor is of. */
export const invalidCount = (detail: string) => new ScimError(400, 'invalidCount', detail)

/** RFC 7644 §3.12 table 8: no such resource, or endpoint. */
export const notFound = (detail: string) => new ScimError(404, undefined, detail)

/** RFC 7644 §3.14: the resource is not at the version the client named. */
export const preconditionFailed = (detail: string) => new ScimError(412, undefined, detail)

/** RFC 7644 §3.7.3: the body, or the number of its operations, is over the advertised limit. */
export const tooLarge = (detail: string) => new ScimError(413, undefined, detail)

/** RFC 7644 §3.12 table 8: a verb or feature that is not offered (`/Me` for a client that is no user). */
export const notImplemented = (detail: string) => new ScimError(501, undefined, detail)
