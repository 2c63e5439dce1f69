import { invalidSyntax, invalidValue, mutability } from './errors.ts'
import { type Draft, equal, isObject, type Json, type JsonObject, type Resource } from './json.ts'
import { type Extension, findNode, type Lookup, lookupOf, type Node } from './lookup.ts'
import { checkSchemas, readBody } from './message.ts'
import { findPath, type Path } from './path.ts'
import { addQuirk, named, type Quirk, type Reading, type ReadOptions, startReading } from './reading.ts'
import type { ResourceType } from './schema.ts'
import { readSub, readValue } from './value.ts'
import { readVerbatim } from './verbatim.ts'

export interface ReadResource {
  /** What may be stored: canonical names, only what a client may write, never `schemas`, `id`, `meta` or a password. */
  readonly resource: Resource
  /** RFC 7643 §4.1.1: writeOnly, and returned "never"; apart, so that nobody stores it by mistake. */
  readonly password: string | undefined
  readonly quirks: readonly Quirk[]
}

export interface ReplaceOptions extends ReadOptions {
  /**
   * What is stored, for a replace: immutable attributes are held against it, and kept where the body leaves them out.
   */
  readonly current?: Resource
}

/**
 * The body of a POST or PUT. RFC 7644 §3.3: what is readOnly "SHALL be ignored"; §3.5.1: of what is immutable and set
 * already, "the input value(s) MUST match". What differs from the RFC and is taken all the same is told in `quirks`.
 * @throws {ScimError} invalidSyntax, invalidValue, mutability
 */
export function readResource(
  type: ResourceType,
  body: unknown,
  mode: 'create' | 'replace',
  options: ReplaceOptions = {},
): ReadResource {
  const reading = startReading(options)
  const document = readBody(body)
  checkSchemas(type, document, reading)
  const lookup = lookupOf(type)
  const into: Target = { draft: {}, password: undefined, reading, type, lookup }
  readAttributes(lookup.nodes, document, into, undefined)
  if (mode === 'replace' && options.current) keepImmutable(lookup, options.current, into.draft)
  checkRequired(lookup, into.draft)
  return { resource: into.draft, password: into.password, quirks: reading.quirks }
}

/** @throws {ScimError} invalidValue when a required attribute is missing */
export function checkRequired(lookup: Lookup, resource: Resource): void {
  for (const { attribute, path } of lookup.required) {
    if (resource[attribute.name] === undefined) throw invalidValue(`${path} is required.`)
  }
  for (const urn of lookup.requiredExtensions) {
    if (resource[urn] === undefined) throw invalidValue(`${urn} is required.`)
  }
  for (const { urn, required } of lookup.extensions.values()) {
    const part = resource[urn]
    if (!isObject(part)) continue
    for (const { attribute, path } of required) {
      if (part[attribute.name] === undefined) throw invalidValue(`${path} is required.`)
    }
  }
}

interface Target {
  readonly draft: Draft
  password: string | undefined
  readonly reading: Reading
  readonly type: ResourceType
  readonly lookup: Lookup
}

function readAttributes(
  nodes: ReadonlyMap<string, Node>,
  object: Readonly<Record<string, unknown>>,
  into: Target,
  extension: Extension | undefined,
): void {
  for (const name of Object.keys(object)) {
    const node = findNode(nodes, name)
    if (node) readNode(node, object[name], into)
    else if (extension) ignore(`${extension.urn}:${named(name)}`, into)
    else readOther(name, object[name], into)
  }
}

function readNode(node: Node, value: unknown, into: Target): void {
  const { name, mutability } = node.attribute
  if (mutability === 'readOnly') return
  if (mutability === 'writeOnly') {
    const secret = readValue(node, value, into.reading)
    if (name === 'password' && typeof secret === 'string') into.password = secret
    return
  }
  put(into, node, readValue(node, value, into.reading))
}

/** A name that is not an attribute's: an extension, declared or not, or a path where the RFC has only names. */
function readOther(name: string, value: unknown, into: Target): void {
  const extension = into.lookup.extensions.get(name) ?? into.lookup.extensions.get(name.toLowerCase())
  const path = /[.:]/.test(name) && !name.includes('[') ? findPath(name, into.type) : undefined
  if (extension) readExtension(extension, value, into)
  else if (path?.kind === 'attribute') readPath(path, name, value, into)
  else if (path?.kind === 'undeclared') readUndeclared(name, value, into)
  else ignore(named(name), into)
}

function readExtension(extension: Extension, value: unknown, into: Target): void {
  if (value === null || value === undefined) return
  if (!isObject(value)) throw invalidValue(`${extension.urn} must be an object.`)
  readAttributes(extension.nodes, value, into, extension)
}

/** `"name.givenName": "x"` or `"urn:…:User:department": "x"` in place of what the RFC nests. */
function readPath(path: Path & { readonly kind: 'attribute' }, name: string, value: unknown, into: Target): void {
  const { node, sub } = path
  if (!sub) {
    readNode(node, value, into)
    return
  }
  if (node.attribute.mutability === 'readOnly' || sub.mutability === 'readOnly') return
  if (node.attribute.multiValued) {
    ignore(named(name), into)
    return
  }
  addQuirk(into.reading, 'path-as-attribute', named(name), 'came as a path; read as an attribute')
  const read = readSub(node, sub, value, into.reading)
  if (read === undefined) return
  const container = containerOf(into.draft, node)
  const complex = container[node.attribute.name]
  container[node.attribute.name] = { ...(isObject(complex) ? (complex as JsonObject) : {}), [sub.name]: read }
}

function readUndeclared(name: string, value: unknown, into: Target): void {
  const read = into.reading.strict ? undefined : readVerbatim(value, named(name), into.reading)
  if (into.reading.strict || (read !== undefined && !isObject(read))) {
    ignore(named(name), into)
    return
  }
  const folded = name.toLowerCase()
  if (Object.keys(into.draft).some((key) => key.toLowerCase() === folded))
    throw invalidSyntax(`${named(name)} is given twice.`)
  if (read !== undefined) into.draft[name] = read
}

function put(into: Target, node: Node, value: Json | undefined): void {
  if (value === undefined) return
  const container = containerOf(into.draft, node)
  if (Object.hasOwn(container, node.attribute.name)) throw invalidSyntax(`${node.path} is given twice.`)
  container[node.attribute.name] = value
}

/** The object a node's value lies in, made when it is not there. Only for a draft whose objects nobody else has. */
function containerOf(draft: Draft, node: Node): Draft {
  if (node.extension === undefined) return draft
  const there = draft[node.extension]
  if (isObject(there)) return there as Draft
  const made: Draft = {}
  draft[node.extension] = made
  return made
}

/** @throws {ScimError} invalidSyntax where strict */
function ignore(name: string, { reading }: Target): void {
  addQuirk(reading, 'ignored', name, 'is not in the schema; ignored')
}

function keepImmutable(lookup: Lookup, current: Resource, draft: Draft): void {
  for (const node of new Set([...lookup.nodes.values(), ...[...lookup.extensions.values()].flatMap(nodesOf)])) {
    if (node.attribute.mutability !== 'immutable') continue
    const holder = node.extension === undefined ? current : current[node.extension]
    const before = isObject(holder) ? (holder as JsonObject)[node.attribute.name] : undefined
    if (before === undefined) continue
    const container = containerOf(draft, node)
    const after = container[node.attribute.name]
    if (after !== undefined && !equal(before, after)) throw mutability(`${node.path} is immutable.`)
    container[node.attribute.name] = before
  }
}

function nodesOf({ nodes }: Extension): readonly Node[] {
  return [...nodes.values()]
}
