import { describe, expect, it } from 'vitest'
import { formatFilter } from './filter/format.ts'
import { lookupOf } from './lookup.ts'
import { parsePath } from './path.ts'
import { attribute, type ResourceType } from './schema.ts'
import { userType } from './schemas/user.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe('RFC 7644 §3.5.2 paths', () => {
  it.each([
    ['userName', ['userName', undefined, undefined]],
    ['NAME.GIVENNAME', ['name', undefined, 'givenName']],
    [`${core}:name.givenName`, ['name', undefined, 'givenName']],
    [`${enterprise.toUpperCase()}:Manager.Value`, [`${enterprise}:manager`, undefined, 'value']],
    ['emails[type eq "work"]', ['emails', 'emails.type eq "work"', undefined]],
    ['emails[type eq "work"].value', ['emails', 'emails.type eq "work"', 'value']],
    [`${core}:emails[type eq "work"].value`, ['emails', 'emails.type eq "work"', 'value']],
    [
      `${enterprise}:manager[value eq "m"].displayName`,
      [`${enterprise}:manager`, `${enterprise}:manager.value eq "m"`, 'displayName'],
    ],
  ])('%s is an attribute', (text, wanted) => {
    const path = parsePath(text, userType)
    if (path.kind !== 'attribute') throw new Error(path.kind)
    expect([path.node.path, path.filter && formatFilter(path.filter), path.sub?.name]).toEqual(wanted)
  })

  it('name whole schemas, declared or not', () => {
    expect(parsePath(enterprise.toLowerCase(), userType)).toEqual({ kind: 'extension', urn: enterprise })
    expect(parsePath(core.toUpperCase(), userType)).toEqual({ kind: 'resource' })
    expect(parsePath('urn:example:HR:2.0:User', userType)).toEqual({
      kind: 'undeclared',
      text: 'urn:example:HR:2.0:User',
    })
  })

  it.each([
    '',
    ' ',
    '.',
    'name.',
    '.value',
    'nosuch',
    'a.b.c',
    `${core}:nosuch`,
    `${core}:`,
    `${enterprise}:nosuch`,
    'urn:',
    'urn:a',
    'http:',
    '/userName',
    'name givenName',
    '__proto__',
    `${enterprise}:__proto__`,
  ])('that name nothing are refused with invalidPath: %j', (text) =>
    expect(() => parsePath(text, userType)).toThrow(expect.objectContaining({ scimType: 'invalidPath' })),
  )
})

describe('a resource type', () => {
  const typeWith = (wrong: ReturnType<typeof attribute>): ResourceType => {
    const schema = { id: 'urn:x', name: 'X', description: '', attributes: [wrong] }
    return { name: 'X', endpoint: '/X', description: '', schema, schemaExtensions: [] }
  }

  it.each(['__proto__', 'constructor', 'prototype', 'toString', '9lives', 'a.b', 'a:b', ''])(
    'has no attribute %j',
    (name) => {
      expect(() => lookupOf(typeWith(attribute(name, '')))).toThrow(TypeError)
    },
  )

  it('has parts in complex attributes only, and none of them is complex', () => {
    const parts = [attribute('x', '', { type: 'complex', subAttributes: [] })]
    expect(() => lookupOf(typeWith(attribute('a', '', { type: 'complex' })))).toThrow(TypeError)
    expect(() => lookupOf(typeWith(attribute('a', '', { subAttributes: [] })))).toThrow(TypeError)
    expect(() => lookupOf(typeWith(attribute('a', '', { type: 'complex', subAttributes: parts })))).toThrow(TypeError)
  })
})
