import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import type { Column } from './column.ts'

/** Where a filter is asked. */
export interface Scope {
  readonly organization: string
  /** The source whose users or groups are meant; undefined: of every source. */
  readonly source: string | undefined
  /** What `meta.location` and `$ref` begin with: the base URL of the source's endpoint. */
  readonly baseUrl: string
}

/** The columns of one row of a relation, by the name of the sub-attribute; undefined names the row itself. */
export type Inside = (sub: string | undefined) => Column

/** Whether some row that belongs to the resource satisfies `where`. `filter` is what is asked of it, for what an index can serve. */
export type Relation = (where: (inside: Inside) => SqlFragment, filter: Filter) => SqlFragment

/** What a filter's names mean for one kind of resource. */
export interface Target {
  /** The number of a row, and the row of a number as `from … where`. */
  readonly no: SqlFragment
  readonly rowOf: (no: number) => SqlFragment
  /** The document, for whatever has no column. */
  readonly document: SqlFragment
  /** By canonical path. */
  readonly columns: ReadonlyMap<string, Column>
  /** Attributes that are rows of other tables. */
  readonly relations: ReadonlyMap<string, Relation>
  /** Something that follows from the filter and that an index serves, where there is such a thing. */
  readonly hint?: (filter: Filter) => SqlFragment | undefined
}

/** RFC 7643 §3: `schemas`, which the document does not hold because it follows from it. */
export function schemasRelation(urn: string, document: SqlFragment): Relation {
  return (where) => sql.part`exists (
    select from (
      select ${urn}::text as value
      union all
      select key from jsonb_object_keys(${document}) as key where strpos(key, ':') > 0
    ) as schema
    where ${where(() => ({ exact: sql.part`schema.value` }))})`
}

/** The columns of `meta`, which are no part of the document. RFC 7643 §3.1. */
export function metaColumns(
  resourceType: string,
  row: { readonly created: SqlFragment; readonly modified: SqlFragment; readonly version: SqlFragment },
  location: SqlFragment,
): readonly (readonly [string, Column])[] {
  return [
    ['meta.resourceType', { exact: sql.part`${resourceType}::text` }],
    ['meta.created', { instant: row.created, filled: true }],
    ['meta.lastModified', { instant: row.modified }],
    ['meta.location', { exact: location }],
    ['meta.version', { exact: row.version }],
  ]
}
