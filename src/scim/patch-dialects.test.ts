import { describe, expect, it } from 'vitest'
import type { Resource } from './json.ts'
import { readPatch } from './operation.ts'
import { applyPatch, type PatchOptions } from './patch.ts'
import { groupType } from './schemas/group.ts'
import { userType } from './schemas/user.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const user: Resource = {
  userName: 'a@x',
  active: true,
  [enterprise]: { manager: { value: 'm1', displayName: 'Boss' } },
}

const patch = (before: Resource, operations: readonly object[], options: PatchOptions = {}, type = userType) =>
  applyPatch(type, before, readPatch({ Operations: operations }).operations, options)
const patched = (...operations: readonly object[]) => patch(user, operations).resource

describe('PATCH as Okta sends it', () => {
  it('deactivates without a path', () => {
    expect(patched({ op: 'replace', value: { active: false } })).toMatchObject({ active: false })
  })

  it('renames a group and echoes its id', () => {
    const group: Resource = { displayName: 'Old', externalId: 'x' }
    const rename = [{ op: 'replace', value: { id: 'g1', displayName: 'New' } }]
    expect(patch(group, rename, { id: 'g1' }, groupType).resource).toEqual({ displayName: 'New', externalId: 'x' })
    expect(patch({ ...group, id: 'g1' }, rename, {}, groupType).changed).toBe(true)
    expect(patch({ displayName: 'New' }, rename, { id: 'g1' }, groupType).changed).toBe(false)
    const wrong = expect.objectContaining({ scimType: 'mutability' })
    expect(() => patch(group, rename, { id: 'g2' }, groupType)).toThrow(wrong)
    expect(() => patch(group, rename, {}, groupType)).toThrow(wrong)
  })

  it('echoes schemas and null for what is readOnly', () => {
    const echo = { op: 'replace', value: { schemas: [core], groups: [], meta: null, title: 'x' } }
    expect(patched(echo)).toEqual({ ...user, title: 'x' })
  })
})

describe('PATCH as Entra sends it', () => {
  it('writes booleans as strings, and says so', () => {
    const { resource, quirks } = patch(user, [{ op: 'Replace', path: 'active', value: 'False' }])
    expect(resource.active).toBe(false)
    expect(quirks.map(({ sentence }) => sentence)).toEqual(['active came as a string; read as a boolean'])
  })

  it('names extensions and its own schema by URN', () => {
    const { resource } = patch(user, [
      { op: 'Add', path: `${enterprise}:department`, value: 'Eng' },
      { op: 'Add', path: `${core}:name.givenName`, value: 'Ann' },
      { op: 'Replace', path: `${enterprise}:manager.displayName`, value: 'Chief' },
    ])
    expect(resource.name).toEqual({ givenName: 'Ann' })
    expect(resource[enterprise]).toEqual({ department: 'Eng', manager: { value: 'm1', displayName: 'Chief' } })
  })

  it('puts paths into a value without a path (aadOptscim062020)', () => {
    const value = {
      'name.givenName': 'Ann',
      'name.familyName': 'Lee',
      'emails[type eq "work"].value': 'ann@x',
      'emails[type eq "work"].primary': true,
      [`${enterprise}:department`]: 'Eng',
      [enterprise]: { division: 'R&D' },
      [core]: { title: 'Guide' },
      favouriteColour: 'red',
    }
    const { resource, quirks } = patch(user, [{ op: 'replace', value }])
    expect(resource).toEqual({
      userName: 'a@x',
      active: true,
      title: 'Guide',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ type: 'work', value: 'ann@x', primary: true }],
      [enterprise]: { department: 'Eng', division: 'R&D', manager: { value: 'm1', displayName: 'Boss' } },
    })
    expect(quirks.map(({ sentence }) => sentence)).toEqual(['favouriteColour is not in the schema; ignored'])
  })

  it.each(['add', 'Add', 'replace', 'Replace'])('fills in, by %s, an element that is not there yet', (op) => {
    expect(patched({ op, path: 'addresses[type eq "work"].streetAddress', value: '1 Main' }).addresses).toEqual([
      { type: 'work', streetAddress: '1 Main' },
    ])
    expect(patched({ op, path: 'emails[type eq "work" and primary eq true].value', value: 'a@x' }).emails).toEqual([
      { type: 'work', primary: true, value: 'a@x' },
    ])
  })

  it('adds by a filter that describes the element', () => {
    expect(patched({ op: 'add', path: 'emails[type eq "work"]', value: { value: 'a@x' } }).emails).toEqual([
      { type: 'work', value: 'a@x' },
    ])
  })

  it.each([
    [{ op: 'Replace', path: `${enterprise}:manager`, value: '' }, undefined],
    [{ op: 'Replace', path: `${enterprise}:manager`, value: null }, undefined],
    [{ op: 'Replace', path: `${enterprise}:manager`, value: [] }, undefined],
    [{ op: 'Remove', path: `${enterprise}:manager` }, undefined],
    [{ op: 'Remove', path: `${enterprise}:manager`, value: 'm1' }, undefined],
    [
      { op: 'Add', path: `${enterprise}:manager`, value: 'm2' },
      { value: 'm2', displayName: 'Boss' },
    ],
    [
      { op: 'Add', path: `${enterprise}:manager`, value: [{ $ref: 'https://x/Users/m2', value: 'm2' }] },
      { value: 'm2' },
    ],
    [{ op: 'Replace', path: `${enterprise}:manager.value`, value: 'm2' }, { value: 'm2' }],
    [{ op: 'Replace', path: enterprise, value: { manager: { managerId: 'm2' } } }, { value: 'm2' }],
  ])('changes a manager: %j', (operation, manager) => {
    const changed = patched(operation)[enterprise] as Resource | undefined
    if (manager) expect(changed?.manager).toMatchObject(manager)
    else expect(changed).toBeUndefined()
  })

  it('wraps simple values and app roles', () => {
    expect(patched({ op: 'Replace', path: 'displayName', value: [{ $ref: null, value: 'Ann' }] }).displayName).toBe(
      'Ann',
    )
    const role = { value: '{"id":"1","value":"Admin","displayName":"Administrator"}' }
    const roles = [{ value: 'Admin', display: 'Administrator' }]
    const given = patch(user, [{ op: 'Add', path: 'roles', value: [role] }]).resource
    expect(given.roles).toEqual(roles)
    expect(patch(given, [{ op: 'Remove', path: 'roles', value: [role] }]).resource).toEqual(user)
    expect(patched({ op: 'Add', path: 'roles', value: 'Admin' }).roles).toEqual([{ value: 'Admin' }])
  })

  it('removes the members it lists, and only those', () => {
    const group: Resource = { displayName: 'G', members: [{ value: 'u1' }, { value: 'u2' }, { value: 'u3' }] }
    const members = (operation: object) => patch(group, [operation], {}, groupType).resource.members
    expect(members({ op: 'Remove', path: 'members', value: [{ value: 'u1' }] })).toEqual([
      { value: 'u2' },
      { value: 'u3' },
    ])
    expect(members({ op: 'Add', path: 'members', value: [{ $ref: null, value: 'u4' }] })).toHaveLength(4)
    expect(members({ op: 'remove', path: 'members[value eq "u2"]' })).toEqual([{ value: 'u1' }, { value: 'u3' }])
    expect(() => members({ op: 'replace', path: 'members[value eq "u2"].value', value: 'u9' })).toThrow(
      expect.objectContaining({ scimType: 'mutability' }),
    )
  })
})

