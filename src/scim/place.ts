import { lookupOf } from './lookup.ts'
import { type Attribute, attribute, type ResourceType } from './schema.ts'

/** Where in a resource a value is: what an attribute path of RFC 7644 §3.10 comes to, names and URNs made canonical. */
export interface Place {
  /** Canonical: `userName`, `name.familyName`, `urn:…:enterprise:2.0:User:manager.value`. */
  readonly path: string
  /** Canonical URN of the extension it lies in; undefined in the type's own schema. */
  readonly extension: string | undefined
  /** Made up, as a text that is not exact, where `declared` is false. */
  readonly attribute: Attribute
  readonly sub: Attribute | undefined
  /** False under an extension that the resource type does not have; there, names are as the client wrote them. */
  readonly declared: boolean
  /** The names to go down by, from the resource: the extension's URN if any, the attribute, the sub-attribute. */
  readonly keys: readonly string[]
}

/** The declared place of that name in any case, or undefined. */
export function findPlace(type: ResourceType, text: string): Place | undefined {
  return lookupOf(type).places.get(text.toLowerCase())
}

/** An attribute of an extension named without its URN: Entra asks `id eq "u1" and manager eq "m1"`. */
export function findUnqualified(type: ResourceType, text: string): Place | undefined {
  return lookupOf(type).unqualified.get(text.toLowerCase())
}

const urn = /^(urn:[a-z0-9][a-z0-9-]*:|https?:\/\/)[!#-Z^-~]+$/i
const urnLengthMax = 200
const name = /^[A-Za-z][\w-]*$/

/** Whether a name can be an extension's. Entra's private group schema begins with `http:`. */
export function isUrn(text: string): boolean {
  return text.length <= urnLengthMax && urn.test(text)
}

/**
 * Whether a URN is, or is in, no schema of the resource type. What is in one and was not found there is simply wrong.
 */
export function isUndeclared(type: ResourceType, text: string): boolean {
  if (!isUrn(text)) return false
  const folded = text.toLowerCase()
  for (const declared of lookupOf(type).urns) {
    if (folded.startsWith(declared) && /^$|[:.]/.test(folded.charAt(declared.length))) return false
  }
  return true
}

/** A name that may become a key of an object of ours. */
export function isSafeName(text: string): boolean {
  return (name.test(text) && text !== 'constructor' && text !== 'prototype') || text === '$ref'
}

/**
 * A place under an extension nobody declared. Its URN ends at the last colon, because URNs have dots. Undefined when
 * the text cannot be one.
 */
export function undeclaredPlace(type: ResourceType, text: string): Place | undefined {
  const end = text.lastIndexOf(':')
  const extension = text.slice(0, end)
  if (end < 0 || !isUrn(extension) || !isUndeclared(type, text)) return undefined
  const names = text.slice(end + 1).split('.')
  if (names.length > 8 || !names.every(isSafeName)) return undefined
  return {
    path: text,
    extension,
    attribute: attribute(names[0] ?? '', ''),
    sub: undefined,
    declared: false,
    keys: [extension, ...names],
  }
}
