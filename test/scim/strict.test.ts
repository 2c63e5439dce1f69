import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeSource } from '../../src/inbound/source.ts'
import {
  byFilter,
  enterpriseUrn,
  groupUrn,
  patchOf,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../support/scim.ts'

let server: ScimServer
let strict: ScimClient
let tolerant: ScimClient
beforeAll(async () => {
  server = await startScim()
  strict = await server.client({ name: 'Strict' })
  tolerant = await server.client({ name: 'Tolerant' })
  await changeSource(server.fresh.database, strict.db.organization, strict.source.id, { strict: true })
})
afterAll(() => server.close())

let count = 0
const userOf = (more: object = {}) => ({ schemas: [userUrn], userName: `u${++count}`, ...more })
const groupOf = (...members: readonly string[]) => ({
  schemas: [groupUrn],
  displayName: `g${++count}`,
  members: members.map((value) => ({ value })),
})
const created = async (client: ScimClient, more: object = {}) => (await client.post('/Users', userOf(more))).body
const refused = (scimType: string) => ({ status: '400', scimType })

/** What both sources are sent: the strict one refuses it and changes nothing, the other takes it. */
async function onlyTolerated(start: object, operation: object, scimType: string) {
  const [one, other] = [await created(strict, start), await created(tolerant, start)]
  const answer = await strict.patch(`/Users/${one.id}`, patchOf(operation))
  expect(answer.body, JSON.stringify(operation)).toMatchObject(refused(scimType))
  expect((await strict.get(`/Users/${one.id}`)).body).toEqual(one)
  expect((await tolerant.patch(`/Users/${other.id}`, patchOf(operation))).status, JSON.stringify(operation)).toBe(200)
}

describe('draft-zollner-scim-interop-profile, a source that is strict', () => {
  it('says so, and no other source does', async () => {
    expect((await strict.get('/ServiceProviderConfig')).body.interopProfileConformant).toBe(true)
    expect((await tolerant.get('/ServiceProviderConfig')).body).not.toHaveProperty('interopProfileConformant')
  })

  it('lists the types of every attribute that has one', async () => {
    const { body } = await strict.get('/Schemas')
    type Named = { name: string; multiValued: boolean; subAttributes?: Named[]; canonicalValues?: string[] }
    const attributes: Named[] = body.Resources.flatMap((schema: { attributes: Named[] }) => schema.attributes)
    const typed = attributes.filter(
      ({ multiValued, subAttributes }) => multiValued && subAttributes?.some(({ name }) => name === 'type'),
    )
    expect(typed.length).toBeGreaterThan(8)
    for (const { name, subAttributes } of typed)
      expect(subAttributes?.find((sub) => sub.name === 'type')?.canonicalValues?.length, name).toBeGreaterThan(0)
  })

  it('takes what is as the protocol has it', async () => {
    const user = await created(strict, {
      schemas: [userUrn, enterpriseUrn],
      name: { givenName: 'Ada', familyName: 'L' },
      emails: [{ value: 'a@x.example', type: 'work', primary: true }],
      [enterpriseUrn]: { department: 'Eng', manager: { value: 'boss' } },
    })
    const answer = await strict.patch(
      `/Users/${user.id}`,
      patchOf(
        { op: 'replace', path: 'name.givenName', value: 'Augusta' },
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'b@x.example' },
        { op: 'add', path: 'emails', value: [{ value: 'h@x.example', type: 'home' }] },
        { op: 'replace', path: `${enterpriseUrn}:department`, value: 'Ops' },
        { op: 'replace', path: 'active', value: false },
      ),
    )
    expect(answer.body).toMatchObject({
      active: false,
      name: { givenName: 'Augusta', familyName: 'L' },
      emails: [{ value: 'b@x.example' }, { value: 'h@x.example' }],
      [enterpriseUrn]: { department: 'Ops', manager: { value: 'boss' } },
    })
    const { body: group } = await strict.post('/Groups', groupOf(user.id))
    const change = async (...operations: object[]) =>
      (await strict.patch(`/Groups/${group.id}`, patchOf(...operations))).status
    expect(await change({ op: 'remove', path: `members[value eq "${user.id}"]` })).toBe(204)
    expect((await strict.get(`/Groups/${group.id}`)).body).not.toHaveProperty('members')
    expect(await change({ op: 'add', path: 'members', value: [{ value: user.id }] })).toBe(204)
    expect(await change({ op: 'remove', path: 'members' })).toBe(204)
    expect((await strict.get(`/Groups/${group.id}`)).body).not.toHaveProperty('members')
  })

  it.each<[string, object, string]>([
    ['attributes nobody declared', { shoeSize: 7 }, 'invalidSyntax'],
    ['parts of attributes nobody declared', { name: { nick: 'x' } }, 'invalidSyntax'],
    ['extensions nobody declared', { 'urn:x:y:Z': { a: 1 } }, 'invalidSyntax'],
    ['schemas nobody declared', { schemas: [userUrn, 'urn:x:y:Z'] }, 'invalidSyntax'],
    ['a body that does not name its schema', { schemas: undefined }, 'invalidSyntax'],
    ['SCIM 1.0', { schemas: ['urn:scim:schemas:core:1.0'] }, 'invalidSyntax'],
    ['paths for names', { 'name.givenName': 'x' }, 'invalidSyntax'],
    ["SCIM 1.1's names", { [enterpriseUrn]: { manager: { managerId: 'x' } } }, 'invalidSyntax'],
    ['booleans as texts', { active: 'True' }, 'invalidValue'],
    ['an object for a list', { emails: { value: 'a@x' } }, 'invalidValue'],
    ['texts for objects', { emails: ['a@x'] }, 'invalidValue'],
    ['a text for an object', { [enterpriseUrn]: { manager: 'boss' } }, 'invalidValue'],
    ['a list for an object', { [enterpriseUrn]: { manager: [{ value: 'boss' }] } }, 'invalidValue'],
    ['an empty text for an address', { emails: [{ value: '', type: 'work' }] }, 'invalidValue'],
    [
      'two primary values',
      {
        emails: [
          { value: 'a@x', primary: true },
          { value: 'b@x', primary: true },
        ],
      },
      'invalidValue',
    ],
    ['a type that is not listed', { emails: [{ value: 'a@x', type: 'office' }] }, 'invalidValue'],
  ])('refuses %s in a resource, where others take them', async (_what, body, scimType) => {
    expect((await strict.post('/Users', userOf(body))).body).toMatchObject(refused(scimType))
    expect((await tolerant.post('/Users', userOf(body))).status).toBe(201)
    const { id } = await created(strict)
    expect((await strict.put(`/Users/${id}`, userOf(body))).body).toMatchObject(refused(scimType))
  })

  it.each<[string, object, string]>([
    ['without a path', { op: 'replace', value: { title: 'x' } }, 'invalidSyntax'],
    ['with a verb in capital letters', { op: 'Replace', path: 'title', value: 'x' }, 'invalidSyntax'],
    ['to an extension nobody declared', { op: 'add', path: 'urn:x:y:Z:a', value: 'x' }, 'invalidSyntax'],
    ['of a boolean to a text', { op: 'replace', path: 'active', value: 'False' }, 'invalidValue'],
    ['of a list to an object', { op: 'replace', path: 'emails', value: { value: 'a@x' } }, 'invalidValue'],
    ['of a manager to a text', { op: 'add', path: `${enterpriseUrn}:manager`, value: 'boss' }, 'invalidValue'],
    [
      'to a whole value behind a filter',
      { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'c@x' } },
      'invalidPath',
    ],
    ['to several values at once', { op: 'replace', path: 'emails[value co "@"].display', value: 'x' }, 'invalidFilter'],
    ['to a value that is not there', { op: 'add', path: 'emails[type eq "other"].value', value: 'o@x' }, 'noTarget'],
    ['by a value to remove', { op: 'remove', path: 'emails', value: [{ value: 'a@x' }] }, 'invalidSyntax'],
    ['by a filter with a boolean as a text', { op: 'remove', path: 'emails[primary eq "True"]' }, 'invalidFilter'],
  ])('refuses a change %s, where others take it', async (_what, operation, scimType) => {
    const emails = [
      { value: 'a@x', type: 'work', primary: true },
      { value: 'b@x', type: 'home' },
    ]
    await onlyTolerated({ emails }, operation, scimType)
  })

  it('refuses a change of what nobody declared as invalidSyntax, where others say invalidPath', async () => {
    const operation = patchOf({ op: 'add', path: 'shoeSize', value: 7 })
    const [one, other] = [await created(strict), await created(tolerant)]
    expect((await strict.patch(`/Users/${one.id}`, operation)).body).toMatchObject(refused('invalidSyntax'))
    expect((await tolerant.patch(`/Users/${other.id}`, operation)).body).toMatchObject(refused('invalidPath'))
  })

  it('replaces a complex attribute whole, and adds to it in part', async () => {
    const name = { givenName: 'Ada', familyName: 'Lovelace' }
    const { id } = await created(strict, { name })
    const nameAfter = async (op: string, value: object) =>
      (await strict.patch(`/Users/${id}`, patchOf({ op, path: 'name', value }))).body.name
    expect(await nameAfter('add', { middleName: 'King' })).toEqual({ ...name, middleName: 'King' })
    expect(await nameAfter('replace', { givenName: 'Augusta' })).toEqual({ givenName: 'Augusta' })
    const { body: other } = await tolerant.post('/Users', userOf({ name }))
    const kept = patchOf({ op: 'replace', path: 'name', value: { givenName: 'Augusta' } })
    expect((await tolerant.patch(`/Users/${other.id}`, kept)).body.name).toEqual({ ...name, givenName: 'Augusta' })
  })

  it('never empties a group because of members named in a remove', async () => {
    const user = await created(strict)
    const { body: group } = await strict.post('/Groups', groupOf(user.id, 'later'))
    for (const operation of [
      { op: 'remove', path: 'members', value: [{ value: user.id }] },
      { op: 'Remove', path: 'members', value: [{ value: user.id }] },
      { op: 'replace', value: { members: [] } },
    ])
      expect((await strict.patch(`/Groups/${group.id}`, patchOf(operation))).body).toMatchObject(
        refused('invalidSyntax'),
      )
    expect((await strict.get(`/Groups/${group.id}`)).body).toEqual(group)
  })

  it.each([
    'shoeSize eq "x"',
    'urn:x:y:Z:a eq "x"',
    'department eq "x"',
    'active eq "True"',
    'active eq True',
    'title eq NULL',
    'emails[type eq "work"].value eq "a@x"',
  ])('refuses a filter that is not of the grammar, or asks for what nobody declared: %s', async (filter) => {
    for (const answer of [
      await strict.get(`/Users?${byFilter(filter)}`),
      await strict.post('/Users/.search', { filter }),
    ])
      expect(answer.body).toMatchObject(refused('invalidFilter'))
  })

  it.each([
    'active eq true',
    'emails[type eq "work" and value eq "a@x"]',
    'USERNAME EQ "x"',
    `${enterpriseUrn}:department eq "x"`,
  ])('takes a filter of the grammar: %s', async (filter) => {
    expect((await strict.get(`/Users?${byFilter(filter)}`)).status).toBe(200)
  })
})
