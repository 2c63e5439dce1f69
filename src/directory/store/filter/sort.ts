import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Sort } from '../../../scim/sort.ts'
import { type Column, columnOf, instantOf, numberOf } from './column.ts'
import type { Target } from './target.ts'

/**
 * RFC 7644 §3.4.2.3 as the beginning of an `order by`, with a comma: by the value, of several by the primary or else the
 * first; resources without one come last, descending first. Nothing where rows of other tables are the value.
 */
export function orderOf(sort: Sort, target: Target): SqlFragment {
  const key = keyOf(sort, target)
  if (!key) return sql.part``
  return sort.descending ? sql.part`${key} desc nulls first,` : sql.part`${key} asc nulls last,`
}

function keyOf(sort: Sort, target: Target): SqlFragment | undefined {
  const column = target.columns.get(sort.path) ?? inDocument(sort, target)
  if (!column) return undefined
  switch (sort.type) {
    case 'boolean':
      return (
        column.flag ?? sql.part`(case when jsonb_typeof(${column.json}) = 'boolean' then (${column.json})::boolean end)`
      )
    case 'integer':
    case 'decimal':
      return numberOf(column)
    case 'dateTime':
      return column.instant ?? instantOf(column)
    default: {
      const text = sort.caseExact ? column.exact : (column.folded ?? column.exact)
      return text && sql.part`${text} collate "C"`
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
