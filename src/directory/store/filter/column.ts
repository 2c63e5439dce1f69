import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import { isId } from '../../../platform/id.ts'
import type { Comparison, Operator, Presence } from '../../../scim/filter/filter.ts'
import { fold } from '../../fold.ts'
import { compareTexts, folded } from './text.ts'

/** What a filter compares, as SQL; each part where the type of the attribute has it. Every one may be null, unless `filled`. */
export interface Column {
  readonly exact?: SqlFragment
  readonly folded?: SqlFragment
  /** Of an id, beside `exact`: the column an index is on. */
  readonly id?: SqlFragment
  readonly flag?: SqlFragment
  readonly instant?: SqlFragment
  readonly json?: SqlFragment
  /** It never is null. */
  readonly filled?: true
}

/** A value within a document. Its texts are only read as texts when they are: an undeclared extension may hold anything. */
export function columnOf(json: SqlFragment, keys: readonly string[], declared = true): Column {
  const at = keys.length === 0 ? json : sql.part`${json} #> ${keys}::text[]`
  const text = declared
    ? sql.part`(${json} #>> ${keys}::text[])`
    : sql.part`(case when jsonb_typeof(${at}) = 'string' then ${json} #>> ${keys}::text[] end)`
  return { json: at, exact: text, folded: folded(text) }
}

/** Whether a value satisfies a comparison or is present. Null, in place of false, for a missing one. */
export function test(filter: Comparison | Presence, column: Column): SqlFragment {
  if (filter.kind === 'present') return present(column)
  const { op, value, type, caseExact } = filter
  switch (type) {
    case 'boolean':
      if (column.flag) return sql.part`${column.flag} = ${value}::boolean`
      return sql.part`${column.json} = to_jsonb(${value}::boolean)`
    case 'integer':
    case 'decimal':
      return sql.part`${numberOf(column)} ${signs[op]} ${value}::float8`
    case 'dateTime':
      return sql.part`${column.instant ?? instantOf(column)} ${signs[op]} ${value}::timestamptz`
    default:
      return testText(column, op, String(value), caseExact)
  }
}

function testText(column: Column, op: Operator, value: string, caseExact: boolean): SqlFragment {
  if (column.id && op === 'eq') {
    return isId(value) && value === value.toLowerCase() ? sql.part`${column.id} = ${value}::uuid` : sql.part`false`
  }
  const text = caseExact ? column.exact : (column.folded ?? (column.exact && folded(column.exact)))
  if (!text) throw new Error('a column of texts has no text')
  return compareTexts(text, op, caseExact ? value : fold(value))
}

/** RFC 7644 §3.4.2.2: `pr` is false for null, for an empty text, and for a complex value without any part that says something. */
function present(column: Column): SqlFragment {
  if (column.json) {
    return sql.part`jsonb_path_exists(${column.json},
      '$.** ? (@.type() == "boolean" || @.type() == "number" || (@.type() == "string" && @ != ""))')`
  }
  const text = column.exact ?? column.folded
  if (text) return sql.part`${text} <> ''`
  return sql.part`${column.flag ?? column.instant} is not null`
}

/** What has no parts of a text is compared by these only. */
const signs: Readonly<Partial<Record<Operator, SqlFragment>>> = {
  eq: sql.part`=`,
  gt: sql.part`>`,
  ge: sql.part`>=`,
  lt: sql.part`<`,
  le: sql.part`<=`,
}

export function numberOf({ json }: Column): SqlFragment {
  return sql.part`(case when jsonb_typeof(${json}) = 'number' then (${json})::float8 end)`
}

/** What was stored was read as a dateTime before; a text without a zone is in UTC, and less than a millisecond does not count. */
export function instantOf({ exact }: Column): SqlFragment {
  return sql.part`(case
    when ${exact} ~ '(Z|[+-]\\d\\d:\\d\\d)$' then date_trunc('milliseconds', (${exact})::timestamptz)
    when ${exact} ~ '^\\d{4}-\\d\\d-\\d\\dT' then date_trunc('milliseconds', (${exact} || 'Z')::timestamptz) end)`
}
