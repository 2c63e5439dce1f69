import { describe, expect, it } from 'vitest'
import type { Resource } from './json.ts'
import { readPatch } from './operation.ts'
import { applyPatch, type PatchOptions } from './patch.ts'
import { attribute, type ResourceType } from './schema.ts'
import { userType } from './schemas/user.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const barbara: Resource = {
  userName: 'bjensen',
  active: true,
  title: 'Guide',
  name: { familyName: 'Jensen', givenName: 'Barbara' },
  emails: [
    { value: 'b@work', type: 'work', primary: true },
    { value: 'b@home', type: 'home' },
  ],
  [enterprise]: { department: 'Tours', manager: { value: 'm1', displayName: 'Boss' } },
}

const apply = (operations: readonly object[], before: Resource = barbara, options: PatchOptions = {}) =>
  applyPatch(userType, freeze(before), readPatch({ Operations: operations }).operations, options)
const patched = (...operations: readonly object[]) => apply(operations).resource
const refused = (scimType: string) => expect.objectContaining({ status: 400, scimType })

describe('RFC 7644 §3.5.2.1 add', () => {
  it('sets a single value, replacing what is there', () => {
    expect(patched({ op: 'add', path: 'title', value: 'Boss' }).title).toBe('Boss')
    expect(patched({ op: 'add', path: 'NickName', value: 'Babs' }).nickName).toBe('Babs')
  })

  it('puts parts into a complex value', () => {
    const name = { familyName: 'Jensen', givenName: 'Barbara', middleName: 'Jane' }
    expect(patched({ op: 'add', path: 'name', value: { middleName: 'Jane' } }).name).toEqual(name)
    expect(patched({ op: 'add', path: 'name.middleName', value: 'Jane' }).name).toEqual(name)
    expect(patched({ op: 'add', value: { name: { middleName: 'Jane' } } }).name).toEqual(name)
  })

  it('appends to a multi-valued attribute', () => {
    const emails = [...(barbara.emails as object[]), { value: 'b@other', type: 'other' }]
    expect(patched({ op: 'add', path: 'emails', value: [{ value: 'b@other', type: 'other' }] }).emails).toEqual(emails)
    expect(patched({ op: 'add', path: 'emails', value: { value: 'b@other', type: 'other' } }).emails).toEqual(emails)
    expect(patched({ op: 'add', value: { emails: [{ value: 'b@other', type: 'other' }] } }).emails).toEqual(emails)
  })

  it('changes nothing where the value exists already', () => {
    const same = [
      { op: 'add', path: 'title', value: 'Guide' },
      { op: 'add', path: 'emails', value: [{ value: 'B@HOME', type: 'Home' }] },
      { op: 'add', path: 'emails', value: [{ value: 'b@work', type: 'work', primary: true }] },
      { op: 'add', path: `${enterprise}:manager`, value: { value: 'm1' } },
      { op: 'add', path: 'nickName', value: null },
      { op: 'add', path: 'phoneNumbers', value: [] },
      { op: 'add', value: {} },
    ]
    for (const operation of same.filter((_, at) => at !== 1)) {
      expect([operation, apply([operation]).changed]).toEqual([operation, false])
    }
    expect(patched(same[1] ?? {}).emails).toHaveLength(2)
  })

  it('moves primary to a value that says it is', () => {
    expect(patched({ op: 'add', path: 'emails', value: [{ value: 'b@other', primary: true }] }).emails).toEqual([
      { value: 'b@work', type: 'work', primary: false },
      { value: 'b@home', type: 'home' },
      { value: 'b@other', primary: true },
    ])
    const [work, home] = patched({ op: 'replace', path: 'emails[type eq "home"].primary', value: true })
      .emails as Resource[]
    expect([work?.primary, home?.primary]).toEqual([false, true])
  })
})

