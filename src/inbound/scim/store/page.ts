import type { Position } from '../../../directory/store/filter/sort.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import type { Sort } from '../../../scim/sort.ts'

/** By its offset every row before a page is read; after a position none is. */
export interface Page {
  readonly offset?: number
  readonly after?: Position | undefined
  readonly limit: number
}

/** The longest key that a position says, in UTF-16 units: it goes into URLs. A longer one is looked up again. */
const KEY_MAX = 256

/** The position of a row of a list; `key` is null where it has none, and undefined where the list is not sorted. */
export function positionOf({ no, key }: { readonly no: number; readonly key?: string | null }): Position {
  return typeof key === 'string' && key.length > KEY_MAX ? { no } : { no, key }
}

/** What clients match by. */
const usual: ReadonlySet<string> = new Set(['id', 'userName', 'externalId', 'displayName', 'emails.value'])

/**
 * Whether a list has one of few shapes, so that its statement may be prepared by name. There is no end of shapes that
 * clients could make up, and what is prepared stays on its connection.
 */
export function isPlain(filter: Filter | undefined, sort: Sort | undefined): boolean {
  if (sort) return false
  return !filter || (filter.kind === 'comparison' && filter.op === 'eq' && usual.has(filter.path))
}
