import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  byFilter,
  enterpriseUrn,
  groupUrn,
  patchOf,
  quirksOf,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../../support/scim.ts'

let server: ScimServer
let onelogin: ScimClient
beforeAll(async () => {
  server = await startScim()
  onelogin = await server.client({ name: 'OneLogin' })
})
afterAll(() => server.close())

/** "SCIM Provisioner with SAML (SCIM v2 Enterprise)", its JSON template filled in: every placeholder becomes a text. */
const template = (login: string, more: object = {}) => ({
  [enterpriseUrn]: { department: 'Sales', manager: { managerId: 'boss-1', displayName: 'Grace Hopper' } },
  active: 'true',
  emails: [{ value: login, type: 'work', primary: true }],
  meta: { resourceType: 'User' },
  name: { familyName: 'Lovelace', givenName: 'Ada', formatted: 'Ada Lovelace' },
  userName: login,
  id: null,
  schemas: [userUrn],
  ...more,
})
const json = { 'content-type': 'application/json', accept: 'application/json' }
const create = async (login: string, more?: object) => (await onelogin.post('/Users', template(login, more), json)).body
const find = async (login: string) => (await onelogin.get(`/Users?${byFilter(`userName eq "${login}"`)}`)).body

describe('OneLogin, people', () => {
  it('is answered an empty list for a user that cannot exist when it connects', async () => {
    const answer = await onelogin.get(`/Users?${byFilter('userName eq "ARandomUserName"')}`)
    expect(answer).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } })
  })

  it('creates a person from its template, though every value in it is a text', async () => {
    const answer = await onelogin.post('/Users', template('ada@x.example'), json)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      schemas: [userUrn, enterpriseUrn],
      active: true,
      emails: [{ value: 'ada@x.example', type: 'work', primary: true }],
      [enterpriseUrn]: { manager: { value: 'boss-1', displayName: 'Grace Hopper' } },
    })
    expect((await find('ADA@x.example')).Resources).toEqual([answer.body])
  })

  it('may send an address as an object, a manager without an id, and the schema of SCIM 1.0', async () => {
    const user = await create('obj@x.example', {
      schemas: ['urn:scim:schemas:core:1.0'],
      emails: { value: 'obj@x.example', type: 'work' },
      [enterpriseUrn]: { department: '', manager: { managerId: '', displayName: 'Grace Hopper' } },
    })
    expect(user).toMatchObject({
      emails: [{ value: 'obj@x.example', type: 'work' }],
      [enterpriseUrn]: { manager: { displayName: 'Grace Hopper' } },
    })
  })

  it('updates and renames by the whole template, and keeps the id', async () => {
    const { id } = await create('old@x.example')
    const answer = await onelogin.put(
      `/Users/${id}`,
      template('new@x.example', { id, name: { familyName: 'King', givenName: 'Ada' } }),
      json,
    )
    expect(answer).toMatchObject({
      status: 200,
      body: { id, userName: 'new@x.example', name: { familyName: 'King', givenName: 'Ada' }, active: true },
    })
    expect((await find('old@x.example')).totalResults).toBe(0)
  })

  it('suspends and reactivates by PUT and by PATCH', async () => {
    const { id } = await create('off@x.example')
    const activeAfter = async (send: 'put' | 'patch', body: object) =>
      (await onelogin[send](`/Users/${id}`, body, json)).body.active
    expect(await activeAfter('put', template('off@x.example', { id, active: 'false' }))).toBe(false)
    expect(await activeAfter('put', template('off@x.example', { id, active: 'true' }))).toBe(true)
    const patch = (value: unknown) => patchOf({ op: 'replace', path: 'active', value })
    expect(await activeAfter('patch', patch('false'))).toBe(false)
    expect(await activeAfter('patch', patch(true))).toBe(true)
  })

  it('deletes a person and assigns them again', async () => {
    const { id } = await create('again@x.example')
    expect((await onelogin.delete(`/Users/${id}`)).status).toBe(204)
    expect((await find('again@x.example')).totalResults).toBe(0)
    const answer = await onelogin.post('/Users', template('again@x.example'), json)
    expect(answer).toMatchObject({ status: 201, body: { userName: 'again@x.example', active: true } })
  })
})

describe('OneLogin, groups', () => {
  it('lists all of them, makes the one it needs, and changes its members by PATCH', async () => {
    const [ada, bob] = [await create('g1@x.example'), await create('g2@x.example')]
    expect((await onelogin.get('/Groups')).status).toBe(200)
    const { body: group } = await onelogin.post('/Groups', { schemas: [groupUrn], displayName: 'Sales' }, json)
    const change = async (...operations: object[]) =>
      (await onelogin.patch(`/Groups/${group.id}`, patchOf(...operations), json)).status
    const members = async () =>
      ((await onelogin.get(`/Groups/${group.id}`)).body.members ?? []).map(({ value }: { value: string }) => value)
    expect(await change({ op: 'add', path: 'members', value: [{ value: ada.id }] })).toBe(204)
    expect(await change({ op: 'add', value: { members: [{ value: bob.id }] } })).toBe(204)
    expect(await members()).toEqual([ada.id, bob.id])
    expect(await change({ op: 'remove', path: `members[value eq "${ada.id}"]` })).toBe(204)
    expect(await members()).toEqual([bob.id])
    expect(await change({ op: 'replace', path: 'members', value: [{ value: ada.id }] })).toBe(204)
    expect(await members()).toEqual([ada.id])
    expect(await change({ op: 'replace', value: { displayName: 'Sales, all' } })).toBe(204)
    expect((await onelogin.get(`/Groups/${group.id}`)).body.displayName).toBe('Sales, all')
  })

  it('deletes a group and makes it again, empty', async () => {
    const user = await create('g3@x.example')
    const body = { schemas: [groupUrn], displayName: 'Gone', members: [{ value: user.id }] }
    const { body: group } = await onelogin.post('/Groups', body, json)
    expect((await onelogin.delete(`/Groups/${group.id}`)).status).toBe(204)
    const { body: again } = await onelogin.post('/Groups', { ...body, members: [] }, json)
    expect(again.id).not.toBe(group.id)
    expect(again).not.toHaveProperty('members')
    expect((await onelogin.get(`/Users/${user.id}`)).body).not.toHaveProperty('groups')
  })
})

describe('OneLogin, its ways', () => {
  it('are named in the traffic log', async () => {
    const client = await server.client({ name: 'Told' })
    await client.post('/Users', template('told@x.example', { schemas: ['urn:scim:schemas:core:1.0'], emails: {} }))
    await client.post('/Users', template('tale@x.example', { emails: { value: 'tale@x.example' } }))
    expect(await quirksOf(client, 2)).toEqual(['first-version', 'one-element', 'renamed', 'string-as-boolean'])
  })
})
