import { mutability } from './errors.ts'
import { type Draft, equal, isEmpty, isList, isObject, type Json, type JsonObject, sameElements } from './json.ts'
import type { Lookup, Node } from './lookup.ts'
import type { Reading } from './reading.ts'
import type { Attribute, ResourceType } from './schema.ts'
import { readSub, subOf } from './value.ts'

/**
 * What goes along while operations are applied. Objects and lists inside `draft` are the caller's: replaced, never
 * changed.
 */
export interface Patching {
  readonly type: ResourceType
  readonly lookup: Lookup
  readonly draft: Draft
  readonly reading: Reading
  readonly id: string | undefined
  password: string | undefined
}

export type Op = 'add' | 'remove' | 'replace'

export function currentOf({ draft }: Patching, node: Node): Json | undefined {
  if (node.extension === undefined) return draft[node.attribute.name]
  const extension = draft[node.extension]
  return isObject(extension) ? (extension as JsonObject)[node.attribute.name] : undefined
}

export function elementsOf(patching: Patching, node: Node): readonly Json[] {
  const current = currentOf(patching, node)
  if (current === undefined) return []
  return isList(current) ? current : [current]
}

/**
 * Sets or, with undefined, unsets an attribute; an equal value changes nothing, nor do equal elements in another order.
 * @throws {ScimError} mutability. RFC 7643 §7, immutable: "MAY be defined at resource creation … SHALL NOT be updated"
 */
export function assign(patching: Patching, node: Node, value: Json | undefined): void {
  const before = currentOf(patching, node)
  if (isList(before) && isList(value) ? sameElements(before, value) : equal(before, value)) return
  if (before !== undefined && node.attribute.mutability === 'immutable') throw mutability(`${node.path} is immutable.`)
  const { draft } = patching
  if (node.extension === undefined) {
    set(draft, node.attribute.name, value)
    return
  }
  const extension = draft[node.extension]
  const copy: Draft = isObject(extension) ? { ...(extension as JsonObject) } : {}
  set(copy, node.attribute.name, value)
  set(draft, node.extension, isEmpty(copy) ? undefined : copy)
}

function set(draft: Draft, name: string, value: Json | undefined): void {
  if (value === undefined) delete draft[name]
  else draft[name] = value
}

/**
 * A complex value with one part set or, with undefined, unset; itself when nothing changes. @throws {ScimError}
 * mutability
 */
export function withPart(node: Node, before: JsonObject, sub: Attribute, value: Json | undefined): JsonObject {
  const part = before[sub.name]
  if (equal(part, value)) return before
  if (part !== undefined && sub.mutability === 'immutable') throw mutability(`${node.path}.${sub.name} is immutable.`)
  const after: Draft = { ...before }
  set(after, sub.name, value)
  return after
}

/**
 * A complex value with the parts of a client's object put over it. RFC 7644 §3.5.2.3: "Sub-attributes that are not
 * specified SHALL be left unchanged." A part that is null is unset by a replace, and nothing to an add.
 */
export function withParts(
  patching: Patching,
  node: Node,
  op: Op,
  before: JsonObject,
  object: Readonly<Record<string, unknown>>,
): JsonObject {
  const { reading } = patching
  let after: JsonObject = op === 'replace' && reading.strict ? {} : before
  for (const name of Object.keys(object)) {
    const sub = subOf(node, name, reading)
    if (!sub || sub.mutability === 'readOnly') continue
    const value = readSub(node, sub, object[name], reading)
    if (value !== undefined || op === 'replace') after = withPart(node, after, sub, value)
  }
  return after
}
