import { invalidPath, invalidSyntax } from './errors.ts'
import type { Filter } from './filter/filter.ts'
import { parseValuePath } from './filter/parse.ts'
import { lookupOf, type Node, nodeAt } from './lookup.ts'
import { findPlace, isUndeclared } from './place.ts'
import type { ReadOptions } from './reading.ts'
import type { Attribute, ResourceType } from './schema.ts'
import { quoted } from './text.ts'

/** What a PATCH path of RFC 7644 §3.5.2 selects. */
export type Path =
  /** `name`, `name.givenName`, `emails[type eq "work"]`, `emails[type eq "work"].value`, each with or without a URN. */
  | {
      readonly kind: 'attribute'
      readonly node: Node
      readonly filter: Filter | undefined
      readonly sub: Attribute | undefined
    }
  /** The URN of an extension: all of it. */
  | { readonly kind: 'extension'; readonly urn: string }
  /** The URN of the resource type's own schema: the resource, as if no path were given. */
  | { readonly kind: 'resource' }
  /** Under, or all of, an extension nobody declared; which one only the resource can tell. */
  | { readonly kind: 'undeclared'; readonly text: string }

/**
 * RFC 7644 §3.5.2: PATH = attrPath / valuePath [subAttr]; names and URNs in any case. Clients give a whole extension's
 * URN as well.
 * @throws {ScimError} invalidPath; invalidFilter for what stands inside brackets; where strict invalidSyntax for what nobody
 * declared (draft-zollner-scim-interop-profile, Attribute and Schema Handling)
 */
export function parsePath(text: string, type: ResourceType, options: ReadOptions = {}): Path {
  const path = findPath(text, type, options)
  if (path && !(options.strict && path.kind === 'undeclared')) return path
  throw (options.strict ? invalidSyntax : invalidPath)(`${quoted(text)} is not an attribute of ${type.name}.`)
}

/** The same, with undefined for a name that nobody declared. */
export function findPath(text: string, type: ResourceType, options: ReadOptions = {}): Path | undefined {
  const lookup = lookupOf(type)
  const place = findPlace(type, text)
  const node = place && nodeAt(lookup, place)
  if (node) return { kind: 'attribute', node, filter: undefined, sub: place.sub }
  if (text.includes('[')) return { kind: 'attribute', ...parseValuePath(text, type, options) }
  const folded = text.toLowerCase()
  const extension = lookup.extensions.get(folded)
  if (extension) return { kind: 'extension', urn: extension.urn }
  if (lookup.urns.has(folded)) return { kind: 'resource' }
  return isUndeclared(type, text) ? { kind: 'undeclared', text } : undefined
}
