/** RFC 7643 §2 and §6: what an attribute, a schema and a resource type are. Plain data; a new one needs no code. */

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex'

/** RFC 7643 §2.2 and §7. Sub-attributes are never complex (§2.3.8). */
export interface Attribute {
  readonly name: string
  readonly type: AttributeType
  readonly multiValued: boolean
  readonly description: string
  readonly required: boolean
  readonly caseExact: boolean
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'
  readonly returned: 'always' | 'never' | 'default' | 'request'
  readonly uniqueness: 'none' | 'server' | 'global'
  readonly canonicalValues?: readonly string[]
  readonly referenceTypes?: readonly string[]
  readonly subAttributes?: readonly Attribute[]
  /**
   * Longest text taken, in UTF-16 units, where less than the general limit. Not a characteristic of the RFC; not shown.
   */
  readonly lengthMax?: number
}

export interface Schema {
  /** Its URN. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly attributes: readonly Attribute[]
}

/** RFC 7643 §6. The document of discovery is made from it. */
export interface ResourceType {
  readonly name: string
  /** Relative to the base URL: `/Users`. */
  readonly endpoint: string
  readonly description: string
  readonly schema: Schema
  readonly schemaExtensions: readonly { readonly schema: Schema; readonly required: boolean }[]
}

type Characteristics = Partial<Omit<Attribute, 'name' | 'description'>>

/** An attribute with the defaults of RFC 7643 §2.2; reference and binary texts are exact (§2.3.6, §2.3.7). */
export function attribute(name: string, description: string, characteristics: Characteristics = {}): Attribute {
  const { type = 'string' } = characteristics
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    caseExact: type === 'reference' || type === 'binary',
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  }
}

/**
 * RFC 7643 §2.4: a multi-valued attribute of `value`, `display`, `type` and `primary`. The types are suggested; where
 * strict, there are no others (draft-zollner-scim-interop-profile wants each such attribute to list them).
 */
export function plural(
  name: string,
  description: string,
  types: readonly string[],
  value: Partial<Attribute> = {},
): Attribute {
  const type = attribute('type', `What the ${name} are for.`, { canonicalValues: types })
  return attribute(name, description, {
    type: 'complex',
    multiValued: true,
    subAttributes: [
      attribute('value', `The value itself.`, value),
      attribute('display', 'A name to show for it.'),
      type,
      attribute('primary', 'Whether it is the preferred one; at most one is.', { type: 'boolean' }),
    ],
  })
}

/**
 * RFC 7643 §3.1, and `schemas` of §3: attributes of every resource, of whatever schema. `externalId` has a
 * length limit because it is looked up by index.
 */
export const everyResource: readonly Attribute[] = [
  attribute('schemas', 'URNs of the schemas the resource uses.', {
    type: 'reference',
    multiValued: true,
    required: true,
    caseExact: false,
    mutability: 'readOnly',
    returned: 'always',
    referenceTypes: ['uri'],
  }),
  attribute('id', 'The identifier this service provider gave the resource.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', 'The identifier the client gave the resource.', { caseExact: true, lengthMax: 500 }),
  attribute('meta', 'What the service provider knows of the resource.', {
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'Name of the resource type.', { caseExact: true, mutability: 'readOnly' }),
      attribute('created', 'When it was added.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', 'When it last changed.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('location', 'Its URI.', { type: 'reference', mutability: 'readOnly', referenceTypes: ['uri'] }),
      attribute('version', 'Its entity tag.', { caseExact: true, mutability: 'readOnly' }),
    ],
  }),
]
