import { readInstant } from '../instant.ts'
import { isEmpty, isList, isObject, type Json, type Resource } from '../json.ts'
import type { Place } from '../place.ts'
import { compareText, foldCase } from '../text.ts'
import type { Comparison, Filter, Operator } from './filter.ts'

/** Whether what it is given satisfies a filter: a resource, or inside brackets one element. */
type Test = (of: Json) => boolean

/**
 * The filter as a function. The resource has canonical names, as `readResource` makes them; a filter on `id` or `meta`
 * needs a resource that has them.
 */
export function compilePredicate(filter: Filter): (resource: Resource) => boolean {
  return compile(filter, false)
}

/** The same for one element of the attribute whose brackets the filter stood in. */
export function compileElementPredicate(filter: Filter): (element: Json) => boolean {
  return compile(filter, true)
}

function compile(filter: Filter, inside: boolean): Test {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.filters.map((part) => compile(part, inside))
      return (of) => tests.every((test) => test(of))
    }
    case 'or': {
      const tests = filter.filters.map((part) => compile(part, inside))
      return (of) => tests.some((test) => test(of))
    }
    case 'not': {
      const test = compile(filter.filter, inside)
      return (of) => !test(of)
    }
    case 'elements':
      return along(filter, inside, compile(filter.filter, true))
    case 'present':
      return along(filter, inside, isPresent)
    case 'comparison':
      return along(filter, inside, comparison(filter))
  }
}

/** Goes to the place and asks `test` of every value there; one is enough. */
function along(place: Place, inside: boolean, test: Test): Test {
  if (!place.declared) return undeclared(place.keys, 0, test)
  const keys = inside ? (place.sub ? [place.sub.name] : []) : place.keys
  return keys.reduceRight<Test>(
    (next, key) => (of) => {
      const value = isObject(of) ? of[key] : undefined
      return value !== undefined && any(value, next)
    },
    (value) => any(value, test),
  )
}

function any(value: Json, test: Test): boolean {
  return isList(value) ? value.some(test) : test(value)
}

/** Names under an undeclared extension are kept as they came, so every one is looked at. */
function undeclared(keys: readonly string[], at: number, test: Test): Test {
  const key = keys[at]
  if (key === undefined) return (value) => any(value, test)
  const wanted = key.toLowerCase()
  const next = undeclared(keys, at + 1, test)
  return (of) =>
    isObject(of) &&
    Object.entries(of).some(([name, value]) => name.toLowerCase() === wanted && any(value as Json, next))
}

function isPresent(value: Json): boolean {
  if (value === null || value === '') return false
  if (isList(value)) return value.some(isPresent)
  return !isObject(value) || (!isEmpty(value) && Object.values(value).some((part) => isPresent(part as Json)))
}

const ordered: Readonly<Record<Operator, (sign: number) => boolean>> = {
  eq: (sign) => sign === 0,
  gt: (sign) => sign > 0,
  ge: (sign) => sign >= 0,
  lt: (sign) => sign < 0,
  le: (sign) => sign <= 0,
  co: () => false,
  sw: () => false,
  ew: () => false,
}

function comparison({ op, value, type, caseExact }: Comparison): Test {
  const holds = ordered[op]
  if (type === 'boolean') return (found) => found === value
  if (type === 'integer' || type === 'decimal') {
    return (found) => typeof found === 'number' && holds(found - Number(value))
  }
  if (type === 'dateTime') {
    const instant = readInstant(String(value)) ?? Number.NaN
    return (found) => typeof found === 'string' && holds((readInstant(found) ?? Number.NaN) - instant)
  }
  return text(op, String(value), caseExact)
}

function text(op: Operator, value: string, caseExact: boolean): Test {
  const form = caseExact ? (found: string) => found : foldCase
  const wanted = form(value)
  const test = textTests[op]
  return (found) => typeof found === 'string' && test(form(found), wanted)
}

const textTests: Readonly<Record<Operator, (found: string, wanted: string) => boolean>> = {
  eq: (found, wanted) => found === wanted,
  co: (found, wanted) => found.includes(wanted),
  sw: (found, wanted) => found.startsWith(wanted),
  ew: (found, wanted) => found.endsWith(wanted),
  gt: (found, wanted) => compareText(found, wanted) > 0,
  ge: (found, wanted) => compareText(found, wanted) >= 0,
  lt: (found, wanted) => compareText(found, wanted) < 0,
  le: (found, wanted) => compareText(found, wanted) <= 0,
}