describe('RFC 7644 §3.5.2.2 remove', () => {
  it('unsets an attribute, a part, the values a filter selects, an extension', () => {
    expect(patched({ op: 'remove', path: 'title' })).not.toHaveProperty('title')
    expect(patched({ op: 'remove', path: 'name.givenName' }).name).toEqual({ familyName: 'Jensen' })
    expect(patched({ op: 'remove', path: 'emails' })).not.toHaveProperty('emails')
    expect(patched({ op: 'remove', path: 'emails[type eq "home"]' }).emails).toHaveLength(1)
    expect(patched({ op: 'remove', path: 'emails[type eq "work"].primary' }).emails).toContainEqual({
      value: 'b@work',
      type: 'work',
    })
    expect(patched({ op: 'remove', path: enterprise.toUpperCase() })).not.toHaveProperty([enterprise])
    expect(patched({ op: 'remove', path: `${enterprise}:manager` })[enterprise]).toEqual({ department: 'Tours' })
  })

  it('leaves no empty value behind', () => {
    const operations = ['givenName', 'familyName'].map((part) => ({ op: 'remove', path: `name.${part}` }))
    expect(patched(...operations)).not.toHaveProperty('name')
    const removals = ['department', 'manager'].map((name) => ({ op: 'remove', path: `${enterprise}:${name}` }))
    expect(patched(...removals)).not.toHaveProperty([enterprise])
    expect(patched({ op: 'remove', path: 'emails[type eq "work"].value' }).emails).toEqual([
      { value: 'b@home', type: 'home' },
    ])
  })

  it('with a list removes those, not all', () => {
    expect(patched({ op: 'Remove', path: 'emails', value: [{ value: 'B@WORK' }] }).emails).toEqual([
      { value: 'b@home', type: 'home' },
    ])
    expect(patched({ op: 'Remove', path: 'emails', value: [{ value: 'b@work', type: 'home' }] })).toEqual(barbara)
    expect(patched({ op: 'Remove', path: 'emails', value: [{ type: 'home' }] }).emails).toHaveLength(1)
    expect(patched({ op: 'Remove', path: 'emails', value: [] })).toEqual(barbara)
    expect(() => patched({ op: 'Remove', path: 'emails', value: [{}] })).toThrow(refused('invalidValue'))
  })

  it('of what is not there changes nothing, and is noTarget where a filter selects nothing', () => {
    expect(apply([{ op: 'remove', path: 'nickName' }]).changed).toBe(false)
    expect(() => patched({ op: 'remove', path: 'emails[type eq "other"]' })).toThrow(refused('noTarget'))
  })

  it('of a required attribute is refused with mutability', () => {
    expect(() => patched({ op: 'remove', path: 'userName' })).toThrow(refused('mutability'))
    expect(() => patched({ op: 'replace', path: 'userName', value: null })).toThrow(refused('mutability'))
    expect(() => patched({ op: 'replace', value: { userName: [] } })).toThrow(refused('mutability'))
    expect(() => patched({ op: 'replace', path: 'userName', value: ' ' })).toThrow(refused('invalidValue'))
  })
})

describe('RFC 7644 §3.5.2.3 replace', () => {
  it('leaves the parts of a complex value that are not named', () => {
    expect(patched({ op: 'replace', path: 'name', value: { givenName: 'Babs' } }).name).toEqual({
      familyName: 'Jensen',
      givenName: 'Babs',
    })
    expect(patched({ op: 'replace', path: 'name', value: { givenName: null } }).name).toEqual({ familyName: 'Jensen' })
    const { emails } = patched({ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'new@work' } })
    expect(emails).toContainEqual({ value: 'new@work', type: 'work', primary: true })
  })

  it('replaces a complex value whole where strict', () => {
    const operations = [{ op: 'replace', path: 'name', value: { givenName: 'Babs' } }]
    expect(apply(operations, barbara, { strict: true }).resource.name).toEqual({ givenName: 'Babs' })
  })

  it('replaces every value of a multi-valued attribute', () => {
    expect(patched({ op: 'replace', path: 'emails', value: [{ value: 'x@y' }] }).emails).toEqual([{ value: 'x@y' }])
    expect(patched({ op: 'replace', path: 'emails', value: [] })).not.toHaveProperty('emails')
    expect(patched({ op: 'replace', path: 'emails.type', value: 'other' }).emails).toEqual([
      { value: 'b@work', type: 'other', primary: true },
      { value: 'b@home', type: 'other' },
    ])
  })

  it('by equal values, in whatever order, changes nothing', () => {
    const emails = (barbara.emails as Resource[]).toReversed()
    const { changed, resource } = apply([
      { op: 'replace', path: 'emails', value: emails },
      { op: 'replace', path: 'active', value: 'True' },
      { op: 'replace', path: 'title', value: 'Other' },
      { op: 'replace', path: 'title', value: 'Guide' },
    ])
    expect(changed).toBe(false)
    expect(resource).toBe(barbara)
  })

  it('is noTarget where a filter selects nothing', () => {
    const operation = { op: 'replace', path: 'emails[type eq "other"]', value: { value: 'x' } }
    expect(() => patched(operation)).toThrow(refused('noTarget'))
    expect(() => patched({ ...operation, path: 'emails[type co "oth"].value', value: 'x' })).toThrow(
      refused('noTarget'),
    )
    expect(() => patched({ ...operation, path: 'emails[type eq "a" or type eq "b"].value', value: 'x' })).toThrow(
      refused('noTarget'),
    )
    expect(() => patched({ ...operation, path: 'emails[not (type pr)].value', value: 'x' })).toThrow(
      refused('noTarget'),
    )
  })
})

