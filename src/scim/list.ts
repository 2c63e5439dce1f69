import { invalidCount, invalidValue, type ScimError } from './errors.ts'
import { isList, type Resource } from './json.ts'
import { listResponseUrn, readBody } from './message.ts'
import { readQuery } from './query.ts'
import { isStorable, quoted } from './text.ts'

/** RFC 7644 §3.4.2 and RFC 9865 §2: what a client asks of a list. Undefined: not asked. */
export interface ListQuery {
  readonly filter: string | undefined
  /** From 1. */
  readonly startIndex: number
  /** 0 to `countMax`; `countDefault` when not asked. 0 asks for `totalResults` only. */
  readonly count: number
  /** Whether more than `countMax` was asked for. */
  readonly countIsOver: boolean
  readonly attributes: readonly string[] | undefined
  readonly excludedAttributes: readonly string[] | undefined
  readonly sortBy: string | undefined
  readonly sortOrder: 'ascending' | 'descending'
  /** Empty: the first page, to go on by cursors. */
  readonly cursor: string | undefined
}

export const countDefault = 100
export const countMax = 200
const startIndexMax = 2_147_483_647
const namesMax = 200

/**
 * The query of a GET, as it stands after the `?` or as a framework has parsed it. Names of parameters in any case;
 * others are passed over.
 * @throws {ScimError} invalidValue
 */
export function readListQuery(query: string | Readonly<Record<string, unknown>>): ListQuery {
  return read(typeof query === 'string' ? readQuery(query) : query)
}

/** RFC 7644 §3.4.3: the same as the body of a POST to `/.search`. @throws {ScimError} invalidSyntax, invalidValue */
export function readSearchRequest(body: unknown): ListQuery {
  return read(readBody(body))
}

/** RFC 7644 §3.4.2: the answer. Asked for by cursor, it has cursors and no `startIndex` (RFC 9865 §2). */
export function listResponse(
  resources: readonly (Resource | object)[],
  totalResults: number,
  startIndex: number | undefined,
  cursors: { readonly nextCursor?: string | undefined; readonly previousCursor?: string | undefined } = {},
) {
  const { nextCursor, previousCursor } = cursors
  return {
    schemas: [listResponseUrn],
    totalResults,
    ...(startIndex !== undefined && { startIndex }),
    itemsPerPage: resources.length,
    ...(previousCursor !== undefined && { previousCursor }),
    ...(nextCursor !== undefined && { nextCursor }),
    Resources: resources,
  }
}

function read(query: Readonly<Record<string, unknown>>): ListQuery {
  const given = new Map<string, unknown>()
  for (const name of Object.keys(query)) {
    const folded = name.toLowerCase()
    if (given.has(folded)) throw invalidValue(`${quoted(name)} is given twice.`)
    if (query[name] !== undefined && query[name] !== null) given.set(folded, query[name])
  }
  const cursor = readText(given, 'cursor')
  const startIndex = readInteger(given, 'startIndex', 1, 1, startIndexMax, invalidValue)
  if (cursor !== undefined && startIndex > 1)
    throw invalidValue('startIndex and cursor are two ways of paging; give one of them.')
  const count = readInteger(
    given,
    'count',
    countDefault,
    0,
    Number.MAX_SAFE_INTEGER,
    cursor === undefined ? invalidValue : invalidCount,
  )
  return {
    filter: readText(given, 'filter') || undefined,
    startIndex,
    count: Math.min(count, countMax),
    countIsOver: count > countMax,
    attributes: readNames(given, 'attributes'),
    excludedAttributes: readNames(given, 'excludedAttributes'),
    sortBy: readText(given, 'sortBy') || undefined,
    sortOrder: readOrder(given),
    cursor,
  }
}

function readText(given: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = given.get(name.toLowerCase())
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw invalidValue(`${name} must be given once, as a string.`)
  if (!isStorable(value)) throw invalidValue(`${name} has U+0000 or half of a surrogate pair.`)
  return value.trim()
}

/**
 * RFC 7644 §3.4.2.4: "A value less than 1 SHALL be interpreted as 1", and of a count "A negative value SHALL be
 * interpreted as "0"".
 */
function readInteger(
  given: ReadonlyMap<string, unknown>,
  name: string,
  absent: number,
  least: number,
  most: number,
  refusal: (detail: string) => ScimError,
): number {
  const value = given.get(name.toLowerCase())
  if (value === undefined || value === '') return absent
  const whole = typeof value === 'string' ? /^\s*-?\d+\s*$/.test(value) : Number.isInteger(value)
  if (!whole) throw refusal(`${name} must be a whole number.`)
  return Math.min(Math.max(Number(value), least), most)
}

/** A comma-separated list in a query, a list of strings in a body; empty is as if not given. */
function readNames(given: ReadonlyMap<string, unknown>, name: string): readonly string[] | undefined {
  const value = given.get(name.toLowerCase())
  if (value === undefined) return undefined
  const parts: readonly unknown[] = isList(value) ? value : [value]
  const names: string[] = []
  for (const part of parts.slice(0, namesMax + 1)) {
    if (typeof part !== 'string') throw invalidValue(`${name} must be names of attributes.`)
    for (const one of part.split(',', namesMax + 1)) if (one.trim() !== '') names.push(one.trim())
  }
  if (names.length > namesMax) throw invalidValue(`${name} has more than ${namesMax} names.`)
  return names.length > 0 ? names : undefined
}

function readOrder(given: ReadonlyMap<string, unknown>): 'ascending' | 'descending' {
  const order = readText(given, 'sortOrder')?.toLowerCase() || 'ascending'
  if (order === 'ascending' || order === 'descending') return order
  throw invalidValue('sortOrder must be ascending or descending.')
}
