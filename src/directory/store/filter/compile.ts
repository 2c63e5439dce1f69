import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Comparison, Elements, Filter, Presence } from '../../../scim/filter/filter.ts'
import { type Column, columnOf, test } from './column.ts'
import type { Inside, Target } from './target.ts'

/**
 * A filter as SQL over one row of `target`: true or false, never null. Means what scim's `compilePredicate` means of the
 * resource the row is shown as; a test holds the two against each other.
 */
export function compileFilter(filter: Filter, target: Target): SqlFragment {
  return sql.part`(${compile(filter, target, undefined, false)})`
}

/**
 * @param inside what names mean within brackets
 * @param negated a missing value must be false rather than null, since `not` is somewhere above; elsewhere null does as
 *   well, and an index can serve what is not wrapped
 */
function compile(filter: Filter, target: Target, inside: Inside | undefined, negated: boolean): SqlFragment {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const parts = filter.filters.map((part) => sql.part`(${compile(part, target, inside, negated)})`)
      return sql.join(parts, filter.kind === 'and' ? ' and ' : ' or ')
    }
    case 'not':
      return sql.part`not (${compile(filter.filter, target, inside, true)})`
    case 'elements':
      return hinted(filter, target, negated, elements(filter, target, negated))
    case 'present':
    case 'comparison': {
      const found = leaf(filter, target, inside)
      return hinted(filter, target, negated, negated ? sql.part`coalesce(${found}, false)` : found)
    }
  }
}

function hinted(filter: Filter, target: Target, negated: boolean, exact: SqlFragment): SqlFragment {
  const hint = negated ? undefined : target.hint?.(filter)
  return hint ? sql.part`(${hint} and ${exact})` : exact
}

function leaf(filter: Comparison | Presence, target: Target, inside: Inside | undefined): SqlFragment {
  if (inside) return test(filter, inside(filter.sub?.name))
  if (!filter.declared) return undeclared(filter, target.document, 0)
  const column = target.columns.get(filter.path)
  if (column) return test(filter, column)
  const relation = relationOf(filter, target)
  if (relation) return relation((columns) => test(filter, columns(filter.sub?.name)), filter)
  // `meta pr`: nothing else has columns for its parts only.
  if (filter.path === 'meta') return sql.part`true`
  if (!filter.attribute.multiValued) return test(filter, columnOf(target.document, filter.keys))
  return anyElement(filter, target, (columns) => test(filter, columns(filter.sub?.name)))
}

function elements(filter: Elements, target: Target, negated: boolean): SqlFragment {
  if (filter.path === 'meta') return compile(filter.filter, target, undefined, negated)
  const where = (columns: Inside) => compile(filter.filter, target, columns, false)
  const relation = relationOf(filter, target)
  return relation ? relation(where, filter.filter) : anyElement(filter, target, where)
}

function relationOf(filter: Elements | Comparison | Presence, target: Target) {
  return filter.extension === undefined ? target.relations.get(filter.attribute.name) : undefined
}

/** Some element of an attribute; a single value counts as one, which is what a lax JSON path does. */
function anyElement(
  { extension, attribute }: Elements | Comparison | Presence,
  { document }: Target,
  where: (inside: Inside) => SqlFragment,
): SqlFragment {
  const keys = extension === undefined ? [attribute.name] : [extension, attribute.name]
  const columns = (sub: string | undefined): Column => columnOf(sql.part`element`, sub === undefined ? [] : [sub])
  return sql.part`exists (
    select from jsonb_path_query(${document} #> ${keys}::text[], '$[*]') as element where ${where(columns)})`
}

/** Under an extension nobody declared, names are as the client wrote them, and lists may be anywhere. */
function undeclared(filter: Comparison | Presence, json: SqlFragment, depth: number): SqlFragment {
  const key = filter.keys[depth]
  const element = sql.identifier(`element${depth}`)
  if (key === undefined) {
    return sql.part`exists (
      select from jsonb_path_query(${json}, '$[*][*]') as ${element} where ${test(filter, columnOf(element, [], false))})`
  }
  const member = sql.identifier(`member${depth}`)
  return sql.part`exists (
    select from jsonb_path_query(${json}, '$[*]') as ${element},
      jsonb_each(case when jsonb_typeof(${element}) = 'object' then ${element} end) as ${member}
    where lower(${member}.key) = ${key.toLowerCase()}::text and ${undeclared(filter, sql.part`${member}.value`, depth + 1)})`
}
