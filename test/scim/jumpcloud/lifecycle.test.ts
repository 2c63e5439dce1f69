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
let jumpcloud: ScimClient
beforeAll(async () => {
  server = await startScim()
  jumpcloud = await server.client({ name: 'JumpCloud' })
})
afterAll(() => server.close())

const json = { 'content-type': 'application/json; charset=utf-8' }
const person = (login: string, more: object = {}) => ({
  schemas: [userUrn, enterpriseUrn],
  userName: login,
  externalId: `jc-${login}`,
  displayName: 'Ada Lovelace',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace', formatted: 'Ada Lovelace' },
  emails: [{ type: 'work', value: login, primary: true }],
  phoneNumbers: [],
  addresses: [{ type: 'work', streetAddress: '', locality: '', region: '', postalCode: '', country: '' }],
  [enterpriseUrn]: { employeeNumber: '', costCenter: '', department: 'Eng' },
  ...more,
})
const create = async (login: string) => (await jumpcloud.post('/Users', person(login), json)).body
const find = async (filter: string, path = '/Users') => (await jumpcloud.get(`${path}?${byFilter(filter)}`)).body

describe('JumpCloud, activation', () => {
  it('lists, then makes a user and a group to try with, changes both, and deletes them', async () => {
    expect((await jumpcloud.get('/Users?startIndex=1&count=1')).body.totalResults).toBe(0)
    expect((await jumpcloud.get('/Groups?startIndex=1&count=1')).body.totalResults).toBe(0)
    const user = await jumpcloud.post('/Users', person('jumpcloud-test@x.example'), json)
    expect(user.status).toBe(201)
    const { id } = user.body
    expect((await find('userName eq "jumpcloud-test@x.example"')).Resources).toEqual([user.body])
    expect((await jumpcloud.put(`/Users/${id}`, person('jumpcloud-test@x.example', { id }), json)).status).toBe(200)
    const group = await jumpcloud.post('/Groups', { schemas: [groupUrn], displayName: 'JumpCloud Test', members: [] })
    expect(group.status).toBe(201)
    const add = patchOf({ op: 'add', path: 'members', value: [{ value: id }] })
    expect((await jumpcloud.patch(`/Groups/${group.body.id}`, add, json)).status).toBe(204)
    expect((await jumpcloud.delete(`/Groups/${group.body.id}`)).status).toBe(204)
    expect((await jumpcloud.delete(`/Users/${id}`)).status).toBe(204)
    expect((await jumpcloud.get('/Users?startIndex=1&count=1')).body.totalResults).toBe(0)
  })
})

describe('JumpCloud, people', () => {
  it('leaves what it has no value for as empty texts, and finds the person again', async () => {
    const user = await create('ada@x.example')
    expect(user).toMatchObject({ active: true, [enterpriseUrn]: { department: 'Eng' } })
    expect((await find('userName eq "ada@x.example"')).Resources).toEqual([user])
    expect((await find('externalId eq "jc-ada@x.example"')).totalResults).toBe(1)
  })

  it('changes each attribute by an operation of its own', async () => {
    const { id } = await create('bob@x.example')
    const answer = await jumpcloud.patch(
      `/Users/${id}`,
      patchOf(
        { op: 'replace', path: 'name.givenName', value: 'Robert' },
        { op: 'replace', path: 'name.familyName', value: 'Byron' },
        { op: 'replace', path: 'userName', value: 'robert@x.example' },
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'robert@x.example' },
        { op: 'replace', path: `${enterpriseUrn}:department`, value: 'Ops' },
      ),
      json,
    )
    expect(answer).toMatchObject({
      status: 200,
      body: {
        userName: 'robert@x.example',
        name: { givenName: 'Robert', familyName: 'Byron' },
        emails: [{ value: 'robert@x.example', type: 'work', primary: true }],
        [enterpriseUrn]: { department: 'Ops' },
      },
    })
    expect((await find('userName eq "bob@x.example"')).totalResults).toBe(0)
  })

  it('deactivates and reactivates, by PATCH and by PUT', async () => {
    const { id } = await create('cyd@x.example')
    for (const active of [false, true]) {
      const patch = patchOf({ op: 'replace', path: 'active', value: active })
      expect((await jumpcloud.patch(`/Users/${id}`, patch, json)).body.active).toBe(active)
    }
    for (const active of [false, true])
      expect((await jumpcloud.put(`/Users/${id}`, person('cyd@x.example', { id, active }), json)).body.active).toBe(
        active,
      )
  })

  it('deletes a person and makes them again', async () => {
    const { id } = await create('dan@x.example')
    expect((await jumpcloud.delete(`/Users/${id}`)).status).toBe(204)
    expect((await jumpcloud.get(`/Users/${id}`)).status).toBe(404)
    expect((await create('dan@x.example')).active).toBe(true)
  })
})

describe('JumpCloud, groups', () => {
  it('adds and removes members by the value of the operation, and never empties the group', async () => {
    const [ada, bob] = [await create('m1@x.example'), await create('m2@x.example')]
    const { body: group } = await jumpcloud.post('/Groups', { schemas: [groupUrn], displayName: 'Team', members: [] })
    const change = async (op: string, id: string) =>
      (await jumpcloud.patch(`/Groups/${group.id}`, patchOf({ op, path: 'members', value: [{ value: id }] }), json))
        .status
    const members = async () =>
      ((await jumpcloud.get(`/Groups/${group.id}`)).body.members ?? []).map(({ value }: { value: string }) => value)
    expect([await change('add', ada.id), await change('add', bob.id)]).toEqual([204, 204])
    expect(await members()).toEqual([ada.id, bob.id])
    expect(await change('remove', ada.id)).toBe(204)
    expect(await members()).toEqual([bob.id])
    expect(await change('remove', ada.id)).toBe(204)
    expect(await members()).toEqual([bob.id])
  })

  it('renames by PATCH or PUT, deletes, and pushes again', async () => {
    const user = await create('m3@x.example')
    const body = { schemas: [groupUrn], displayName: 'One', members: [{ value: user.id }] }
    const { body: group } = await jumpcloud.post('/Groups', body, json)
    const rename = patchOf({ op: 'replace', path: 'displayName', value: 'Two' })
    expect((await jumpcloud.patch(`/Groups/${group.id}`, rename, json)).status).toBe(204)
    expect((await find('displayName eq "two"', '/Groups')).totalResults).toBe(1)
    const put = await jumpcloud.put(`/Groups/${group.id}`, { ...body, displayName: 'Three' }, json)
    expect(put.body).toMatchObject({ id: group.id, displayName: 'Three', members: [{ value: user.id }] })
    expect((await jumpcloud.delete(`/Groups/${group.id}`)).status).toBe(204)
    expect((await jumpcloud.post('/Groups', body, json)).status).toBe(201)
  })

  it('has its way to remove members named in the traffic log', async () => {
    const client = await server.client({ name: 'Told' })
    const { body: group } = await client.post('/Groups', { schemas: [groupUrn], displayName: 'T' })
    await client.patch(`/Groups/${group.id}`, patchOf({ op: 'remove', path: 'members', value: [{ value: 'x' }] }))
    expect(await quirksOf(client, 2)).toEqual(['remove-by-value'])
  })
})
