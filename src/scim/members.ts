/**
 * A group's members, for a service provider that keeps them apart from the group: there may be 100,000, and a change of
 * one must not read the rest. Everything a client can say about `members` becomes a list of changes, or an error;
 * nothing is dropped.
 */

import { shapeElement, shapeElements } from './dialect.ts'
import { invalidFilter, invalidPath, invalidValue } from './errors.ts'
import type { Filter } from './filter/filter.ts'
import { isObject } from './json.ts'
import { lookupOf, type Node } from './lookup.ts'
import type { Operation } from './operation.ts'
import { type Path, parsePath } from './path.ts'
import { findPlace } from './place.ts'
import { addQuirk, type Quirk, type Reading, type ReadOptions, startReading } from './reading.ts'
import { groupType } from './schemas/group.ts'
import { readElements } from './value.ts'

/** RFC 7643 §4.2. `value` is the member's id, which may be of a resource that does not exist yet. */
export interface Member {
  readonly value: string
  readonly display?: string
  readonly type?: string
}

/** What one operation does to the members; ids of one change are different. To be done in order. */
export type MemberChange =
  | { readonly kind: 'add'; readonly values: readonly Member[] }
  | { readonly kind: 'remove'; readonly values: readonly Member[] }
  | { readonly kind: 'removeAll' }
  | { readonly kind: 'replace'; readonly values: readonly Member[] }

export interface SplitChanges {
  readonly members: readonly MemberChange[]
  /** The operations without what they say of members; for `applyPatch`. */
  readonly rest: readonly Operation[]
  readonly quirks: readonly Quirk[]
}

const node = lookupOf(groupType).nodes.get('members') as Node

/**
 * Okta: `remove members[value eq "u"]`, `add members [{value, display}]`, `replace members`. Entra: `Add members
 * [{"$ref": null, …}]`, and `Remove members [{value}]`, which removes those and not all. A remove of who is no member,
 * and an add of who is one, are no errors: repeating an operation leads to the same group.
 * @throws {ScimError} invalidPath, invalidFilter for what is said of members and cannot be done to them one by one; invalidValue
 */
export function splitMemberChanges(operations: readonly Operation[], options: ReadOptions = {}): SplitChanges {
  const members: MemberChange[] = []
  const rest: Operation[] = []
  const reading = startReading(options)
  for (const operation of operations) {
    const { op, path, value } = operation
    const found = path === undefined ? undefined : membersPath(path, reading)
    if (found) members.push(...changesAt(found, op, value, reading))
    else if (op !== 'remove' && isObject(value) && (path === undefined || isOwnUrn(path))) {
      splitAttributes(op, value, members, rest, reading)
    } else rest.push(operation)
  }
  return { members, rest, quirks: reading.quirks }
}

/** The members a document lists, as it lists them in POST, PUT or a replace. @throws {ScimError} invalidValue */
export function readMembers(value: unknown): readonly Member[] {
  return membersOf(value, startReading())
}

/** An operation whose value is an object of attributes; under the group's own URN there may be some as well, once. */
function splitAttributes(
  op: Operation['op'],
  value: Readonly<Record<string, unknown>>,
  members: MemberChange[],
  rest: Operation[],
  reading: Reading,
): void {
  const own = Object.keys(value).find(isOwnUrn)
  const nested = own === undefined ? undefined : value[own]
  if (nested !== undefined && !isObject(nested)) throw invalidValue(`${groupType.schema.id} must be an object.`)
  const names = [
    ...Object.entries(value).filter(([name]) => name !== own),
    ...(isObject(nested) ? Object.entries(nested) : []),
  ]
  const others: [string, unknown][] = []
  for (const [name, given] of names) {
    const path = membersPath(name, reading)
    if (path) members.push(...changesAt(path, op, given, reading))
    else others.push([name, given])
  }
  if (others.length > 0) rest.push({ op, path: undefined, value: Object.fromEntries(others) })
}

function isOwnUrn(name: string): boolean {
  return name.toLowerCase() === groupType.schema.id.toLowerCase()
}

/** Undefined for a path that is not about members. */
function membersPath(text: string, reading: Reading): (Path & { readonly kind: 'attribute' }) | undefined {
  const bracket = text.indexOf('[')
  const place = findPlace(groupType, bracket < 0 ? text : text.slice(0, bracket).trim())
  if (place?.attribute !== node.attribute) return undefined
  const path = parsePath(text, groupType, reading)
  return path.kind === 'attribute' ? path : undefined
}

function changesAt(
  { filter, sub }: Path & { readonly kind: 'attribute' },
  op: Operation['op'],
  value: unknown,
  reading: Reading,
): readonly MemberChange[] {
  const isNothing = value === undefined || value === null
  if (sub && sub !== node.value)
    throw invalidPath(`members.${sub.name} cannot be changed; a member is added or removed.`)
  if (filter) {
    if (op !== 'remove') throw invalidPath(`members with a filter can be removed, not changed by ${op}.`)
    return [{ kind: 'remove', values: selectedBy(filter) }]
  }
  if (op === 'replace') return [{ kind: 'replace', values: membersOf(value, reading) }]
  if (op === 'remove' && isNothing) {
    if (sub) throw invalidPath('members.value cannot be removed from every member.')
    return [{ kind: 'removeAll' }]
  }
  const values = op === 'remove' ? removedBy(value, reading) : membersOf(value, reading)
  return values.length > 0 ? [{ kind: op, values }] : []
}

/** `value eq "a"`, `value eq "a" or value eq "b"`: what else a filter says of members is not known here. */
function selectedBy(filter: Filter): readonly Member[] {
  const ids = new Set<string>()
  collectIds(filter, ids)
  return [...ids].map((value) => ({ value }))
}

function collectIds(filter: Filter, ids: Set<string>): void {
  if (filter.kind === 'comparison' && filter.op === 'eq' && filter.sub === node.value) ids.add(String(filter.value))
  else if (filter.kind === 'or') for (const part of filter.filters) collectIds(part, ids)
  else throw invalidFilter('members are removed by value eq "…", and by several of them joined with or.')
}

function membersOf(value: unknown, reading: Reading): readonly Member[] {
  const elements = (readElements(node, value, reading) ?? []) as unknown as readonly (Member & { $ref?: string })[]
  return elements.map(({ value: id, display, type }) => {
    if (display === undefined && type === undefined) return { value: id }
    return { value: id, ...(display !== undefined && { display }), ...(type !== undefined && { type }) }
  })
}

/** Of a member to remove only the id matters; whatever else is said of it is not looked at. */
function removedBy(value: unknown, reading: Reading): readonly Member[] {
  addQuirk(reading, 'remove-by-value', node.path, 'came as the value of a remove; those were removed, and not all')
  const ids = shapeElements(node, value, reading).map((element) => {
    const { value: id } = element === null || element === undefined ? {} : shapeElement(node, element, reading)
    return { value: id }
  })
  return membersOf(ids, reading)
}
