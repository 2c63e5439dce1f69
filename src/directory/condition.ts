import type { SqlFragment } from '../platform/db/sql.ts'
import { Refused } from '../platform/errors.ts'
import { ScimError } from '../scim/errors.ts'
import type { Filter } from '../scim/filter/filter.ts'
import { parseFilter } from '../scim/filter/parse.ts'
import type { Place } from '../scim/place.ts'
import { userType } from '../scim/schemas/user.ts'
import { compileFilter } from './store/filter/compile.ts'
import { userTarget } from './store/filter/user-target.ts'

/** A rule's group and the user's state decide by themselves; a password is never kept; `meta` is ours, not the user's. */
const notOfTheRecord: ReadonlySet<string> = new Set(['groups', 'active', 'password', 'meta'])

/** No name whose meaning depends on it is allowed in a condition. */
const nowhere = { organization: '', source: undefined, baseUrl: '' }

/**
 * A condition, a SCIM filter on the user's own record, as SQL over alias `u` of table users. A missing value fails every
 * comparison; `ne` is exactly `not eq`.
 * @throws {Refused} as `checkCondition` does
 */
export function conditionOn(filter: string): SqlFragment {
  return compileFilter(readCondition(filter), userTarget(nowhere))
}

/** @throws {Refused} 422 INVALID_CONDITION when it cannot be read, or asks for what is not in the user's own record */
export function checkCondition(filter: string): void {
  readCondition(filter)
}

/**
 * The condition as a tree, for who decides about one user in memory.
 * @throws {Refused} as `checkCondition` does
 */
export function readCondition(filter: string): Filter {
  let read: Filter
  try {
    // Not strict: an attribute of the enterprise extension is named without its URN, as people say it.
    read = parseFilter(filter, userType)
  } catch (cause) {
    if (cause instanceof ScimError) throw new Refused(422, 'INVALID_CONDITION', cause.detail, { cause })
    throw cause
  }
  for (const { attribute, declared, path } of placesOf(read)) {
    const why = !declared
      ? 'it is not an attribute of a user'
      : notOfTheRecord.has(attribute.name) && "it is not part of the user's own record"
    if (why) throw new Refused(422, 'INVALID_CONDITION', `A condition cannot ask for ${path}: ${why}.`)
  }
  return read
}

function placesOf(filter: Filter): readonly Place[] {
  if ('filters' in filter) return filter.filters.flatMap(placesOf)
  return filter.kind === 'not' ? placesOf(filter.filter) : [filter]
}
