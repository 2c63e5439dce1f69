import { type Draft, isEmpty, isList, isObject, type Json, type JsonObject, type Resource } from './json.ts'
import { findNode, type Lookup, lookupOf, type Node, nodeAt } from './lookup.ts'
import { findPlace, isUrn, undeclaredPlace } from './place.ts'
import type { ResourceType } from './schema.ts'

/** What of a resource is shown, worked out once for a request and used for each of its resources. */
export interface Projection {
  readonly lookup: Lookup
  /** Attributes that are shown, whole or only these parts; the others are not. */
  readonly kept: ReadonlyMap<Node, 'all' | ReadonlySet<string>>
  readonly keepsUndeclared: (urn: string) => boolean
}

export interface ProjectionNames {
  readonly attributes?: readonly string[] | undefined
  readonly excludedAttributes?: readonly string[] | undefined
}

const defaults = new WeakMap<ResourceType, Projection>()

/**
 * RFC 7644 §3.9: `attributes` are shown in place of the default, `excludedAttributes` are left out of it. Names in any
 * case, with or without their URN; the URN of an extension is all of it; names nobody declared are passed over. Where
 * both are given, both apply. RFC 7643 §7, `returned`: "always" is shown all the same, "never" never, "request" only
 * when named.
 */
export function readProjection(type: ResourceType, names: ProjectionNames = {}): Projection {
  if (names.attributes || names.excludedAttributes) return compile(type, names)
  const made = defaults.get(type) ?? compile(type, names)
  defaults.set(type, made)
  return made
}

/** Whether an attribute of the type's own schema is shown at all; what is not need not be loaded. */
export function isReturned({ lookup, kept }: Projection, name: string): boolean {
  const node = findNode(lookup.nodes, name)
  return node !== undefined && kept.has(node)
}

/** The resource as a client sees it; its names are canonical already. Never a password, always `schemas` and `id`. */
export function project(resource: Resource, { lookup, kept, keepsUndeclared }: Projection): Resource {
  const shown: Draft = {}
  for (const name in resource) {
    const value = resource[name]
    if (value === undefined) continue
    const node = lookup.nodes.get(name)
    const extension = node ? undefined : lookup.extensions.get(name)
    if (extension) {
      const part = isObject(value) ? pickAttributes(value as JsonObject, extension.nodes, kept) : {}
      if (!isEmpty(part)) shown[name] = part
    } else if (node) {
      const part = pick(value, kept.get(node))
      if (part !== undefined) shown[name] = part
    } else if (isUrn(name) && keepsUndeclared(name)) shown[name] = value
  }
  return shown
}

/** RFC 7643 §3: `schemas` of a resource: its type's, and those of the extensions it has. */
export function schemasOf(type: ResourceType, resource: Resource): readonly string[] {
  return [type.schema.id, ...Object.keys(resource).filter(isUrn)]
}

function pickAttributes(object: JsonObject, nodes: ReadonlyMap<string, Node>, kept: Projection['kept']): JsonObject {
  const shown: Draft = {}
  for (const name in object) {
    const node = nodes.get(name)
    const part = node && pick(object[name], kept.get(node))
    if (part !== undefined) shown[name] = part
  }
  return shown
}

function pick(value: Json | undefined, parts: 'all' | ReadonlySet<string> | undefined): Json | undefined {
  if (value === undefined || parts === undefined || parts === 'all') return parts && value
  if (isList(value)) {
    const elements = value.map((element) => pick(element, parts)).filter((element) => element !== undefined)
    return elements.length > 0 ? elements : undefined
  }
  if (!isObject(value)) return value
  const shown: Draft = {}
  for (const name in value) {
    const part = (value as JsonObject)[name]
    if (part !== undefined && parts.has(name)) shown[name] = part
  }
  return isEmpty(shown) ? undefined : shown
}

/** Names as given, resolved: attributes, `attribute.sub` paths, and URNs in lower case. */
interface Named {
  readonly nodes: ReadonlySet<Node>
  readonly parts: ReadonlyMap<Node, ReadonlySet<string>>
  readonly urns: ReadonlySet<string>
}

function compile(type: ResourceType, names: ProjectionNames): Projection {
  const lookup = lookupOf(type)
  const asked = names.attributes && resolve(type, names.attributes)
  const hidden = resolve(type, names.excludedAttributes ?? [])
  const kept = new Map<Node, 'all' | ReadonlySet<string>>()
  for (const node of everyNode(lookup)) {
    const parts = partsOf(node, asked, hidden)
    if (parts) kept.set(node, parts)
  }
  return {
    lookup,
    kept,
    keepsUndeclared: (urn) => {
      const folded = urn.toLowerCase()
      return (!asked || asked.urns.has(folded)) && !hidden.urns.has(folded)
    },
  }
}

function partsOf(node: Node, asked: Named | undefined, hidden: Named): 'all' | ReadonlySet<string> | undefined {
  const { returned, subAttributes } = node.attribute
  const whole = (named: Named) =>
    named.nodes.has(node) || (node.extension && named.urns.has(node.extension.toLowerCase()))
  const wanted = asked?.parts.get(node)
  if (returned === 'never') return undefined
  const isWhole = returned === 'always' || (asked ? whole(asked) : returned === 'default')
  if ((!isWhole && !wanted) || (returned !== 'always' && whole(hidden))) return undefined
  if (!subAttributes) return 'all'
  const unwanted = hidden.parts.get(node)
  const parts = subAttributes.filter((sub) => {
    if (sub.returned === 'always' || sub.returned === 'never') return sub.returned === 'always'
    if (unwanted?.has(sub.name)) return false
    return wanted?.has(sub.name) || (isWhole && sub.returned === 'default')
  })
  return parts.length === subAttributes.length ? 'all' : new Set(parts.map(({ name }) => name))
}

function everyNode({ nodes, extensions }: Lookup): ReadonlySet<Node> {
  return new Set(
    [nodes, ...[...extensions.values()].map((extension) => extension.nodes)].flatMap((map) => [...map.values()]),
  )
}

function resolve(type: ResourceType, names: readonly string[]): Named {
  const lookup = lookupOf(type)
  const nodes = new Set<Node>()
  const parts = new Map<Node, Set<string>>()
  const urns = new Set<string>()
  for (const name of names) {
    const place = findPlace(type, name)
    const node = place && nodeAt(lookup, place)
    if (!node) {
      urns.add(name.toLowerCase())
      const undeclared = undeclaredPlace(type, name)
      if (undeclared?.extension) urns.add(undeclared.extension.toLowerCase())
    } else if (place.sub) {
      const before = parts.get(node) ?? new Set()
      parts.set(node, before.add(place.sub.name))
    } else nodes.add(node)
  }
  return { nodes, parts, urns }
}
