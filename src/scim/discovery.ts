/**
 * RFC 7643 §5 to §7 and RFC 7644 §4: what a service provider says of itself. No value is null; what is not so is left
 * out.
 */

import type { Attribute, ResourceType, Schema } from './schema.ts'

const urns = {
  config: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
}

/** RFC 7643 §5. */
export interface AuthenticationScheme {
  readonly type: 'oauth' | 'oauth2' | 'oauthbearertoken' | 'httpbasic' | 'httpdigest'
  readonly name: string
  readonly description: string
  readonly specUri?: string
  readonly documentationUri?: string
  readonly primary?: boolean
}

/** What is offered beyond reading and writing. */
export interface Capabilities {
  readonly documentationUri?: string
  readonly patch: boolean
  readonly bulk: { readonly maxOperations: number; readonly maxPayloadSize: number } | false
  readonly filter: { readonly maxResults: number } | false
  readonly changePassword: boolean
  readonly sort: boolean
  readonly etag: boolean
  readonly authenticationSchemes: readonly AuthenticationScheme[]
  /** RFC 9865 §4. */
  readonly pagination?: {
    readonly cursor: boolean
    readonly index: boolean
    readonly defaultPaginationMethod?: 'cursor' | 'index'
    readonly defaultPageSize?: number
    readonly maxPageSize?: number
    /** Seconds. */
    readonly cursorTimeout?: number
  }
  /** RFC 9967: URIs of the events that are sent. */
  readonly securityEvents?: { readonly asyncRequest: string; readonly eventUris: readonly string[] }
  /** draft-zollner-scim-interop-profile. */
  readonly interopProfileConformant?: boolean
}

export function serviceProviderConfig(baseUrl: string, capabilities: Capabilities) {
  const { documentationUri, patch, bulk, filter, changePassword, sort, etag, authenticationSchemes } = capabilities
  const { pagination, securityEvents, interopProfileConformant } = capabilities
  return {
    schemas: [urns.config],
    ...(documentationUri !== undefined && { documentationUri }),
    patch: { supported: patch },
    bulk: bulk ? { supported: true, ...bulk } : { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: filter ? { supported: true, ...filter } : { supported: false, maxResults: 0 },
    changePassword: { supported: changePassword },
    sort: { supported: sort },
    etag: { supported: etag },
    authenticationSchemes,
    ...(pagination && { pagination }),
    ...(securityEvents && { securityEvents }),
    ...(interopProfileConformant !== undefined && { interopProfileConformant }),
    meta: { resourceType: 'ServiceProviderConfig', location: `${trimmed(baseUrl)}/ServiceProviderConfig` },
  }
}

/** RFC 7643 §6. Its id is its name. */
export function resourceTypeDocument(type: ResourceType, baseUrl: string) {
  const { name, endpoint, description, schema, schemaExtensions } = type
  return {
    schemas: [urns.resourceType],
    id: name,
    name,
    endpoint,
    description,
    schema: schema.id,
    ...(schemaExtensions.length > 0 && {
      schemaExtensions: schemaExtensions.map((extension) => ({
        schema: extension.schema.id,
        required: extension.required,
      })),
    }),
    meta: { resourceType: 'ResourceType', location: `${trimmed(baseUrl)}/ResourceTypes/${encodeURIComponent(name)}` },
  }
}

/** RFC 7643 §7. */
export function schemaDocument(schema: Schema, baseUrl: string) {
  const { id, name, description, attributes } = schema
  return {
    schemas: [urns.schema],
    id,
    name,
    description,
    attributes: attributes.map(attributeDocument),
    meta: { resourceType: 'Schema', location: `${trimmed(baseUrl)}/Schemas/${id}` },
  }
}

export function resourceTypeDocuments(types: readonly ResourceType[], baseUrl: string) {
  return types.map((type) => resourceTypeDocument(type, baseUrl))
}

/** Each schema once, those of the types first. */
export function schemaDocuments(types: readonly ResourceType[], baseUrl: string) {
  return schemasOfTypes(types).map((schema) => schemaDocument(schema, baseUrl))
}

/** By name, in any case. */
export function findResourceType(types: readonly ResourceType[], id: string): ResourceType | undefined {
  const folded = id.toLowerCase()
  return types.find(({ name }) => name.toLowerCase() === folded)
}

/** By URN, in any case. */
export function findSchema(types: readonly ResourceType[], urn: string): Schema | undefined {
  const folded = urn.toLowerCase()
  return schemasOfTypes(types).find(({ id }) => id.toLowerCase() === folded)
}

function schemasOfTypes(types: readonly ResourceType[]): readonly Schema[] {
  const schemas = [
    ...types.map(({ schema }) => schema),
    ...types.flatMap(({ schemaExtensions }) => schemaExtensions.map(({ schema }) => schema)),
  ]
  return [...new Map(schemas.map((schema) => [schema.id, schema])).values()]
}

/** Only texts have a case, so only they say `caseExact`; RFC 7643 §8.7.1 does the same. */
function attributeDocument(attribute: Attribute): object {
  const { name, type, multiValued, description, required, canonicalValues, caseExact } = attribute
  const { mutability, returned, uniqueness, referenceTypes, subAttributes } = attribute
  const isText = type === 'string' || type === 'reference' || type === 'binary'
  return {
    name,
    type,
    ...(subAttributes && { subAttributes: subAttributes.map(attributeDocument) }),
    multiValued,
    description,
    required,
    ...(canonicalValues && { canonicalValues }),
    ...(isText && { caseExact }),
    mutability,
    returned,
    uniqueness,
    ...(type === 'reference' && referenceTypes && { referenceTypes }),
  }
}

function trimmed(baseUrl: string): string {
  return baseUrl.endsWith('/') ? baseUrl.slice(0, -1) : baseUrl
}
