import { invalidSyntax } from './errors.ts'
import { isList, isObject } from './json.ts'
import { lookupOf } from './lookup.ts'
import { addQuirk, type Reading } from './reading.ts'
import type { ResourceType } from './schema.ts'
import { quoted } from './text.ts'

/** RFC 7644 §8.2: URNs of the messages. */
export const listResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const searchRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
export const patchOpUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const bulkRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const bulkResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'

/** @throws {ScimError} invalidSyntax when the body is no JSON object */
export function readBody(body: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(body)) throw invalidSyntax('The body must be a JSON object.')
  return body
}

/** The value under a name of the message, which SCIM 2.0 spells in one way and clients in several. */
export function member(body: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(body, name)) return body[name]
  const folded = name.toLowerCase()
  const found = Object.keys(body).find((key) => key.toLowerCase() === folded)
  return found === undefined ? undefined : body[found]
}

/**
 * RFC 7643 §3: the URNs in `schemas`, in lower case; none when it is missing.
 * @throws {ScimError} invalidSyntax when it is no list of strings
 */
export function readSchemas(body: Readonly<Record<string, unknown>>): readonly string[] {
  const schemas = member(body, 'schemas') ?? []
  if (!isList(schemas) || schemas.length > 100) throw invalidSyntax('schemas must be a list of URNs.')
  return schemas.map((urn) => {
    if (typeof urn !== 'string') throw invalidSyntax('schemas must be a list of URNs.')
    return urn.toLowerCase()
  })
}

/**
 * RFC 7643 §3: schemas of a resource name its type. OneLogin names SCIM 1.0's, Entra adds its private group schema; a
 * body without `schemas` is taken, one that names only others is not. Where strict, none but the type's may be named.
 * @throws {ScimError} invalidSyntax
 */
export function checkSchemas(type: ResourceType, body: Readonly<Record<string, unknown>>, reading: Reading): void {
  const schemas = readSchemas(body)
  const { urns } = lookupOf(type)
  const unknown = reading.strict ? schemas.find((urn) => !urns.has(urn)) : undefined
  if (unknown !== undefined)
    throw invalidSyntax(`schemas names ${quoted(unknown)}, which is no schema of ${type.name}.`)
  if (schemas.includes(type.schema.id.toLowerCase())) return
  if (schemas.some((urn) => urn === 'urn:scim:schemas:core:1.0')) {
    addQuirk(reading, 'first-version', 'schemas', 'named SCIM 1.0; read as SCIM 2.0')
    return
  }
  if (reading.strict || (schemas.length > 0 && !schemas.some((urn) => urns.has(urn)))) {
    throw invalidSyntax(`schemas must name ${type.schema.id}.`)
  }
  addQuirk(reading, 'schema-unnamed', 'schemas', `did not name ${type.schema.id}`)
}

/**
 * RFC 7644 §3.5.2: the body of a PATCH "MUST contain the "schemas" attribute with the URI value of" its message.
 * @throws {ScimError} invalidSyntax where strict, or when it is no list of strings
 */
export function checkMessage(urn: string, body: Readonly<Record<string, unknown>>, reading: Reading): void {
  if (readSchemas(body).includes(urn.toLowerCase())) return
  if (reading.strict) throw invalidSyntax(`schemas must name ${urn}.`)
  addQuirk(reading, 'schema-unnamed', 'schemas', `did not name ${urn}`)
}
