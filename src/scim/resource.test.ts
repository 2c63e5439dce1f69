import { describe, expect, it } from 'vitest'
import { readResource } from './resource.ts'
import { attribute, type ResourceType } from './schema.ts'
import { userType } from './schemas/user.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const read = (body: object) => readResource(userType, { schemas: [core], userName: 'bjensen', ...body }, 'create')
const refused = (scimType: string, detail: RegExp | string) =>
  expect.objectContaining({ status: 400, scimType, detail: expect.stringMatching(detail) })

describe('RFC 7643 §2.1 attribute names', () => {
  it('are read in any case and kept in the canonical one', () => {
    const { resource, quirks } = read({
      NAME: { FAMILYNAME: 'Jensen' },
      [enterprise.toUpperCase()]: { DEPARTMENT: 'Eng' },
    })
    expect(resource).toEqual({
      userName: 'bjensen',
      name: { familyName: 'Jensen' },
      [enterprise]: { department: 'Eng' },
    })
    expect(quirks).toEqual([])
  })

  it('may not be given twice in different case', () => {
    expect(() => read({ username: 'other' })).toThrow(refused('invalidSyntax', 'userName is given twice'))
    expect(() => read({ name: { givenName: 'a', givenname: 'b' } })).toThrow(refused('invalidSyntax', 'name.givenName'))
  })

  it('nobody declared are ignored, and refused where strict', () => {
    const { resource, quirks } = read({ favouriteColour: 'red', name: { nick: 'B', givenName: 'Barbara' } })
    expect(resource).toEqual({ userName: 'bjensen', name: { givenName: 'Barbara' } })
    expect(quirks.map(({ sentence }) => sentence)).toEqual([
      'favouriteColour is not in the schema; ignored',
      'name.nick is not in the schema; ignored',
    ])
    const body = { schemas: [core], userName: 'x', favouriteColour: 'red' }
    expect(() => readResource(userType, body, 'create', { strict: true })).toThrow(
      refused('invalidSyntax', 'favouriteColour'),
    )
  })
})

describe('RFC 7643 §2.5 unassigned values', () => {
  it('null, an empty list and absence are one state', () => {
    const body = {
      title: null,
      emails: [],
      name: {},
      addresses: [null, {}],
      [enterprise]: { department: null, manager: null },
      nickName: undefined,
      roles: null,
    }
    expect(read(body).resource).toEqual({ userName: 'bjensen' })
  })

  it('an element that says only what kind of nothing it is, is nothing (Entra)', () => {
    expect(read({ emails: [{ type: 'work', primary: true, value: null }] }).resource).toEqual({ userName: 'bjensen' })
  })
})

describe('RFC 7643 §2.2 mutability', () => {
  it('lets readOnly attributes be ignored, schemas, id, meta and groups among them', () => {
    const body = { id: null, meta: { resourceType: 'User' }, groups: [{ value: 'g1' }], externalId: '00u1' }
    expect(read(body).resource).toEqual({ userName: 'bjensen', externalId: '00u1' })
  })

  it('keeps a password out of the resource', () => {
    const { resource, password } = read({ password: 's3cret', name: { givenName: 'B' } })
    expect(password).toBe('s3cret')
    expect(JSON.stringify(resource)).not.toContain('s3cret')
    expect(read({}).password).toBeUndefined()
  })

  it('lets an immutable attribute be set once', () => {
    const type = typeWith(attribute('badge', '', { mutability: 'immutable' }))
    const replace = (badge: string | undefined, current: string | undefined) =>
      readResource(type, { schemas: [type.schema.id], badge }, 'replace', {
        current: current ? { badge: current } : {},
      }).resource
    expect(replace('1', undefined)).toEqual({ badge: '1' })
    expect(replace('1', '1')).toEqual({ badge: '1' })
    expect(replace(undefined, '1')).toEqual({ badge: '1' })
    expect(() => replace('2', '1')).toThrow(refused('mutability', 'badge'))
  })
})

