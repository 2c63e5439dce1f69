import { describe, expect, it } from 'vitest'
import { applyPatch } from './patch.ts'
import { readResource } from './resource.ts'
import { groupType } from './schemas/group.ts'
import { userType } from './schemas/user.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const read = (body: object) => readResource(userType, { schemas: [core], userName: 'bjensen', ...body }, 'create')
const readGroup = (body: object) =>
  readResource(groupType, { schemas: [groupType.schema.id], displayName: 'Tour Guides', ...body }, 'create')
const refused = (scimType: string, detail: RegExp | string) =>
  expect.objectContaining({ status: 400, scimType, detail: expect.stringMatching(detail) })

describe('RFC 7643 §3 schemas', () => {
  it.each([
    [undefined, `schemas did not name ${core}`],
    [['urn:scim:schemas:core:1.0'], 'schemas named SCIM 1.0; read as SCIM 2.0'],
    [[enterprise], `schemas did not name ${core}`],
  ])('may be %j', (schemas, quirk) => {
    expect(read({ schemas }).quirks.map(({ sentence }) => sentence)).toEqual([quirk])
  })

  it.each([[['urn:example:other']], ['x'], [[5]]])('may not be %j', (schemas) => {
    expect(() => read({ schemas })).toThrow(refused('invalidSyntax', 'schemas'))
  })

  it("may name Entra's private group schema as well", () => {
    const entra = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'
    const { resource, quirks } = readGroup({
      schemas: [groupType.schema.id, entra],
      members: [],
      meta: { resourceType: 'Group' },
    })
    expect(resource).toEqual({ displayName: 'Tour Guides' })
    expect(quirks).toEqual([])
  })
})

