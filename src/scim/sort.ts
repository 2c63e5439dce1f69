import { isPrimary } from './elements.ts'
import { invalidValue } from './errors.ts'
import { readInstant } from './instant.ts'
import { isList, isObject, type Json, type Resource } from './json.ts'
import type { ListQuery } from './list.ts'
import { findPlace, type Place } from './place.ts'
import type { AttributeType, ResourceType } from './schema.ts'
import { compareText, foldCase, quoted } from './text.ts'

/**
 * RFC 7644 §3.4.2.3. Resources without the value come last, ascending; a service provider adds a tie-break of its own.
 */
export interface Sort extends Place {
  readonly descending: boolean
  readonly type: Exclude<AttributeType, 'complex'>
  readonly caseExact: boolean
}

/**
 * Undefined when no order was asked for. A complex attribute is sorted by its `value`.
 * @throws {ScimError} invalidValue for a name nobody declared, and for what has no order
 */
export function readSort(type: ResourceType, query: Pick<ListQuery, 'sortBy' | 'sortOrder'>): Sort | undefined {
  const { sortBy } = query
  if (sortBy === undefined) return undefined
  const named = findPlace(type, sortBy)
  const place = named?.attribute.subAttributes && !named.sub ? findPlace(type, `${named.path}.value`) : named
  const sorted = place?.sub ?? place?.attribute
  if (!place || !sorted || sorted.type === 'complex' || place.attribute.returned === 'never') {
    throw invalidValue(`${quoted(sortBy)} is nothing to sort ${type.name} by.`)
  }
  return { ...place, descending: query.sortOrder === 'descending', type: sorted.type, caseExact: sorted.caseExact }
}

/**
 * RFC 7644 §3.4.2.3: of several values that "of the primary attribute, if any, or else the first value in the list".
 */
export function compareBy(sort: Sort): (one: Resource, other: Resource) => number {
  const sign = sort.descending ? -1 : 1
  return (one, other) => {
    const left = keyOf(sort, one)
    const right = keyOf(sort, other)
    if (left === undefined || right === undefined)
      return sign * (Number(left === undefined) - Number(right === undefined))
    if (typeof left === 'string' && typeof right === 'string') return sign * compareText(left, right)
    return sign * (Number(left) - Number(right))
  }
}

function keyOf({ keys, type, caseExact }: Sort, resource: Resource): string | number | undefined {
  let value: Json | undefined = resource
  for (const key of keys) {
    value = isObject(value) ? (value[key] as Json | undefined) : undefined
    if (isList(value)) value = (value.find(isPrimary) ?? value[0]) as Json | undefined
  }
  if (typeof value === 'string') {
    if (type === 'dateTime') return readInstant(value)
    return caseExact ? value : foldCase(value)
  }
  return value === undefined || value === null || isObject(value) || isList(value) ? undefined : Number(value)
}