describe('RFC 7643 §2.3 data types', () => {
  const type = typeWith(
    attribute('count', '', { type: 'integer' }),
    attribute('share', '', { type: 'decimal' }),
    attribute('at', '', { type: 'dateTime' }),
    attribute('words', '', { multiValued: true }),
  )
  const readThing = (body: object) => readResource(type, { schemas: [type.schema.id], ...body }, 'create').resource

  it('are kept when they fit', () => {
    const thing = { count: 3, share: 0.5, at: '2011-05-13T04:42:34Z', words: ['a', 'b'] }
    expect(readThing(thing)).toEqual(thing)
    expect(readThing({ words: ['a', 'A', 'b'] })).toEqual({ words: ['A', 'b'] })
  })

  it.each([
    { count: 1.5 },
    { count: '3' },
    { count: 2 ** 60 },
    { share: Number.POSITIVE_INFINITY },
    { share: '1' },
    { at: '2011-05-13' },
    { at: 5 },
    { words: [1] },
    { words: [['a']] },
  ])('are refused when they do not: %j', (body) => {
    expect(() => readThing(body)).toThrow(refused('invalidValue', Object.keys(body)[0] ?? ''))
  })

  it.each([
    [{ userName: 5 }, 'userName'],
    [{ userName: ['x'] }, 'userName'],
    [{ active: 'yes' }, 'active'],
    [{ active: 1 }, 'active'],
    [{ name: 'Barbara' }, 'name'],
    [{ name: [{ givenName: 'a' }, { givenName: 'b' }] }, 'name'],
    [{ emails: [7] }, 'emails'],
    [{ emails: [{ value: 7 }] }, 'emails.value'],
    [{ title: {} }, 'title'],
    [{ title: 'x'.repeat(10_001) }, 'title'],
    [{ title: 'a\u0000b' }, 'title'],
    [{ title: 'a\ud800' }, 'title'],
    [{ userName: 'x'.repeat(501) }, 'userName'],
    [{ x509Certificates: [{ value: 'not base64!' }] }, 'x509Certificates.value'],
    [{ emails: Array.from({ length: 1001 }, (_, at) => ({ value: `${at}@x` })) }, 'emails'],
    [{ [enterprise]: 'x' }, 'enterprise'],
    [{ [enterprise]: { department: 5 } }, 'department'],
  ])('name the attribute that does not fit: %#', (body, named) => {
    expect(() => read(body)).toThrow(refused('invalidValue', named))
  })
})

describe('RFC 7643 §4.1 users', () => {
  it.each([undefined, null, '', '  '])('need a userName: %j', (userName) => {
    expect(() => read({ userName })).toThrow(refused('invalidValue', 'userName'))
  })

  it.each([null, 'x', 5, [], true])('are JSON objects: %j', (body) => {
    expect(() => readResource(userType, body, 'create')).toThrow(refused('invalidSyntax', 'JSON object'))
  })
})

describe('RFC 7643 §2.4 multi-valued attributes', () => {
  it('have each (type, value) once, the last with its parts at the place of the first', () => {
    const emails = [
      { value: 'A@x', type: 'work' },
      { value: 'a@x', type: 'home' },
      { value: 'a@x', type: 'Work', display: 'A' },
    ]
    expect(read({ emails }).resource.emails).toEqual([
      { value: 'a@x', type: 'Work', display: 'A' },
      { value: 'a@x', type: 'home' },
    ])
    const addresses = [{ type: 'work', locality: 'Paris' }, { locality: 'Paris', type: 'work' }, { type: 'work' }]
    expect(read({ addresses }).resource.addresses).toEqual([{ type: 'work', locality: 'Paris' }])
  })

  it('have at most one primary, the last that says so', () => {
    const { resource, quirks } = read({
      emails: [
        { value: 'a@x', primary: true },
        { value: 'b@x', primary: 'True' },
        { value: 'c@x', primary: false },
      ],
    })
    expect(resource.emails).toEqual([
      { value: 'a@x', primary: false },
      { value: 'b@x', primary: true },
      { value: 'c@x', primary: false },
    ])
    expect(quirks.map(({ sentence }) => sentence)).toContain(
      'emails came with more than one primary; the last one was kept',
    )
  })
})

function typeWith(...attributes: readonly ReturnType<typeof attribute>[]): ResourceType {
  const schema = { id: 'urn:example:Thing', name: 'Thing', description: '', attributes }
  return { name: 'Thing', endpoint: '/Things', description: '', schema, schemaExtensions: [] }
}
