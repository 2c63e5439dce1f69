/** Shapes that vendors send in place of the RFC's, each turned into the RFC's shape before it is read. */

import { invalidValue } from './errors.ts'
import { isEmpty, isList, isObject } from './json.ts'
import type { Node } from './lookup.ts'
import { addQuirk, type Reading } from './reading.ts'
import { quoted } from './text.ts'

/** OneLogin writes SCIM 1.1's `managerId` inside `manager`. */
const otherNames: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['manager', new Map([['managerid', 'value']])],
])

/** What a vendor's name for a sub-attribute is called in the RFC. */
export function renamedSub(node: Node, name: string): string | undefined {
  return otherNames.get(node.attribute.name)?.get(name.toLowerCase())
}

/**
 * A single complex value. Entra wraps a manager in a list, or sends its bare id, and clears it with ""; an empty list
 * is no value.
 * @returns the object, or undefined for none
 */
export function shapeComplex(
  node: Node,
  value: unknown,
  reading: Reading,
): Readonly<Record<string, unknown>> | undefined {
  if (isObject(value)) return value
  if (value === null || value === undefined) return undefined
  if (isList(value)) {
    const [only] = value
    if (value.length > 1) throw invalidValue(`${node.path} has a single value; ${value.length} came.`)
    if (isList(only)) throw invalidValue(`${node.path} must be an object.`)
    if (value.length === 1) addQuirk(reading, 'only-element', node.path, 'came in a list; its only element was taken')
    return shapeComplex(node, only, reading)
  }
  if (value === '') {
    addQuirk(reading, 'empty-string', node.path, 'came as an empty string; read as no value')
    return undefined
  }
  if (typeof value !== 'string' || !node.value) throw invalidValue(`${node.path} must be an object.`)
  addQuirk(reading, 'string-as-value', node.path, 'came as a string; read as its value')
  return { value }
}

/** A single simple value. Entra's older dialect wraps it: `[{"$ref": null, "value": "x"}]`. */
export function shapeSimple(node: Node, value: unknown, reading: Reading): unknown {
  if (!isList(value)) return value
  if (value.length === 0) return undefined
  const [only] = value
  if (value.length > 1 || !isObject(only) || !Object.hasOwn(only, 'value')) return value
  addQuirk(reading, 'only-element', node.path, 'came in a list; the value of its only element was taken')
  return only.value
}

/** The elements of a multi-valued attribute. OneLogin sends `emails` as an object, some a bare string. */
export function shapeElements(node: Node, value: unknown, reading: Reading): readonly unknown[] {
  if (isList(value)) return value
  if (value === null || value === undefined) return []
  if (value === '') {
    addQuirk(reading, 'empty-string', node.path, 'came as an empty string; read as no value')
    return []
  }
  if (isObject(value) && isEmpty(value)) return []
  const kind = isObject(value) ? 'an object' : `a ${typeof value}`
  addQuirk(reading, 'one-element', node.path, `came as ${kind} instead of a list; read as one element`)
  return [value]
}

/**
 * One element of a multi-valued complex attribute. Entra's app roles come as strings, as JSON inside a string, or as an
 * object whose `value` is JSON inside a string: `{"value":
 * "{\"id\":…,\"value\":\"Admin\",\"displayName\":\"Admin\"}"}`.
 */
export function shapeElement(node: Node, element: unknown, reading: Reading): Readonly<Record<string, unknown>> {
  if (isObject(element)) {
    // RFC 7643 §2.1: the name in any case.
    const named = Object.hasOwn(element, 'value') ? 'value' : Object.keys(element).find((name) => /^value$/i.test(name))
    const said = named === undefined ? undefined : element[named]
    const inner = typeof said === 'string' && !reading.strict ? readRole(said) : undefined
    if (named === undefined || !inner) return element
    addQuirk(reading, 'json-in-string', node.path, 'came as JSON inside a string; what it says was taken')
    const { [named]: _, ...rest } = element
    return { ...rest, ...inner }
  }
  if (typeof element !== 'string' || !node.value)
    throw invalidValue(`${node.path} must hold objects, not ${kindOf(element)}.`)
  const role = readRole(element)
  addQuirk(
    reading,
    'strings-as-elements',
    node.path,
    `came as strings; each read as ${role ? 'the JSON it holds' : 'a value'}`,
  )
  return role ?? { value: element }
}

/** Only the texts that can be one are parsed: those that begin as an object does. */
function readRole(text: string): { readonly value: string; readonly display?: string } | undefined {
  if (!text.startsWith('{"') || text.length > 10_000) return undefined
  try {
    const role: unknown = JSON.parse(text)
    if (!isObject(role) || typeof role.value !== 'string') return undefined
    // What is taken must be the same when it is sent back: so nothing that would be read as a role once more.
    const within = readRole(role.value)
    if (within) return within
    const display = role.displayName ?? role.display
    return typeof display === 'string' ? { value: role.value, display } : { value: role.value }
  } catch {
    return undefined
  }
}

function kindOf(value: unknown): string {
  if (isList(value)) return 'lists'
  return value === null ? 'null' : quoted(String(value))
}
