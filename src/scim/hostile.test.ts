import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScimError } from './errors.ts'
import { parseFilter } from './filter/parse.ts'
import { compilePredicate } from './filter/predicate.ts'
import type { Json } from './json.ts'
import { readListQuery, readSearchRequest } from './list.ts'
import { splitMemberChanges } from './members.ts'
import { readPatch } from './operation.ts'
import { applyPatch } from './patch.ts'
import { project, readProjection } from './project.ts'
import { readResource } from './resource.ts'
import { groupType } from './schemas/group.ts'
import { userType } from './schemas/user.ts'
import { isStorable } from './text.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const spaced = (text: string) => text.replaceAll('_', ' ')
const fromWords = (words: string) => fc.constantFrom(...words.split(' '))
const core = userType.schema.id
const name = fc.oneof(
  fromWords('userName USERNAME name givenName emails value type primary active displayName members roles manager'),
  fromWords(`id schemas meta groups password managerId ${enterprise} ${core} ${groupType.schema.id} urn:x:y:z`),
  fromWords('__proto__ constructor prototype toString hasOwnProperty __defineGetter__ $ref urn:x:y:__proto__'),
  fc.constantFrom('name.givenName', 'emails[type eq "work"].value', 'emails[', 'members[value eq "u"]'),
  fc.string(),
)
const simple = fc.oneof(
  fc.constantFrom<Json>('bjensen', '', 'True', 'a\u0000b', '\ud800', '{"value":"x"}', 'x'.repeat(20_000)),
  fc.constantFrom<Json>(null, true, false, 1e308, -1e308, 2 ** 60, 0, -0, 1.5),
  fc.string({ unit: 'binary' }),
)
/** As JSON.parse gives it: `__proto__` is a name like any other. */
const json = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    simple,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('any')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
})).any
const element = fc.record(
  {
    value: fromWords('a@x A@X u1 u2'),
    type: fc.constantFrom('work', 'Work', 'home', null),
    primary: fc.constantFrom(true, 'True', null),
  },
  { requiredKeys: ['value'] },
)
const manager = fc.constantFrom<unknown>('m1', '', [{ value: 'm1' }], { managerId: 'm1' }, { value: '' }, [])
/** What a client in its right mind may send under these names, in any of the dialects. */
const likely = fc.record(
  {
    userName: fc.constantFrom('a', 'b@x'),
    displayName: fc.constantFrom('A', 'B'),
    active: fc.constantFrom(true, 'False', null),
    'name.givenName': fc.constantFrom('Ann', '', null),
    NAME: fc.constantFrom<unknown>({ familyName: 'Lee' }, { givenName: null }, {}, null),
    emails: fc.oneof(element, fc.array(element, { maxLength: 4 })),
    members: fc.array(fc.oneof(element, fc.constantFrom('u1', 'u2')), { maxLength: 4 }),
    addresses: fc.constantFrom<unknown>([{ locality: 'X' }, { locality: 'X' }], [{}], null),
    roles: fc.constantFrom<unknown>('Admin', ['{"value":"Admin"}', 'User'], [{ value: 'Admin' }]),
    [enterprise]: fc.record({ manager, department: fc.constantFrom('Eng', null) }, { requiredKeys: [] }),
    'urn:example:HR:User': json,
    [`${enterprise}:manager`]: manager,
  },
  { requiredKeys: ['userName', 'displayName'] },
)
const path = fc.oneof(
  fromWords(`active name name.givenName emails members roles urn:x:y:z urn:x:y:z.deep ${enterprise}:manager`),
  fromWords('emails[type_eq_"work"] emails[type_eq_"work"].value emails[value_co_"x"].primary').map(spaced),
  fromWords('members[value_eq_"u1"] addresses[type_eq_"home"].locality').map(spaced),
  name,
  fc.tuple(name, name).map((names) => names.join('.')),
  fc.tuple(name, name).map(([a, b]) => `${a}[${b} eq "x"].${b}`),
)
const value = fc.oneof(
  json,
  element,
  fc.array(element, { maxLength: 3 }),
  manager,
  likely.map(({ userName: _, ...rest }) => rest),
  fc.constantFrom<unknown>('a@x', 'True', { givenName: 'Ann', familyName: null }),
)
const op = fc.constantFrom('add', 'Remove', 'REPLACE')
const wildOp = fc.constantFrom('add', 'remove', 'move', null)
const operation = fc.oneof(
  { weight: 9, arbitrary: fc.record({ op, path, value }, { requiredKeys: ['op', 'value'] }) },
  { weight: 1, arbitrary: fc.record({ op: wildOp, path: json, value: json }, { requiredKeys: [] }) },
)
const body = (urn: string) =>
  fc.tuple(json, likely, fc.array(name, { maxLength: 2 }), fc.boolean()).map(([any, known, names, isWild]) => {
    const odd = Object.fromEntries(names.map((one) => [one, any]))
    const more = isWild && typeof any === 'object' ? any : odd
    return { ...known, ...more, schemas: [urn] }
  })

/** Runs what may only return or throw a ScimError, and leaves Object.prototype as it was. */
function attempt<T>(act: () => T): T | undefined {
  const startedAt = performance.now()
  try {
    return act()
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    expect(error.status).toBe(400)
    expect(error.detail.length).toBeLessThan(1000)
    return undefined
  } finally {
    expect(performance.now() - startedAt).toBeLessThan(2000)
    expect(Reflect.ownKeys(Object.prototype).length).toBe(ownKeys)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  }
}
const ownKeys = Reflect.ownKeys(Object.prototype).length

