import { shapeElement, shapeElements, shapeSimple } from './dialect.ts'
import { collapse, isPrimary, matcher, primaryAt } from './elements.ts'
import { invalidFilter, invalidPath, invalidValue, noTarget } from './errors.ts'
import type { Filter } from './filter/filter.ts'
import { compileElementPredicate } from './filter/predicate.ts'
import { isEmpty, isList, isObject, type Json, type JsonObject } from './json.ts'
import type { Node } from './lookup.ts'
import { assign, elementsOf, type Op, type Patching, withPart, withParts } from './patching.ts'
import { addQuirk } from './reading.ts'
import type { Attribute } from './schema.ts'
import { checkCount, checkParts, isHollow, readElements, readSub, readValue } from './value.ts'

/**
 * An operation on all values of a multi-valued attribute. RFC 7644 §3.5.2.1: an add appends; a value that is there
 * already changes nothing. A remove with a list (Entra: `{"op":"Remove","path":"members","value":[{"value":"u1"}]}`)
 * removes those, not all.
 * @throws {ScimError} invalidValue
 */
export function changeElements(patching: Patching, op: Op, node: Node, value: unknown): void {
  const { reading } = patching
  if (op === 'replace') {
    assign(patching, node, readElements(node, value, reading))
    return
  }
  const before = elementsOf(patching, node)
  if (op === 'add') {
    appendTo(patching, node, before, readElements(node, value, reading) ?? [])
    return
  }
  if (value === undefined || value === null) {
    assign(patching, node, undefined)
    return
  }
  addQuirk(reading, 'remove-by-value', node.path, 'came as the value of a remove; those were removed, and not all')
  const isWanted = matcher(node, namedBy(patching, node, value))
  assignElements(
    patching,
    node,
    before.filter((element) => !isWanted(element)),
  )
}

/** The elements, or parts of them, that a remove lists. */
function namedBy(patching: Patching, node: Node, value: unknown): readonly Json[] {
  const { reading } = patching
  if (!node.subs) return readElements(node, value, reading) ?? []
  const came = shapeElements(node, value, reading)
  checkCount(node, came.length)
  return came.map((element) => {
    const parts = withParts(patching, node, 'add', {}, shapeElement(node, element, reading))
    if (isEmpty(parts)) throw invalidValue(`An element to remove from ${node.path} names nothing.`)
    return parts
  })
}

function appendTo(patching: Patching, node: Node, before: readonly Json[], added: readonly Json[]): void {
  if (added.length === 0) return
  const kept = added.some(isPrimary) ? primaryAt(before, -1) : before
  assignElements(patching, node, [...kept, ...added])
}

/**
 * An operation on the values a filter selects, or on all where there is none and `sub` is named.
 *
 * A filter that selects nothing is noTarget (RFC 7644 §3.5.2.3). Except that Entra fills in what is not there yet by
 * `addresses[type eq "work"].streetAddress`: when the filter says only what parts equal, it describes the element to
 * make.
 *
 * @throws {ScimError} noTarget, invalidValue, mutability; where strict invalidPath and invalidFilter
 */
export function changeSelected(
  patching: Patching,
  op: Op,
  {
    node,
    filter,
    sub,
  }: { readonly node: Node; readonly filter: Filter | undefined; readonly sub: Attribute | undefined },
  value: unknown,
): void {
  const before = elementsOf(patching, node)
  const { strict } = patching.reading
  if (strict && op !== 'remove' && filter && !sub && node.subs)
    throw invalidPath(`What ${op} changes of ${node.path} must be named after the filter.`)
  const test = filter ? compileElementPredicate(filter) : () => true
  const change = changeOf(patching, op, node, sub, value)
  let chosen = -1
  let found = 0
  const after: Json[] = []
  for (const element of before) {
    const selected = test(element)
    if (selected) found++
    const changed = selected ? change(element) : element
    if (changed === undefined) continue
    if (selected && isPrimary(changed) && op !== 'remove') chosen = after.length
    after.push(changed)
  }
  if (strict && op !== 'remove' && filter && found > 1)
    throw invalidFilter(`The filter selects ${found} values of ${node.path}; it must select one.`)
  if (found > 0) {
    assignElements(patching, node, chosen < 0 ? after : primaryAt(after, chosen))
    return
  }
  const described = filter ? describedBy(filter) : {}
  if (!filter && op === 'remove') return
  if (
    strict ||
    op === 'remove' ||
    !node.subs ||
    !node.attribute.multiValued ||
    !described ||
    (!sub && op === 'replace')
  ) {
    throw noTarget(`${node.path} has no value that the filter selects.`)
  }
  const made = change(shapeElement(node, described, patching.reading) as JsonObject)
  if (isObject(made) && !isHollow(made as JsonObject)) appendTo(patching, node, before, [made as JsonObject])
}

/** What becomes of one selected element; undefined when it goes. */
function changeOf(
  patching: Patching,
  op: Op,
  node: Node,
  sub: Attribute | undefined,
  value: unknown,
): (element: Json) => Json | undefined {
  const { reading } = patching
  // A role's JSON inside a string says more than its value, wherever it stands.
  const role = sub && sub === node.value && op !== 'remove' ? shapeElement(node, { value }, reading) : { value }
  if (sub && role.value === value) {
    const read = op === 'remove' ? undefined : readSub(node, sub, shapeSimple(node, value, reading), reading)
    if (read === undefined && op === 'add') return (element) => element
    if (read === undefined && sub === node.value) return () => undefined
    return (element) => solid(withPart(node, isObject(element) ? (element as JsonObject) : {}, sub, read))
  }
  const only = sub ? role : isList(value) && value.length === 1 ? value[0] : value
  if (op === 'remove' || ((only === null || only === undefined) && op === 'replace')) return () => undefined
  if (only === null || only === undefined) return (element) => element
  if (isList(only)) throw invalidValue(`A filter on ${node.path} takes one value.`)
  if (!node.subs) {
    const read = readValue(node, [only], reading)
    return () => (isList(read) ? read[0] : undefined)
  }
  const shaped = shapeElement(node, only, reading)
  return (element) => solid(withParts(patching, node, op, isObject(element) ? (element as JsonObject) : {}, shaped))
}

function solid(element: JsonObject): JsonObject | undefined {
  return isHollow(element) ? undefined : element
}

/** The element that a filter of nothing but `eq` and `and` describes. */
function describedBy(filter: Filter): JsonObject | undefined {
  if (filter.kind === 'comparison' && filter.op === 'eq' && filter.sub) return { [filter.sub.name]: filter.value }
  if (filter.kind !== 'and') return undefined
  let described: JsonObject = {}
  for (const part of filter.filters) {
    const more = describedBy(part)
    if (!more) return undefined
    described = { ...described, ...more }
  }
  return described
}

function assignElements(patching: Patching, node: Node, elements: readonly Json[]): void {
  checkCount(node, elements.length)
  for (const element of elements) if (isObject(element)) checkParts(node, element as JsonObject)
  const [first] = elements
  if (first === undefined) assign(patching, node, undefined)
  else if (!node.attribute.multiValued) assign(patching, node, first)
  else assign(patching, node, collapse(node, elements, patching.reading))
}
