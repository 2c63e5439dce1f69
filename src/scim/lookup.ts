import type { Place } from './place.ts'
import { type Attribute, everyResource, type ResourceType, type Schema } from './schema.ts'

/**
 * A resource type, indexed once. RFC 7643 §2.1: attribute names and URNs are "case insensitive", so every Map has the
 * canonical name and the lower-case one as keys; ask `get(name) ?? get(name.toLowerCase())`.
 */
export interface Lookup {
  /** Attributes of every resource and of the type's own schema. */
  readonly nodes: ReadonlyMap<string, Node>
  readonly extensions: ReadonlyMap<string, Extension>
  /** Every path without a filter, also with its URN in front; keys are lower case only. */
  readonly places: ReadonlyMap<string, Place>
  /**
   * Attributes of extensions without their URN, where nothing else has the name; lower case only. For filters (Entra).
   */
  readonly unqualified: ReadonlyMap<string, Place>
  /** Lower-case URNs of the type's schema and its extensions. */
  readonly urns: ReadonlySet<string>
  readonly required: readonly Node[]
  readonly requiredExtensions: readonly string[]
}

/** An attribute with its sub-attributes by name. */
export interface Node {
  readonly attribute: Attribute
  /** Canonical path, the extension's URN included. */
  readonly path: string
  /** Canonical URN of the extension it is of; undefined in the type's own schema. */
  readonly extension: string | undefined
  /** Undefined unless complex. */
  readonly subs: ReadonlyMap<string, Attribute> | undefined
  /** Its `value` sub-attribute, the one meant where none is named (RFC 7643 §2.4). */
  readonly value: Attribute | undefined
  readonly requiredSubs: readonly Attribute[]
  /** Whether its values name other resources, and so may be very many: it is multi-valued and has a `$ref`. */
  readonly refers: boolean
}

export interface Extension {
  readonly urn: string
  readonly nodes: ReadonlyMap<string, Node>
  readonly required: readonly Node[]
}

const known = new WeakMap<ResourceType, Lookup>()

/** @throws {TypeError} a schema that cannot be served; a mistake of whoever wrote the schema, not of a client */
export function lookupOf(type: ResourceType): Lookup {
  let lookup = known.get(type)
  if (!lookup) {
    lookup = index(type)
    known.set(type, lookup)
  }
  return lookup
}

export function findNode(nodes: ReadonlyMap<string, Node>, name: string): Node | undefined {
  return nodes.get(name) ?? nodes.get(name.toLowerCase())
}

export function findSub(node: Node, name: string): Attribute | undefined {
  return node.subs?.get(name) ?? node.subs?.get(name.toLowerCase())
}

/** The node a declared place lies at. */
export function nodeAt(lookup: Lookup, place: Place): Node | undefined {
  const nodes = place.extension === undefined ? lookup.nodes : lookup.extensions.get(place.extension)?.nodes
  return nodes?.get(place.attribute.name)
}

function index(type: ResourceType): Lookup {
  const places = new Map<string, Place>()
  const core = [...everyResource, ...type.schema.attributes].map((attribute) => nodeOf(attribute, undefined))
  for (const node of core) addPlaces(places, node, ['', `${type.schema.id}:`])
  const extensions = new Map<string, Extension>()
  const unqualified = new Map<string, Place>()
  for (const { schema } of type.schemaExtensions) {
    const nodes = schema.attributes.map((attribute) => nodeOf(attribute, schema))
    for (const node of nodes) {
      addPlaces(places, node, [`${schema.id}:`])
      addPlaces(unqualified, node, [''])
    }
    const extension = { urn: schema.id, nodes: byName(nodes), required: nodes.filter(isRequired) }
    extensions.set(schema.id, extension)
    extensions.set(schema.id.toLowerCase(), extension)
  }
  return {
    nodes: byName(core),
    extensions,
    places,
    unqualified,
    urns: new Set([type.schema.id, ...extensions.keys()].map((urn) => urn.toLowerCase())),
    required: core.filter(isRequired),
    requiredExtensions: type.schemaExtensions.filter(({ required }) => required).map(({ schema }) => schema.id),
  }
}

function isRequired({ attribute }: Node): boolean {
  return attribute.required && attribute.mutability !== 'readOnly' && attribute.mutability !== 'writeOnly'
}

function nodeOf(attribute: Attribute, schema: Schema | undefined): Node {
  const path = schema ? `${schema.id}:${attribute.name}` : attribute.name
  checkName(attribute.name, path)
  if ((attribute.type === 'complex') !== (attribute.subAttributes !== undefined)) {
    throw new TypeError(`${path}: exactly the complex attributes have sub-attributes`)
  }
  const subs = new Map<string, Attribute>()
  for (const sub of attribute.subAttributes ?? []) {
    checkName(sub.name, path)
    if (sub.type === 'complex') throw new TypeError(`${path}.${sub.name}: a sub-attribute is never complex`)
    subs.set(sub.name, sub)
    subs.set(sub.name.toLowerCase(), sub)
  }
  return {
    attribute,
    path,
    extension: schema?.id,
    subs: attribute.type === 'complex' ? subs : undefined,
    value: subs.get('value'),
    requiredSubs: (attribute.subAttributes ?? []).filter(({ required }) => required),
    refers: attribute.multiValued && subs.has('$ref'),
  }
}

/** RFC 7643 §2.1: ATTRNAME = ALPHA *(nameChar). Names every JavaScript object answers to are refused as well. */
function checkName(name: string, path: string): void {
  if (!/^(\$ref|[A-Za-z][\w-]*)$/.test(name) || name in Object.prototype || name === 'prototype') {
    throw new TypeError(`${path}: ${JSON.stringify(name)} cannot name an attribute`)
  }
}

function byName(nodes: readonly Node[]): Map<string, Node> {
  const named = new Map<string, Node>()
  for (const node of nodes) {
    named.set(node.attribute.name, node)
    named.set(node.attribute.name.toLowerCase(), node)
  }
  return named
}

function addPlaces(places: Map<string, Place>, node: Node, prefixes: readonly string[]): void {
  const { attribute, extension, path } = node
  const above = extension === undefined ? [] : [extension]
  const at = { extension, attribute, declared: true }
  const found: Place[] = [{ ...at, path, sub: undefined, keys: [...above, attribute.name] }]
  for (const sub of attribute.subAttributes ?? []) {
    found.push({ ...at, path: `${path}.${sub.name}`, sub, keys: [...above, attribute.name, sub.name] })
  }
  for (const place of found) {
    const [, ...names] = extension === undefined ? ['', ...place.keys] : place.keys
    for (const prefix of prefixes) places.set(`${prefix}${names.join('.')}`.toLowerCase(), place)
  }
}
