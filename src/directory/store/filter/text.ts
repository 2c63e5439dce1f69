import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Operator } from '../../../scim/filter/filter.ts'
import { fold } from '../../fold.ts'

/**
 * `fold` in SQL, for texts without a folded column. PostgreSQL maps letter by letter, JavaScript also by the Unicode
 * rules for İ and for a final ς; with both made alike the two agree on every letter that PostgreSQL's Unicode knows.
 */
export function folded(text: SqlFragment): SqlFragment {
  return sql.part`replace(lower(replace(${text}, 'İ', 'i̇')), 'ς', 'σ')`
}

/**
 * A comparison of two texts, by code point. `text` may be null; then so is the result. Equality and `sw` use only what
 * PostgreSQL holds to be leakproof, so that an index serves them under row-level security.
 */
export function compareTexts(text: SqlFragment, op: Operator, value: string): SqlFragment {
  switch (op) {
    case 'eq':
      return sql.part`${text} = ${value}::text`
    case 'co':
      return sql.part`strpos(${text}, ${value}::text) > 0`
    case 'sw':
      return startsWith(text, value)
    case 'ew':
      return sql.part`right(${text}, ${[...value].length}::integer) = ${value}::text`
    case 'gt':
      return sql.part`${text} collate "C" > ${value}::text`
    case 'ge':
      return sql.part`${text} collate "C" >= ${value}::text`
    case 'lt':
      return sql.part`${text} collate "C" < ${value}::text`
    case 'le':
      return sql.part`${text} collate "C" <= ${value}::text`
  }
}

function startsWith(text: SqlFragment, value: string): SqlFragment {
  const end = afterAllThatStartWith(value)
  const from = sql.part`${text} collate "C" >= ${value}::text`
  return end === undefined ? from : sql.part`(${from} and ${text} collate "C" < ${end}::text)`
}

/** The first text, by code point, after all that start with `prefix`; undefined when there is none. */
export function afterAllThatStartWith(prefix: string): string | undefined {
  const points = [...prefix]
  while (points.length > 0) {
    const last = points.pop()!.codePointAt(0)!
    if (last === 0x10ffff) continue
    // Surrogates are no characters of UTF-8.
    return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1)
  }
  return undefined
}

/** So many words are looked for; more only narrow what is narrow already. */
const WORDS = 8

/** The words of a search, folded. */
export const wordsOf = (search: string): readonly string[] => fold(search).split(/\s+/).filter(Boolean).slice(0, WORDS)
