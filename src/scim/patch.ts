import { invalidValue, mutability, noTarget } from './errors.ts'
import { equal, isList, isObject, type Json, type Resource } from './json.ts'
import { lookupOf } from './lookup.ts'
import type { Operation } from './operation.ts'
import { changeElements, changeSelected } from './patch-elements.ts'
import { changeSingle } from './patch-single.ts'
import { changeUndeclared } from './patch-undeclared.ts'
import { currentOf, type Op, type Patching } from './patching.ts'
import { findPath, type Path, parsePath } from './path.ts'
import { addQuirk, named, type Quirk, type ReadOptions, startReading } from './reading.ts'
import { checkRequired } from './resource.ts'
import type { ResourceType } from './schema.ts'
import { readValue } from './value.ts'

export interface PatchOptions extends ReadOptions {
  /** The resource's id, where its document does not have it. Okta echoes it with a group's new name. */
  readonly id?: string
}

export interface PatchedResource {
  readonly resource: Resource
  /** False when every operation found things as it wanted them: `meta.lastModified` stays (RFC 7644 §3.5.2.1). */
  readonly changed: boolean
  /** A new password, if an operation set one; it is never in the resource. */
  readonly password: string | undefined
  readonly quirks: readonly Quirk[]
}

/**
 * RFC 7644 §3.5.2: the operations in order, each applied to the result of the one before; all or, by throwing, none of
 * them. The given resource is left as it is.
 * @throws {ScimError} invalidPath, invalidFilter, invalidValue, invalidSyntax, mutability, noTarget
 */
export function applyPatch(
  type: ResourceType,
  resource: Resource,
  operations: readonly Operation[],
  options: PatchOptions = {},
): PatchedResource {
  const known = options.id ?? resource.id
  const id = typeof known === 'string' ? known : undefined
  const lookup = lookupOf(type)
  const reading = startReading(options)
  const patching: Patching = { type, lookup, draft: { ...resource }, reading, id, password: undefined }
  for (const { op, path, value } of operations) {
    if (path !== undefined) apply(patching, op, parsePath(path, type, reading), value)
    else if (isObject(value)) applyAttributes(patching, op, value, '')
    else throw invalidValue('Without a path, value must be an object of attributes.')
  }
  checkRequired(lookup, patching.draft)
  const changed = !equal(resource, patching.draft)
  return { resource: changed ? patching.draft : resource, changed, password: patching.password, quirks: reading.quirks }
}

function apply(patching: Patching, op: Op, path: Path, value: unknown): void {
  switch (path.kind) {
    case 'attribute':
      applyAt(patching, op, path, value)
      return
    case 'extension':
      applyExtension(patching, op, path.urn, value)
      return
    case 'resource':
      if (op === 'remove') throw noTarget('A remove must name what to remove.')
      if (!isObject(value)) throw invalidValue(`${patching.type.schema.id} must be an object.`)
      applyAttributes(patching, op, value, `${patching.type.schema.id}:`)
      return
    case 'undeclared':
      changeUndeclared(patching, op, path.text, value)
  }
}

/**
 * RFC 7644 §3.5.2.1 and §3.5.2.3: without a path, each name in `value` is an attribute. Entra (`aadOptscim062020`) puts
 * paths there, `"name.givenName"`, `"urn:…:User:department"`. Names after the URN they are in take it as their prefix.
 */
function applyAttributes(patching: Patching, op: Op, object: Readonly<Record<string, unknown>>, prefix: string): void {
  for (const name of Object.keys(object)) {
    const path = findPath(`${prefix}${name}`, patching.type, patching.reading)
    if (path) apply(patching, op, path, object[name])
    else addQuirk(patching.reading, 'ignored', named(name), 'is not in the schema; ignored')
  }
}

function applyExtension(patching: Patching, op: Op, urn: string, value: unknown): void {
  const isNothing = value === null || value === undefined
  if (op === 'remove' || (op === 'replace' && (isNothing || patching.reading.strict))) delete patching.draft[urn]
  if (op === 'remove' || isNothing) return
  if (!isObject(value)) throw invalidValue(`${urn} must be an object.`)
  applyAttributes(patching, op, value, `${urn}:`)
}

function applyAt(patching: Patching, op: Op, path: Path & { readonly kind: 'attribute' }, value: unknown): void {
  const { node, filter, sub } = path
  const { attribute } = node
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    checkEcho(patching, op, path, value)
  } else if (attribute.mutability === 'writeOnly') {
    const secret = op === 'remove' ? undefined : readValue(node, value, patching.reading)
    if (attribute.name === 'password') patching.password = typeof secret === 'string' ? secret : undefined
  } else if (attribute.required && !filter && !sub && unsets(op, value)) {
    throw mutability(`${node.path} is required.`)
  } else if (filter || (sub && attribute.multiValued)) {
    changeSelected(patching, op, path, value)
  } else if (attribute.multiValued) {
    changeElements(patching, op, node, value)
  } else {
    changeSingle(patching, op, node, sub, value)
  }
}

/** RFC 7644 §3.5.2.2: what "is removed or becomes unassigned"; to replace by nothing is the latter. */
function unsets(op: Op, value: unknown): boolean {
  const isNothing = value === null || value === undefined
  return op === 'remove'
    ? isNothing || !isList(value)
    : op === 'replace' && (isNothing || (isList(value) && value.length === 0))
}

/**
 * RFC 7644 §3.5.2: "a client MUST NOT modify an attribute that has mutability "readOnly"". What changes nothing is let
 * through: Okta's `{"id": "<gid>", "displayName": "New"}`; nothing where there is nothing; `schemas`, which follow from
 * what the resource has.
 */
function checkEcho(patching: Patching, op: Op, path: Path & { readonly kind: 'attribute' }, value: unknown): void {
  const { node, filter, sub } = path
  if (op !== 'remove' && !filter && !sub) {
    const { name } = node.attribute
    if (name === 'schemas') return
    const current = name === 'id' ? patching.id : currentOf(patching, node)
    const isNothing = value === null || value === undefined || (isList(value) && value.length === 0)
    if (isNothing ? current === undefined || name === 'id' : equal(current, value as Json)) return
  }
  throw mutability(`${sub ? `${node.path}.${sub.name}` : node.path} is readOnly.`)
}
