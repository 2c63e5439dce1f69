import { describe, expect, it } from 'vitest'
import type { Resource } from './json.ts'
import { isReturned, type ProjectionNames, project, readProjection, schemasOf } from './project.ts'
import { attribute, type ResourceType } from './schema.ts'
import { groupType } from './schemas/group.ts'
import { userType } from './schemas/user.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const hr = 'urn:example:HR:User'

const always = { schemas: [core, enterprise, hr], id: 'b1' }
const barbara: Resource = {
  ...always,
  userName: 'bjensen',
  name: { familyName: 'Jensen', givenName: 'Barbara' },
  emails: [{ value: 'b@work', type: 'work' }, { display: 'B' }],
  password: 'never',
  meta: { resourceType: 'User', version: 'W/"1"' },
  [enterprise]: { department: 'Tours', manager: { value: 'm1', displayName: 'Boss' } },
  [hr]: { badge: 1 },
}
const { password: _, ...shown } = barbara
const show = (names: ProjectionNames) => project(barbara, readProjection(userType, names))

describe('RFC 7644 §3.9 attributes', () => {
  it('by default are all but what is never returned', () => {
    expect(show({})).toEqual(shown)
  })

  it.each([
    [['userName'], { userName: 'bjensen' }],
    [['USERNAME', `${core}:username`], { userName: 'bjensen' }],
    [['name'], { name: barbara.name }],
    [['name.givenname'], { name: { givenName: 'Barbara' } }],
    [['emails.value'], { emails: [{ value: 'b@work' }] }],
    [['phoneNumbers'], {}],
    [['nosuch', '__proto__'], {}],
    [['password'], {}],
    [[enterprise.toUpperCase()], { [enterprise]: barbara[enterprise] }],
    [[`${enterprise}:manager.value`], { [enterprise]: { manager: { value: 'm1' } } }],
    [[hr.toLowerCase()], { [hr]: { badge: 1 } }],
    [[`${hr}:badge`], { [hr]: { badge: 1 } }],
    [['meta.version'], { meta: { version: 'W/"1"' } }],
  ])('named %j are shown with schemas and id', (attributes, wanted) => {
    expect(show({ attributes })).toEqual({ ...always, ...wanted })
  })

  it.each([
    [['name', 'emails', 'meta', hr, enterprise], { ...always, userName: 'bjensen' }],
    [['id', 'schemas'], shown],
    [['nosuch'], shown],
    [['name.familyName'], { ...shown, name: { givenName: 'Barbara' } }],
    [
      ['NAME.FAMILYNAME', 'name.givenName'],
      Object.fromEntries(Object.entries(shown).filter(([name]) => name !== 'name')),
    ],
    [[`${enterprise}:manager`], { ...shown, [enterprise]: { department: 'Tours' } }],
    [['emails.value'], { ...shown, emails: [{ type: 'work' }, { display: 'B' }] }],
  ])('excluded %j are left out, but never schemas and id', (excludedAttributes, wanted) => {
    expect(show({ excludedAttributes })).toEqual(wanted)
  })

  it('named and excluded are both minded', () => {
    const names = { attributes: ['name', 'userName'], excludedAttributes: ['name.familyName'] }
    expect(show(names)).toEqual({ ...always, userName: 'bjensen', name: { givenName: 'Barbara' } })
  })

  it('returned on request are shown when named, always returned ones always', () => {
    const parts = [
      attribute('a', '', { returned: 'always' }),
      attribute('b', ''),
      attribute('c', '', { returned: 'never' }),
    ]
    const attributes = [
      attribute('asked', '', { returned: 'request' }),
      attribute('held', '', { returned: 'always' }),
      attribute('all', '', { type: 'complex', subAttributes: parts }),
    ]
    const schema = { id: 'urn:x', name: 'X', description: '', attributes }
    const type: ResourceType = { name: 'X', endpoint: '/X', description: '', schema, schemaExtensions: [] }
    const thing = { asked: 1, held: 2, all: { a: 1, b: 2, c: 3 } }
    const showThing = (names: ProjectionNames) => project(thing, readProjection(type, names))
    expect(showThing({})).toEqual({ held: 2, all: { a: 1, b: 2 } })
    expect(showThing({ attributes: ['asked'] })).toEqual({ asked: 1, held: 2 })
    expect(showThing({ attributes: ['all.b'] })).toEqual({ held: 2, all: { a: 1, b: 2 } })
    expect(showThing({ excludedAttributes: ['held', 'all.a'] })).toEqual({ held: 2, all: { a: 1, b: 2 } })
  })

  it('that are not shown are known before anything is loaded', () => {
    const returned = (names: ProjectionNames) => isReturned(readProjection(groupType, names), 'members')
    expect(returned({})).toBe(true)
    expect(returned({ excludedAttributes: ['Members'] })).toBe(false)
    expect(returned({ attributes: ['displayName'] })).toBe(false)
    expect(returned({ attributes: ['members.value'] })).toBe(true)
  })
})

describe('RFC 7643 §3 schemas', () => {
  it("are the type's and those of the extensions a resource has", () => {
    const { schemas, ...resource } = barbara
    expect(schemasOf(userType, resource)).toEqual(schemas)
    expect(schemasOf(groupType, {})).toEqual([groupType.schema.id])
  })
})