describe('RFC 7644 §3.5.2 PATCH', () => {
  it('is atomic: an operation that fails leaves everything as it was', () => {
    const before = structuredClone(barbara)
    expect(() =>
      patched({ op: 'replace', path: 'title', value: 'x' }, { op: 'replace', path: 'nosuch', value: 1 }),
    ).toThrow()
    expect(barbara).toEqual(before)
  })

  it('applies each operation to the result of the one before', () => {
    const operations = [
      { op: 'remove', path: 'emails' },
      { op: 'add', path: 'emails', value: [{ value: 'a', type: 'work' }] },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'b' },
    ]
    expect(patched(...operations).emails).toEqual([{ value: 'b', type: 'work' }])
  })

  it.each([
    [{ op: 'replace', path: 'id', value: 'other' }],
    [{ op: 'remove', path: 'id' }],
    [{ op: 'replace', path: 'groups', value: [{ value: 'g' }] }],
    [{ op: 'add', path: 'groups[value eq "g"].display', value: 'x' }],
    [{ op: 'replace', path: 'meta.created', value: '2020-01-01T00:00:00Z' }],
    [{ op: 'remove', path: 'schemas' }],
    [{ op: 'replace', value: { id: 'other', title: 'x' } }],
  ])('to a readOnly attribute is refused with mutability: %j', (operation) => {
    expect(() => apply([operation], { ...barbara, id: 'b1' })).toThrow(refused('mutability'))
  })

  const nothing = `nosuch name.nosuch /title title.value ${enterprise}:nosuch __proto__ constructor.prototype`
  it.each([...nothing.split(' '), 'emails[type eq "work"].nosuch'])(
    'of a path that names nothing is refused with invalidPath: %s',
    (path) => expect(() => patched({ op: 'add', path, value: 'x' })).toThrow(refused('invalidPath')),
  )

  it.each([
    [{ op: 'replace', path: 'active', value: 'maybe' }],
    [{ op: 'add', path: 'emails', value: [5] }],
    [{ op: 'replace', path: 'name', value: 'x' }],
    [{ op: 'replace', path: enterprise, value: 'x' }],
    [{ op: 'replace', path: userType.schema.id, value: 'x' }],
    [{ op: 'replace', path: 'emails[type eq "work"]', value: [{ value: 'a' }, { value: 'b' }] }],
    [{ op: 'replace', path: 'title', value: 'a\u0000' }],
    [{ op: 'add', path: 'emails', value: Array.from({ length: 1000 }, (_, at) => ({ value: `${at}` })) }],
  ])('of a value that does not fit is refused with invalidValue: %#', (operation) => {
    expect(() => patched(operation)).toThrow(refused('invalidValue'))
  })

  it('hands a password back apart', () => {
    const { password, changed, resource } = apply([{ op: 'replace', path: 'password', value: 's3cret' }])
    expect([password, changed]).toEqual(['s3cret', false])
    expect(resource).not.toHaveProperty('password')
  })

  it('keeps what is immutable', () => {
    const schema = {
      id: 'urn:x',
      name: 'X',
      description: '',
      attributes: [attribute('badge', '', { mutability: 'immutable' })],
    }
    const type: ResourceType = { name: 'X', endpoint: '/X', description: '', schema, schemaExtensions: [] }
    const patch = (before: Resource, op: 'add' | 'replace' | 'remove', value?: string) =>
      applyPatch(type, before, [{ op, path: 'badge', value }]).resource
    expect(patch({}, 'add', '1')).toEqual({ badge: '1' })
    expect(patch({ badge: '1' }, 'replace', '1')).toEqual({ badge: '1' })
    expect(() => patch({ badge: '1' }, 'replace', '2')).toThrow(refused('mutability'))
    expect(() => patch({ badge: '1' }, 'remove')).toThrow(refused('mutability'))
  })
})

/** So that a test fails where the patch would write into what it was given. */
function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part)
  return Object.freeze(value)
}
