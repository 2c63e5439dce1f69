/** JSON as values: what a resource is made of. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [name: string]: Json
}

/** A resource's document: canonical names, no null, no empty list, no empty complex value. */
export type Resource = JsonObject

/** The same while it is being put together; never leaves the function that makes it. */
export type Draft = Record<string, Json>

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Array.isArray that keeps the element unknown instead of making it any. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

export function isEmpty(object: Readonly<Record<string, unknown>>): boolean {
  for (const _ in object) return false
  return true
}

/** Equal as JSON; the order of names does not count, the order of elements does. */
export function equal(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (isList(one) || isList(other)) {
    if (!isList(one) || !isList(other) || one.length !== other.length) return false
    return one.every((element, at) => equal(element, other[at]))
  }
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every((name) => Object.hasOwn(other, name) && equal(one[name], other[name]))
}

/** One text for equal values, whatever the order of names. */
export function fingerprint(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(fingerprint).join()}]`
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${fingerprint(value[name] ?? null)}`).join()}}`
}

/** Equal as the values of a multi-valued attribute. RFC 7643 §2.4 gives their order no meaning. */
export function sameElements(some: readonly Json[], others: readonly Json[]): boolean {
  if (some.length !== others.length) return false
  if (equal(some, others)) return true
  const sorted = (elements: readonly Json[]) => elements.map(fingerprint).sort()
  return equal(sorted(some), sorted(others))
}
