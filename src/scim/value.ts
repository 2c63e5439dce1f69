import { renamedSub, shapeComplex, shapeElement, shapeElements, shapeSimple } from './dialect.ts'
import { collapse } from './elements.ts'
import { invalidSyntax, invalidValue } from './errors.ts'
import { type Draft, isEmpty, isList, type Json, type JsonObject } from './json.ts'
import { findSub, type Node } from './lookup.ts'
import { addQuirk, named, type Reading } from './reading.ts'
import type { Attribute } from './schema.ts'
import { readSimple } from './simple.ts'
import { foldCase } from './text.ts'

/** Most values of a multi-valued attribute, and of one whose values name other resources (`members`). */
export const elementsMax = 1000
export const referencesMax = 250_000

/**
 * A value of a declared attribute, with canonical names, without what is readOnly and without null. Undefined for no
 * value: RFC 7643 §2.5: unassigned, null and an empty array are "equivalent in "state"".
 * @throws {ScimError} invalidValue; invalidSyntax for a name given twice, and where strict for a name nobody declared
 */
export function readValue(node: Node, value: unknown, reading: Reading): Json | undefined {
  if (value === null || value === undefined) return undefined
  if (node.attribute.multiValued) return readElements(node, value, reading)
  if (!node.subs) {
    const shaped = shapeSimple(node, value, reading)
    return shaped === undefined || shaped === null
      ? undefined
      : readSimple(node.attribute, shaped, above(node), reading)
  }
  const shaped = shapeComplex(node, value, reading)
  return shaped && readComplex(node, shaped, reading)
}

/** The elements, equal ones once and at most one of them primary; undefined when none is left. */
export function readElements(node: Node, value: unknown, reading: Reading): readonly Json[] | undefined {
  const came = shapeElements(node, value, reading)
  checkCount(node, came.length)
  const elements: Json[] = []
  for (const element of came) {
    if (element === null || element === undefined) continue
    const read = readElement(node, element, reading)
    if (read !== undefined) elements.push(read)
  }
  return elements.length > 0 ? collapse(node, elements, reading) : undefined
}

/** @throws {ScimError} invalidValue when a multi-valued attribute would have more values than may be */
export function checkCount(node: Node, count: number): void {
  const most = node.refers ? referencesMax : elementsMax
  if (count > most) throw invalidValue(`${node.path} may have at most ${most} values.`)
}

function readElement(node: Node, element: unknown, reading: Reading): Json | undefined {
  if (!node.subs) return readSimple(node.attribute, element, above(node), reading)
  const read = readComplex(node, shapeElement(node, element, reading), reading)
  if (!read) checkParts(node, {})
  return read && !isHollow(read) ? read : undefined
}

/**
 * Entra sends `{"type": "work", "primary": true, "value": null}`: an element that says only what kind of nothing it is.
 */
export function isHollow(element: JsonObject): boolean {
  for (const name in element) if (name !== 'type' && name !== 'primary') return false
  return true
}

/** The parts of a complex value; undefined when there are none. */
export function readComplex(
  node: Node,
  object: Readonly<Record<string, unknown>>,
  reading: Reading,
): JsonObject | undefined {
  const read: Draft = {}
  for (const name of Object.keys(object)) {
    const sub = subOf(node, name, reading)
    if (!sub || sub.mutability === 'readOnly') continue
    if (Object.hasOwn(read, sub.name)) throw invalidSyntax(`${node.path}.${sub.name} is given twice.`)
    const value = readSub(node, sub, object[name], reading)
    if (value !== undefined) read[sub.name] = value
  }
  if (isEmpty(read)) return undefined
  checkParts(node, read)
  return read
}

/** @throws {ScimError} invalidValue when a required part is missing */
export function checkParts(node: Node, read: JsonObject): void {
  for (const { name } of node.requiredSubs) {
    if (read[name] === undefined) throw invalidValue(`${node.path}.${name} is required.`)
  }
}

/** The sub-attribute a client means; undefined, with a quirk, when nobody declared it. */
export function subOf(node: Node, name: string, reading: Reading): Attribute | undefined {
  const sub = findSub(node, name)
  if (sub) return sub
  const renamed = renamedSub(node, name)
  if (renamed !== undefined) {
    addQuirk(reading, 'renamed', `${node.path}.${named(name)}`, `is not of SCIM 2.0; read as ${renamed}`)
    return findSub(node, renamed)
  }
  addQuirk(reading, 'ignored', `${node.path}.${named(name)}`, 'is not in the schema; ignored')
  return undefined
}

/**
 * A value of a sub-attribute; undefined for no value. An empty `value` is none: that is how Entra clears an email or a
 * manager.
 */
export function readSub(node: Node, sub: Attribute, value: unknown, reading: Reading): Json | undefined {
  if (value === null || value === undefined || (isList(value) && value.length === 0)) return undefined
  if (value === '' && sub === node.value) {
    addQuirk(reading, 'empty-string', `${node.path}.${sub.name}`, 'came as an empty string; read as no value')
    return undefined
  }
  const prefix = `${node.path}.`
  if (!sub.multiValued) return canonical(node, sub, readSimple(sub, value, prefix, reading), reading)
  const values = isList(value) ? value : [value]
  checkCount(node, values.length)
  return values.map((one) => readSimple(sub, one, prefix, reading))
}

/**
 * RFC 7643 §7, canonicalValues: "suggested". Where strict, the only ones: draft-zollner-scim-interop-profile, "Clients
 * MUST only use type values listed".
 */
function canonical(node: Node, sub: Attribute, read: Json, { strict }: Reading): Json {
  const { canonicalValues } = sub
  if (!strict || !canonicalValues || typeof read !== 'string') return read
  const folded = foldCase(read)
  const isListed = canonicalValues.some((value) => (sub.caseExact ? value === read : foldCase(value) === folded))
  if (!isListed) throw invalidValue(`${node.path}.${sub.name} must be one of ${canonicalValues.join(', ')}.`)
  return read
}

function above(node: Node): string {
  return node.extension === undefined ? '' : `${node.extension}:`
}