describe('PATCH of an extension nobody declared', () => {
  const hr = 'urn:example:HR:2.0:User'

  it('sets and unsets what is in it, in any case', () => {
    const set = patch(user, [{ op: 'add', path: `${hr}:shoe.size`, value: 42 }]).resource
    expect(set[hr]).toEqual({ shoe: { size: 42 } })
    const again = patch(set, [{ op: 'replace', path: `${hr.toLowerCase()}:SHOE.Size`, value: 43 }]).resource
    expect(again[hr]).toEqual({ shoe: { size: 43 } })
    expect(patch(again, [{ op: 'remove', path: `${hr}:shoe` }]).resource).toEqual(user)
  })

  it('takes the whole extension by its URN', () => {
    const whole = patch(user, [{ op: 'add', path: hr, value: { a: 1, tags: ['x'] } }]).resource
    expect(whole[hr]).toEqual({ a: 1, tags: ['x'] })
    const more = patch(whole, [{ op: 'replace', value: { [hr]: { b: 2 }, [`${hr}:tags`]: ['y'] } }]).resource
    expect(more[hr]).toEqual({ a: 1, b: 2, tags: ['y'] })
    expect(patch(more, [{ op: 'add', path: `${hr}:tags`, value: ['y', 'z'] }]).resource[hr]).toMatchObject({
      tags: ['y', 'z'],
    })
    expect(patch(more, [{ op: 'remove', path: hr.toUpperCase() }]).resource).toEqual(user)
  })

  it.each([`${hr}:a.__proto__`, `${hr}:constructor`, `${hr}:9`])('has nothing by the name of %s', (path) => {
    expect(() => patch(user, [{ op: 'add', path, value: 1 }])).toThrow(
      expect.objectContaining({ scimType: 'invalidPath' }),
    )
  })

  it('is refused with invalidSyntax where strict', () => {
    const operations = [{ op: 'add', path: `${hr}:a`, value: 1 }]
    expect(() => patch(user, operations, { strict: true })).toThrow(
      expect.objectContaining({ scimType: 'invalidSyntax' }),
    )
  })
})