describe('an extension nobody declared', () => {
  it('is kept as it is, without null and without names that objects answer to', () => {
    const hostile = JSON.parse(
      '{"Badge":7,"gone":null,"list":[1,null,{"a":[]}],"__proto__":{"x":1},"constructor":{"y":1}}',
    )
    const { resource, quirks } = read({ 'urn:example:HR:User': hostile })
    expect(resource['urn:example:HR:User']).toEqual({ Badge: 7, list: [1] })
    expect(quirks.length).toBe(2)
  })

  it('has bounds', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`)
    const extension = (value: unknown) => () => read({ 'urn:example:HR:User': { value } })
    expect(extension(deep)).toThrow(refused('invalidValue', 'nested'))
    expect(extension(Array.from({ length: 5000 }, () => 1))).toThrow(refused('invalidValue', 'more than'))
    expect(extension('\u0000')).toThrow(refused('invalidValue', 'cannot be stored'))
    expect(extension(Number.POSITIVE_INFINITY)).toThrow(refused('invalidValue', 'too large'))
  })
})

describe('bodies of Okta, Entra, OneLogin', () => {
  it("OneLogin's strings, objects and names are read", () => {
    const { resource, quirks } = read({
      schemas: [core, 'urn:scim:schemas:core:1.0'],
      id: null,
      active: 'True',
      emails: { value: 'a@x', type: 'work' },
      [enterprise]: { manager: { managerId: 'm1', displayName: 'Boss' } },
    })
    expect(resource).toEqual({
      userName: 'bjensen',
      active: true,
      emails: [{ value: 'a@x', type: 'work' }],
      [enterprise]: { manager: { value: 'm1', displayName: 'Boss' } },
    })
    expect(quirks.map(({ sentence }) => sentence)).toEqual([
      'active came as a string; read as a boolean',
      'emails came as an object instead of a list; read as one element',
      `${enterprise}:manager.managerId is not of SCIM 2.0; read as value`,
    ])
  })

  it.each([
    ['m1', { value: 'm1' }],
    [[{ value: 'm1' }], { value: 'm1' }],
    [[{ $ref: null, value: 'm1' }], { value: 'm1' }],
    [
      { value: 'm1', displayName: 'Boss' },
      { value: 'm1', displayName: 'Boss' },
    ],
    [{ displayName: 'Boss' }, { displayName: 'Boss' }],
    ['', undefined],
    [[], undefined],
    [{ value: '' }, undefined],
  ])('a manager of %j is %j', (manager, wanted) => {
    const { resource } = read({ [enterprise]: { manager } })
    expect(resource[enterprise]).toEqual(wanted && { manager: wanted })
  })

  it.each([
    [['Admin'], [{ value: 'Admin' }]],
    ['Admin', [{ value: 'Admin' }]],
    [['{"id":"1","value":"Admin","displayName":"Administrator"}'], [{ value: 'Admin', display: 'Administrator' }]],
    [
      [{ value: '{"id":"1","value":"Admin","displayName":"A"}', type: 't' }],
      [{ value: 'Admin', display: 'A', type: 't' }],
    ],
    [[{ value: '{not json' }], [{ value: '{not json' }]],
    ['', undefined],
  ])('roles of %j are %j', (roles, wanted) => {
    expect(read({ roles }).resource.roles).toEqual(wanted)
  })

  it("Entra's older dialect wraps simple values", () => {
    expect(read({ title: [{ $ref: null, value: 'Guide' }] }).resource.title).toBe('Guide')
  })

  it('paths in place of nesting are read as what they mean', () => {
    const { resource, quirks } = read({
      'name.givenName': 'Barbara',
      'name.familyName': 'Jensen',
      [`${enterprise}:department`]: 'Eng',
      [`${core}:title`]: 'Guide',
    })
    expect(resource).toEqual({
      userName: 'bjensen',
      name: { givenName: 'Barbara', familyName: 'Jensen' },
      title: 'Guide',
      [enterprise]: { department: 'Eng' },
    })
    expect(quirks.map(({ sentence }) => sentence)).toContain('name.givenName came as a path; read as an attribute')
  })

  it('tell at most twenty different quirks', () => {
    const odd = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`odd${at}`, 1]))
    expect(read(odd).quirks.length).toBe(20)
  })
})

describe('a role that comes as JSON inside a string', () => {
  it('is read to its end, so that what is sent back means the same', () => {
    const within = JSON.stringify({ value: JSON.stringify({ value: 'Admin', displayName: 'Admin' }) })
    for (const role of [within, { value: within }, { VALUE: within }]) {
      const { resource } = readResource(
        userType,
        { schemas: [userType.schema.id], userName: 'a', roles: [role] },
        'create',
      )
      expect(resource.roles).toEqual([{ value: 'Admin', display: 'Admin' }])
    }
    const filled = { op: 'add' as const, path: `roles[value eq ${JSON.stringify(within)}].type`, value: 'x' }
    expect(applyPatch(userType, { userName: 'a' }, [filled]).resource.roles).toEqual([
      { value: 'Admin', display: 'Admin', type: 'x' },
    ])
  })
})

describe('RFC 7643 §4.2 groups', () => {
  it('need a displayName', () => {
    expect(() => readGroup({ displayName: null })).toThrow(refused('invalidValue', 'displayName is required'))
  })

  it('list each member once, whatever else is said of it', () => {
    const members = [{ value: 'u1' }, { value: 'u2', $ref: null }, { value: 'u1', type: 'User', display: 'One' }, 'u2']
    expect(readGroup({ members }).resource.members).toEqual([
      { value: 'u1', type: 'User', display: 'One' },
      { value: 'u2' },
    ])
  })

  it.each([[[{}]], [[{ display: 'x' }]], [[{ value: '' }]], [[{ value: 5 }]]])(
    'refuse a member without an id: %j',
    (members) => {
      expect(() => readGroup({ members })).toThrow(refused('invalidValue', 'members.value'))
    },
  )

  it('of 100,000 members are read in no time', () => {
    const members = Array.from({ length: 100_000 }, (_, at) => ({ value: `u${at}`, display: `User ${at}` }))
    const startedAt = performance.now()
    expect(readGroup({ members }).resource.members).toHaveLength(100_000)
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})
