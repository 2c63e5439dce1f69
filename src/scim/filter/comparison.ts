import { invalidFilter } from '../errors.ts'
import { readInstant } from '../instant.ts'
import type { Place } from '../place.ts'
import { quoted, readBoolean } from '../text.ts'
import type { Comparison, Filter, Operator } from './filter.ts'
import type { Token } from './token.ts'

const operators: ReadonlyMap<string, Operator | 'ne'> = new Map(
  (['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const).map((op) => [op, op]),
)
const order: ReadonlySet<Operator> = new Set(['gt', 'ge', 'lt', 'le'])
const substring: ReadonlySet<Operator> = new Set(['co', 'sw', 'ew'])
const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/**
 * One comparison, or the `not` and `pr` it comes to.
 *
 * RFC 7644 §3.4.2.2: operators are case-insensitive; "Boolean and Binary attributes SHALL cause a failed response (HTTP
 * status code 400) with scimType of invalidFilter" for gt, ge, lt, le. Entra compares booleans with the texts "True"
 * and "False".
 *
 * @param strict only as JSON has them are booleans and null read
 * @throws {ScimError} invalidFilter
 */
export function compare(place: Place, operator: Token, literal: Token, strict: boolean): Filter {
  const op = operator.kind === 'word' ? operators.get(operator.text.toLowerCase()) : undefined
  if (!op) throw invalidFilter(`${quoted(operator.text)} is not an operator.`)
  const value = readLiteral(literal, strict)
  if (value === null) {
    if (op === 'eq') return { kind: 'not', filter: { kind: 'present', ...place } }
    if (op === 'ne') return { kind: 'present', ...place }
    throw invalidFilter(`${place.path} ${op} null compares nothing.`)
  }
  if (op === 'ne') return { kind: 'not', filter: comparison(place, 'eq', value, strict) }
  return comparison(place, op, value, strict)
}

function comparison(place: Place, op: Operator, value: string | number | boolean, strict: boolean): Comparison {
  const compared = place.sub ?? place.attribute
  const type = place.declared ? compared.type : typeOf(value)
  if (type === 'complex') throw invalidFilter(`${place.path} has several parts; name the one to compare.`)
  const isText = type === 'string' || type === 'reference' || type === 'binary'
  if (order.has(op) && (type === 'boolean' || type === 'binary')) {
    throw invalidFilter(`${place.path} is ${type}, which has no order.`)
  }
  if (substring.has(op) && !isText) throw invalidFilter(`${place.path} is ${type}, which has no parts of a text.`)
  return {
    kind: 'comparison',
    ...place,
    op,
    value: fitting(place, type, value, strict),
    type,
    caseExact: isText ? compared.caseExact : true,
  }
}

function fitting(place: Place, type: Comparison['type'], value: string | number | boolean, strict: boolean) {
  const misfit = () => invalidFilter(`${place.path} is ${type}; it cannot be compared with ${quoted(String(value))}.`)
  if (!place.declared) return value
  switch (type) {
    case 'boolean': {
      const said = typeof value === 'string' && !strict ? readBoolean(value) : value
      if (typeof said !== 'boolean') throw misfit()
      return said
    }
    case 'integer':
    case 'decimal':
      if (typeof value !== 'number') throw misfit()
      return value
    case 'dateTime': {
      const instant = typeof value === 'string' ? readInstant(value) : undefined
      if (instant === undefined) throw misfit()
      return new Date(instant).toISOString()
    }
    default:
      if (typeof value !== 'string') throw misfit()
      return value
  }
}

function typeOf(value: string | number | boolean): 'string' | 'decimal' | 'boolean' {
  if (typeof value === 'number') return 'decimal'
  return typeof value === 'boolean' ? 'boolean' : 'string'
}

function readLiteral({ kind, text }: Token, strict: boolean): string | number | boolean | null {
  if (kind === 'string') return text
  if (kind === 'word') {
    const word = strict ? text : text.toLowerCase()
    if (word === 'null') return null
    const said = strict && word !== 'true' && word !== 'false' ? undefined : readBoolean(text)
    if (said !== undefined) return said
    const read = number.test(text) ? Number(text) : Number.NaN
    if (Number.isFinite(read)) return read === 0 ? 0 : read
  }
  throw invalidFilter(`${quoted(text)} is not a value; a text is written in double quotes.`)
}