/** Nothing that comes out may be unfit to store. */
function checkStorable(value: Json | undefined): void {
  if (typeof value === 'string') expect(isStorable(value)).toBe(true)
  expect(value ?? null).not.toBeNull()
  if (typeof value !== 'object') return
  const entries = Object.entries(value ?? {})
  expect(entries).not.toEqual([])
  for (const [key, part] of entries) {
    expect(['__proto__', 'constructor', 'prototype']).not.toContain(key)
    checkStorable(part)
  }
}

describe('whatever a client sends', () => {
  it.each([userType, groupType])('as a resource is read or refused: $name', (type) => {
    fc.assert(
      fc.property(body(type.schema.id), fc.boolean(), (sent, strict) => {
        const read = attempt(() => readResource(type, sent, 'create', { strict }))
        if (!read) return
        checkStorable(read.resource)
        const names = Object.keys(read.resource).filter((key) => !key.includes(':'))
        for (const key of names)
          expect(type.schema.attributes.map((one) => one.name).concat('externalId')).toContain(key)
        const again = readResource(type, { ...read.resource, schemas: [type.schema.id] }, 'replace')
        expect(again).toEqual({ resource: read.resource, password: undefined, quirks: [] })
        project(read.resource, readProjection(type))
      }),
      { numRuns: 1500 },
    )
  })

  it.each([userType, groupType])('as a PATCH is applied or refused: $name', (type) => {
    const before = readResource(
      type,
      {
        schemas: [type.schema.id],
        userName: 'a',
        displayName: 'A',
        emails: [{ value: 'x', type: 'work' }],
        members: ['u1'],
      },
      'create',
    ).resource
    const copy = structuredClone(before)
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 5 }), fc.boolean(), (Operations, strict) => {
        const patch = attempt(() => readPatch({ Operations }, { strict }))
        if (!patch) return
        attempt(() => splitMemberChanges(patch.operations))
        const result = attempt(() => applyPatch(type, before, patch.operations, { strict, id: 'x' }))
        expect(before).toEqual(copy)
        if (!result) return
        checkStorable(result.resource)
        for (const hidden of ['password', 'id', 'meta', 'schemas', 'groups'])
          expect(result.resource).not.toHaveProperty(hidden)
        const again = readResource(type, { ...result.resource, schemas: [type.schema.id] }, 'replace')
        expect(again.resource).toEqual(result.resource)
      }),
      {
        numRuns: 3000,
        // JSON inside a string, put where only a part of an element is named.
        examples: [[[{ op: 'add', path: 'emails[type eq "work"].value', value: '{"value":"x"}' }], false]],
      },
    )
  })

  it('as a body of any shape is read or refused', () => {
    fc.assert(
      fc.property(json, (sent) => {
        attempt(() => readPatch(sent))
        attempt(() => readSearchRequest(sent))
        attempt(() => readResource(userType, sent, 'replace'))
      }),
      { numRuns: 1000 },
    )
  })

  it('as a query or filter is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(path, fc.string({ unit: 'binary' })), name, (text, other) => {
        attempt(() => readListQuery(`${text}=${other}&filter=${other}`))
        const filter = attempt(() => parseFilter(`${text} eq "x" or not (${other} pr)`, userType))
        if (filter) compilePredicate(filter)({ userName: 'x' })
        const projection = attempt(() => readProjection(userType, { attributes: [text], excludedAttributes: [other] }))
        if (projection) project({ userName: 'x', emails: [{ value: 'x' }] }, projection)
      }),
      { numRuns: 1000 },
    )
  })

  it('however deep or long, takes bounded time', () => {
    const deep = JSON.parse(`${'{"urn:x:y":'.repeat(3000)}1${'}'.repeat(3000)}`)
    const nest = (key: string) => JSON.parse(`${`{${JSON.stringify(key)}:`.repeat(3000)}1${'}'.repeat(3000)}`)
    const lists = JSON.parse(`${'['.repeat(3000)}1${']'.repeat(3000)}`)
    const values = [
      deep,
      lists,
      nest('name'),
      nest(userType.schema.id),
      nest(enterprise),
      nest('emails'),
      nest('value'),
      nest('manager'),
    ]
    for (const value of values) {
      attempt(() => readResource(userType, { ...value, userName: 'x', name: undefined, roles: value }, 'create'))
      attempt(() => readResource(userType, { userName: 'x', [enterprise]: value, 'urn:a:b': value }, 'create'))
      for (const at of [
        undefined,
        'name',
        'emails',
        'roles',
        'emails[type eq "x"]',
        enterprise,
        userType.schema.id,
        'urn:a:b:c',
        'meta',
        'groups',
        'title',
      ]) {
        for (const op of ['add', 'replace', 'remove']) {
          const patch = attempt(() => readPatch({ Operations: [{ op, path: at, value }] }))
          if (patch)
            attempt(() => applyPatch(userType, { userName: 'x', emails: ['x'], groups: [1] }, patch.operations))
          if (patch) attempt(() => splitMemberChanges(patch.operations))
        }
      }
    }
    attempt(() => parseFilter('('.repeat(8192), userType))
    attempt(() => parseFilter('"\\'.repeat(4096), userType))
    attempt(() => parseFilter(`userName eq ${'"'.repeat(8000)}`, userType))
    attempt(() => parseFilter('title pr and '.repeat(600), userType))
  })
})
