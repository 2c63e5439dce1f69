import type { Filter } from '../../../scim/filter/filter.ts'
import type { Sort } from '../../../scim/sort.ts'

export interface Page {
  readonly offset: number
  readonly limit: number
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
