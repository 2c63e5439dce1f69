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
let google: ScimClient
beforeAll(async () => {
  server = await startScim()
  google = await server.client({ name: 'Google' })
})
afterAll(() => server.close())

const headers = { 'user-agent': 'Google-Auto-Provisioning', 'content-type': 'application/json' }
const person = (login: string, more: object = {}) => ({
  schemas: [userUrn, enterpriseUrn],
  externalId: `google-${login}`,
  userName: login,
  active: true,
  displayName: 'Ada Lovelace',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: login, type: 'work', primary: true }],
  [enterpriseUrn]: { organization: 'X', department: 'Eng' },
  ...more,
})
const create = async (login: string, more?: object) => (await google.post('/Users', person(login, more), headers)).body
const find = async (login: string) => (await google.get(`/Users?${byFilter(`userName eq "${login}"`)}`, headers)).body

describe('Google, auto-provisioning', () => {
  it('asks for one user when it connects', async () => {
    const answer = await google.get('/Users?count=1', headers)
    expect(answer).toMatchObject({ status: 200, body: { totalResults: 0, itemsPerPage: 0, Resources: [] } })
  })

  it('creates a person and finds them by userName, with spaces as pluses too', async () => {
    const user = await create('ada+work@x.example')
    expect(user).toMatchObject({ externalId: 'google-ada+work@x.example', active: true })
    expect((await find('ada+work@x.example')).Resources).toEqual([user])
    const plus = await google.get('/Users?filter=userName+eq+%22ada%2Bwork%40x.example%22', headers)
    expect(plus.body.Resources).toEqual([user])
  })

  it('updates and renames by PUT, and by PATCH', async () => {
    const { id } = await create('bob@x.example')
    const put = await google.put(`/Users/${id}`, person('robert@x.example', { id, title: 'Lead' }), headers)
    expect(put).toMatchObject({ status: 200, body: { id, userName: 'robert@x.example', title: 'Lead' } })
    const operations = patchOf(
      { op: 'replace', path: 'userName', value: 'rob@x.example' },
      { op: 'replace', path: 'name', value: { givenName: 'Rob', familyName: 'B' } },
      { op: 'replace', path: 'emails', value: [{ value: 'rob@x.example', type: 'work', primary: true }] },
    )
    expect((await google.patch(`/Users/${id}`, operations, headers)).body).toMatchObject({
      userName: 'rob@x.example',
      name: { givenName: 'Rob', familyName: 'B' },
      emails: [{ value: 'rob@x.example' }],
      title: 'Lead',
    })
  })

  it('suspends a person who leaves its scope, and takes them back with their groups', async () => {
    const { id } = await create('cyd@x.example')
    const { body: group } = await google.post('/Groups', { displayName: 'Team', members: [{ value: id }] }, headers)
    const off = await google.put(`/Users/${id}`, person('cyd@x.example', { active: false }), headers)
    expect(off.body).toMatchObject({ active: false, groups: [{ value: group.id }] })
    const patch = patchOf({ op: 'replace', path: 'active', value: true })
    expect((await google.patch(`/Users/${id}`, patch, headers)).body).toMatchObject({
      active: true,
      groups: [{ value: group.id }],
    })
  })

  it('deletes a person after the days it was told, and may create them again', async () => {
    const { id } = await create('dan@x.example')
    expect((await google.delete(`/Users/${id}`, headers)).status).toBe(204)
    expect((await find('dan@x.example')).totalResults).toBe(0)
    expect((await create('dan@x.example')).active).toBe(true)
  })

  it('pushes groups with their members, changes, deletes and pushes them again', async () => {
    const [ada, bob] = [await create('m1@x.example'), await create('m2@x.example')]
    const body = { schemas: [groupUrn], externalId: 'google-group', displayName: 'Team', members: [{ value: ada.id }] }
    const { body: group } = await google.post('/Groups', body, headers)
    const change = async (...operations: object[]) =>
      (await google.patch(`/Groups/${group.id}`, patchOf(...operations), headers)).status
    expect(await change({ op: 'add', path: 'members', value: [{ value: bob.id, type: 'User' }] })).toBe(204)
    expect(await change({ op: 'remove', path: `members[value eq "${ada.id}"]` })).toBe(204)
    expect(await change({ op: 'replace', path: 'displayName', value: 'The team' })).toBe(204)
    const found = await google.get(`/Groups?${byFilter('externalId eq "google-group"')}`, headers)
    expect(found.body.Resources).toMatchObject([{ displayName: 'The team', members: [{ value: bob.id }] }])
    expect((await google.delete(`/Groups/${group.id}`, headers)).status).toBe(204)
    expect((await google.post('/Groups', body, headers)).body.members).toMatchObject([{ value: ada.id }])
  })

  it('does nothing that has to be named in the traffic log', async () => {
    const client = await server.client({ name: 'Told' })
    const { body } = await client.post('/Users', person('told@x.example'), headers)
    await client.patch(`/Users/${body.id}`, patchOf({ op: 'replace', path: 'active', value: false }), headers)
    expect(await quirksOf(client, 2)).toEqual([])
  })
})
