/** RFC 7643 §2.4: what holds between the values of one multi-valued attribute. */

import { equal, fingerprint, isObject, type Json, type JsonObject } from './json.ts'
import type { Node } from './lookup.ts'
import { addQuirk, type Reading } from './reading.ts'
import { foldCase } from './text.ts'

/**
 * Equal values become one, at the place of the first and with the parts of the last. "The same (type, value)" is equal;
 * of values that name other resources, the same `value` is; of values without `value` (addresses), the same parts are.
 */
export function collapse(node: Node, elements: readonly Json[], reading: Reading): readonly Json[] {
  if (elements.length === 1) return elements
  const byIdentity = new Map<string, Json>()
  for (const element of elements) {
    const key = identity(node, element)
    const before = byIdentity.get(key)
    byIdentity.set(key, isObject(before) && isObject(element) ? { ...(before as JsonObject), ...element } : element)
  }
  return onePrimary(node, byIdentity.size === elements.length ? elements : [...byIdentity.values()], reading)
}

/** What two values must have in common to be one value. */
export function identity(node: Node, element: Json): string {
  if (!isObject(element)) {
    return typeof element === 'string' && !node.attribute.caseExact ? foldCase(element) : JSON.stringify(element)
  }
  const { value, type } = element as JsonObject
  if (typeof value !== 'string') return fingerprint(element as JsonObject)
  const exact = node.value?.caseExact === true ? value : foldCase(value)
  return node.refers ? exact : `${typeof type === 'string' ? foldCase(type) : ''}\n${exact}`
}

/** "The primary attribute value 'true' MUST appear no more than once." The last one that says so is it. */
function onePrimary(node: Node, elements: readonly Json[], reading: Reading): readonly Json[] {
  if (!node.subs?.has('primary')) return elements
  const last = elements.findLastIndex(isPrimary)
  if (last <= 0 || !elements.some((element, at) => at < last && isPrimary(element))) return elements
  addQuirk(reading, 'several-primary', node.path, 'came with more than one primary; the last one was kept')
  return primaryAt(elements, last)
}

export function isPrimary(element: Json): boolean {
  return isObject(element) && element.primary === true
}

/** The same elements, none of them primary but perhaps the one at `chosen`. */
export function primaryAt(elements: readonly Json[], chosen: number): readonly Json[] {
  return elements.map((element, at) =>
    at !== chosen && isPrimary(element) ? { ...(element as JsonObject), primary: false } : element,
  )
}

/**
 * Which elements a list of elements names: those of the same `value`, and `type` where it says one; those that have all
 * the parts it gives where it gives no `value`.
 */
export function matcher(node: Node, wanted: readonly Json[]): (element: Json) => boolean {
  const identities = new Set<string>()
  const values = new Set<string>()
  const partial: JsonObject[] = []
  const fold = (value: string) => (node.value?.caseExact === true ? value : foldCase(value))
  for (const one of wanted) {
    const { value, type } = isObject(one) ? (one as JsonObject) : {}
    if (!isObject(one) || (typeof value === 'string' && typeof type === 'string')) identities.add(identity(node, one))
    else if (typeof value === 'string') values.add(fold(value))
    else partial.push(one as JsonObject)
  }
  return (element) => {
    if (identities.has(identity(node, element))) return true
    if (!isObject(element)) return false
    const { value } = element as JsonObject
    if (typeof value === 'string' && values.has(fold(value))) return true
    return partial.some((parts) =>
      Object.keys(parts).every((name) => equal(parts[name], (element as JsonObject)[name])),
    )
  }
}
