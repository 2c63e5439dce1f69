import { readCondition } from '../directory/condition.ts'
import type { Filter } from '../scim/filter/filter.ts'
import { formatFilter } from '../scim/filter/format.ts'
import { compilePredicate } from '../scim/filter/predicate.ts'
import { isList, isObject, type Json, type Resource } from '../scim/json.ts'
import type { Place } from '../scim/place.ts'

/** A part of a condition that does not hold for a user, and what they have where it looks. */
export interface FailingPart {
  /** As it would be written: `department eq "Sales"`. */
  readonly part: string
  readonly has: readonly {
    /** As it is named in `part`. */
    readonly attribute: string
    /** Empty: they have none. */
    readonly values: readonly string[]
  }[]
}

/** Whether a rule's condition holds for somebody's record; the same as in SQL (`conditionOn`). Null: always. */
export function holds(condition: string | null, record: Resource): boolean {
  return condition === null || compilePredicate(readCondition(condition))(record)
}

/**
 * The parts of a condition that do not hold, each as small as it can be: of parts joined by `and` those that fail, of
 * parts joined by `or` all together. Empty where the condition holds.
 */
export function failingParts(condition: string, record: Resource): readonly FailingPart[] {
  return failing(readCondition(condition), record)
}

function failing(filter: Filter, record: Resource): readonly FailingPart[] {
  if (filter.kind === 'and') return filter.filters.flatMap((part) => failing(part, record))
  if (compilePredicate(filter)(record)) return []
  const places = placesIn(filter)
  const seen = new Map(places.map((place) => [shortName(place), valuesAt(record, place)]))
  return [
    {
      part: places.reduce((text, place) => shortened(text, place), formatFilter(filter)),
      has: [...seen].map(([attribute, values]) => ({ attribute, values })),
    },
  ]
}

function placesIn(filter: Filter): readonly Place[] {
  if ('filters' in filter) return filter.filters.flatMap(placesIn)
  return filter.kind === 'not' ? placesIn(filter.filter) : [filter]
}

/** People name an attribute of an extension without its URN. */
function shortName(place: Place): string {
  return shortened(place.path, place)
}

function shortened(text: string, { extension }: Place): string {
  return extension === undefined ? text : text.replaceAll(`${extension}:`, '')
}

function valuesAt(record: Resource, { keys }: Place): readonly string[] {
  const found = keys.reduce<readonly Json[]>(
    (values, key) =>
      values.flatMap((value) => (isObject(value) && Object.hasOwn(value, key) ? flat(value[key] as Json) : [])),
    [record],
  )
  return found.map((value) => (isObject(value) ? shownObject(value) : String(value)))
}

function flat(value: Json): readonly Json[] {
  return isList(value) ? (value as readonly Json[]).flatMap(flat) : [value]
}

function shownObject(value: Readonly<Record<string, unknown>>): string {
  return typeof value.value === 'string' ? value.value : JSON.stringify(value)
}
