import fc from 'fast-check'
import type { Json, Resource } from '../../src/scim/json.ts'
import type { ResourceType } from '../../src/scim/schema.ts'
import { userType } from '../../src/scim/schemas/user.ts'

/** Users and filters drawn at random, such that the filters find some of the users. */

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const foreign = 'urn:example:Extra'

/** Texts whose case, order, length in bytes or quoting is not what one expects. */
export const texts = [
  'Ada',
  'ADA',
  'ada ',
  'ä',
  'Ä',
  'İ',
  'i̇',
  'ΑΣ',
  'ας',
  'ß',
  'ẞ',
  '😀',
  '\uFFFD',
  'a"b\\',
  "o'k",
  '%_',
  'z',
  'ⱥ',
  'Ⱥ',
]
const text = fc.constantFrom(...texts, '', 'true', '10', '2020-01-01T00:00:00Z')
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const part = fc.record({
  value: some(text),
  type: some(fc.constantFrom('work', 'Work', 'home')),
  primary: some(fc.boolean()),
  display: some(text),
})
export const userBody = fc.record({
  displayName: some(text),
  title: some(text),
  active: some(fc.boolean()),
  externalId: some(text),
  profileUrl: some(text),
  name: some(fc.record({ familyName: some(text), givenName: some(text), formatted: some(text) })),
  emails: some(fc.array(part, { maxLength: 4 })),
  phoneNumbers: some(fc.array(part, { maxLength: 2 })),
  addresses: some(
    fc.array(fc.record({ locality: some(text), type: some(fc.constantFrom('work', 'home')) }), { maxLength: 2 }),
  ),
  [enterprise]: some(
    fc.record({ department: some(text), manager: some(fc.record({ value: text, displayName: some(text) })) }),
  ),
  [foreign]: some(
    fc.record({
      Level: fc.oneof(fc.integer({ min: 0, max: 12 }), text, fc.boolean(), fc.constant([[1, 'z'], 10])),
      list: some(fc.array(fc.record({ Tag: text }))),
    }),
  ),
})

/** Values of the resources themselves, so that filters find something, and other ones. */
function valuesOf(of: ReadonlyMap<string, Resource>): fc.Arbitrary<string> {
  const found = new Set<string>(texts)
  const visit = (value: Json): void => {
    if (typeof value === 'string') found.add(value)
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) visit(inner as Json)
  }
  for (const resource of of.values()) visit(resource)
  const altered = fc.constantFrom<(value: string) => string>(
    (v) => v,
    (v) => v.toUpperCase(),
    (v) => v.slice(0, 2),
    (v) => v.slice(-1),
    (v) => `${v}x`,
  )
  return fc
    .tuple(fc.constantFrom(...found), altered)
    .map(([value, alter]) => JSON.stringify(alter(value).toWellFormed()))
}

const pathsOf = (type: ResourceType) => {
  const all: string[] = [
    'id',
    'externalId',
    'schemas',
    'meta',
    'meta.created',
    'meta.lastModified',
    'meta.version',
    'meta.location',
    'meta.resourceType',
  ]
  const add = (attributes: ResourceType['schema']['attributes'], prefix: string) => {
    for (const attribute of attributes) {
      all.push(`${prefix}${attribute.name}`)
      for (const sub of attribute.subAttributes ?? []) all.push(`${prefix}${attribute.name}.${sub.name}`)
    }
  }
  add(type.schema.attributes, '')
  for (const { schema } of type.schemaExtensions) add(schema.attributes, `${schema.id}:`)
  // Entra names attributes of an extension without its URN.
  if (type === userType) all.push('department', 'manager', 'manager.displayName')
  if (type === userType) all.push(`${foreign}:level`, `${foreign}:list.tag`, `${foreign}:list`, `${foreign}:none`)
  return all
}

export function filters(type: ResourceType, of: ReadonlyMap<string, Resource>): fc.Arbitrary<string> {
  const literal = fc.oneof(
    { weight: 6, arbitrary: valuesOf(of) },
    fc.constantFrom(
      'true',
      'false',
      'null',
      '10',
      '1',
      '2.5',
      '"True"',
      '"2020-01-01T00:00:00Z"',
      `"${new Date().toISOString()}"`,
    ),
  )
  const op = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le')
  const name = fc.constantFrom(...pathsOf(type))
  const compare = (names: fc.Arbitrary<string>) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.tuple(names, op, literal).map((parts) => parts.join(' ')) },
      names.map((path) => `${path} pr`),
    )
  const join = (inner: fc.Arbitrary<string>) =>
    fc.oneof(
      inner,
      fc.tuple(inner, fc.constantFrom('and', 'or'), inner).map(([a, joint, b]) => `(${a}) ${joint} (${b})`),
      inner.map((a) => `not (${a})`),
    )
  const complex = type.schema.attributes.filter(({ subAttributes }) => subAttributes)
  const element = fc.constantFrom(...complex).chain(({ name: attribute, subAttributes }) =>
    fc
      .tuple(
        join(compare(fc.constantFrom(...subAttributes!.map((sub) => sub.name)))),
        // Entra: `emails[type eq "work"].value eq "x"`.
        fc.option(compare(fc.constantFrom(...subAttributes!.map((sub) => `.${sub.name}`))), { nil: '', freq: 2 }),
      )
      .map(([inner, last]) => `${attribute}[${inner}]${last}`),
  )
  return join(join(fc.oneof({ weight: 3, arbitrary: compare(name) }, element)))
}
