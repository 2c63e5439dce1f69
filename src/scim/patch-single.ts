import { shapeComplex, shapeSimple } from './dialect.ts'
import { isEmpty, isObject, type JsonObject } from './json.ts'
import type { Node } from './lookup.ts'
import { assign, currentOf, type Op, type Patching, withPart, withParts } from './patching.ts'
import type { Attribute } from './schema.ts'
import { checkParts, readSub, readValue } from './value.ts'

/**
 * An operation on an attribute of a single value, or on one part of it. RFC 7644 §3.5.2.1: an add to what has a value
 * replaces it.
 * @throws {ScimError} invalidValue, mutability
 */
export function changeSingle(patching: Patching, op: Op, node: Node, sub: Attribute | undefined, value: unknown): void {
  if (sub) changePart(patching, op, node, sub, value)
  else if (op === 'remove') assign(patching, node, undefined)
  else if (node.subs) changeComplex(patching, op, node, value)
  else {
    const read = readValue(node, value, patching.reading)
    if (read !== undefined || op === 'replace') assign(patching, node, read)
  }
}

/** Entra removes a manager by replacing it with "". */
function changeComplex(patching: Patching, op: Op, node: Node, value: unknown): void {
  const shaped = shapeComplex(node, value, patching.reading)
  if (shaped) assignComplex(patching, node, withParts(patching, node, op, partsOf(patching, node), shaped))
  else if (op === 'replace') assign(patching, node, undefined)
}

function changePart(patching: Patching, op: Op, node: Node, sub: Attribute, value: unknown): void {
  const { reading } = patching
  const read = op === 'remove' ? undefined : readSub(node, sub, shapeSimple(node, value, reading), reading)
  if (read === undefined && op === 'add') return
  assignComplex(patching, node, withPart(node, partsOf(patching, node), sub, read))
}

function assignComplex(patching: Patching, node: Node, parts: JsonObject): void {
  if (!isEmpty(parts)) checkParts(node, parts)
  assign(patching, node, isEmpty(parts) ? undefined : parts)
}

function partsOf(patching: Patching, node: Node): JsonObject {
  const current = currentOf(patching, node)
  return isObject(current) ? (current as JsonObject) : {}
}
