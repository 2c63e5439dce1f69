import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Sort } from '../../../scim/sort.ts'
import { type Column, columnOf, instantOf, numberOf } from './column.ts'
import type { Target } from './target.ts'

/** What a list is sorted by. */
export interface SortKey {
  readonly value: SqlFragment
  readonly type: SqlFragment
  /** Whether every row has one. Then an index can find the place of a page. */
  readonly filled: boolean
  readonly descending: boolean
}

/** A row by its place in a list: its number, and what `SortKey` is of it, as text. */
export interface Position {
  readonly no: number
  /** Null: it has none. Undefined: as it is of that row now. */
  readonly key?: string | null | undefined
}

/**
 * RFC 7644 §3.4.2.3: the value, of several the primary or else the first. Undefined where rows of other tables are the
 * value: then there is no order but that of the numbers.
 */
export function sortKeyOf(sort: Sort, target: Target): SortKey | undefined {
  const column = target.columns.get(sort.path) ?? inDocument(sort, target)
  const found = column && keyOf(sort, column)
  return found && { ...found, filled: column.filled ?? false, descending: sort.descending }
}

/** As of an `order by`: rows without a value come last, descending first; those of one value by their numbers. */
export function orderOf(key: SortKey | undefined, { no }: Target): SqlFragment {
  if (!key) return no
  return key.descending ? sql.part`${key.value} desc nulls first, ${no}` : sql.part`${key.value} asc nulls last, ${no}`
}

/** Whether a row comes after a position in that order. */
export function isAfter(key: SortKey | undefined, position: Position, { no, rowOf }: Target): SqlFragment {
  const later = sql.part`${no} > ${position.no}::integer`
  if (!key) return later
  const { value, type, filled, descending } = key
  if (position.key === null)
    return descending ? sql.part`(${value} is not null or ${later})` : sql.part`(${value} is null and ${later})`
  const last =
    position.key === undefined
      ? sql.part`(select ${value} from ${rowOf(position.no)})`
      : sql.part`${position.key}::text::${type}`
  const beyond = descending ? sql.part`<` : sql.part`>`
  // A range that an index serves, and what of it is not before.
  const bounded = sql.part`(${value} ${beyond}= ${last} and (${value} ${beyond} ${last} or ${later}))`
  return filled || descending ? bounded : sql.part`(${bounded} or ${value} is null)`
}

function keyOf(sort: Sort, column: Column): Pick<SortKey, 'value' | 'type'> | undefined {
  switch (sort.type) {
    case 'boolean': {
      const flag = sql.part`(case when jsonb_typeof(${column.json}) = 'boolean' then (${column.json})::boolean end)`
      return { value: column.flag ?? flag, type: sql.part`boolean` }
    }
    case 'integer':
    case 'decimal':
      return { value: numberOf(column), type: sql.part`float8` }
    case 'dateTime':
      return { value: column.instant ?? instantOf(column), type: sql.part`timestamptz` }
    default: {
      // In the order of its text, which the bytes of an id are in as well.
      if (column.id) return { value: column.id, type: sql.part`uuid` }
      const text = sort.caseExact ? column.exact : (column.folded ?? column.exact)
      return text && { value: sql.part`${text} collate "C"`, type: sql.part`text` }
    }
  }
}

function inDocument({ attribute, extension, sub, path }: Sort, target: Target): Column | undefined {
  if (target.relations.has(attribute.name) && extension === undefined) return undefined
  if (path === 'meta') return undefined
  const keys = extension === undefined ? [attribute.name] : [extension, attribute.name]
  const value = sql.part`(${target.document} #> ${keys}::text[])`
  const chosen = attribute.multiValued
    ? sql.part`coalesce(jsonb_path_query_first(${value}, '$[*] ? (@.primary == true)'), jsonb_path_query_first(${value}, '$[*]'))`
    : value
  return columnOf(chosen, sub ? [sub.name] : [], false)
}
