import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  byFilter,
  groupUrn,
  quirksOf,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../../support/scim.ts'

let server: ScimServer
let ping: ScimClient
beforeAll(async () => {
  server = await startScim()
  ping = await server.client({ name: 'PingFederate' })
})
afterAll(() => server.close())

/** Whole resources only: "This connector does not support PATCH updates". */
const person = (login: string, more: object = {}) => ({
  schemas: [userUrn],
  userName: login,
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: login, type: 'work', primary: true }],
  ...more,
})
const json = { 'content-type': 'application/json', accept: 'application/json' }
const create = async (login: string, more?: object) => (await ping.post('/Users', person(login, more), json)).body
const find = async (filter: string) => (await ping.get(`/Users?${byFilter(filter)}`)).body

describe('PingFederate, people', () => {
  it('looks for a person by userName, or by an address of any kind, before it makes them', async () => {
    expect((await find('userName eq "ada@x.example"')).totalResults).toBe(0)
    const user = await create('ada@x.example')
    expect((await find('userName eq "ada@x.example"')).Resources).toEqual([user])
    expect((await find('emails eq "ADA@x.example"')).Resources).toEqual([user])
    expect((await find('emails.value eq "ada@x.example"')).Resources).toEqual([user])
  })

  it('may make people who are disabled from the start', async () => {
    const user = await create('off@x.example', { active: false })
    expect(user.active).toBe(false)
    expect((await find('userName eq "off@x.example" and active eq false')).totalResults).toBe(1)
  })

  it('may name one address under two types, both primary; the last one is it', async () => {
    const { emails } = await create('two@x.example', {
      emails: [
        { value: 'two@x.example', type: 'work', primary: true },
        { value: 'two@x.example', type: 'home', primary: true },
      ],
    })
    expect(emails).toEqual([
      { value: 'two@x.example', type: 'work', primary: false },
      { value: 'two@x.example', type: 'home', primary: true },
    ])
  })

  it('updates, renames, disables and enables by PUT only', async () => {
    const { id } = await create('one@x.example')
    const put = async (body: object) => (await ping.put(`/Users/${id}`, body, json)).body
    expect(await put({ id, ...person('one@x.example', { title: 'Countess' }) })).toMatchObject({
      id,
      title: 'Countess',
    })
    expect(await put({ id, ...person('uno@x.example') })).toMatchObject({ id, userName: 'uno@x.example' })
    expect((await put(person('uno@x.example', { active: false }))).active).toBe(false)
    const { active: _, ...silent } = person('uno@x.example')
    expect((await put(silent)).active).toBe(false)
    expect((await put(person('uno@x.example'))).active).toBe(true)
  })

  it('deletes a person and provisions them again', async () => {
    const { id } = await create('del@x.example')
    expect((await ping.delete(`/Users/${id}`)).status).toBe(204)
    expect((await find('userName eq "del@x.example"')).totalResults).toBe(0)
    expect((await ping.post('/Users', person('del@x.example'), json)).status).toBe(201)
  })
})

describe('PingFederate, groups', () => {
  it('finds a group by listing all of them', async () => {
    for (let at = 0; at < 3; at++)
      await ping.post('/Groups', { schemas: [groupUrn], displayName: `Listed ${at}` }, json)
    const { body } = await ping.get('/Groups')
    const names = body.Resources.map(({ displayName }: { displayName: string }) => displayName)
    expect(body.totalResults).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(['Listed 0', 'Listed 1', 'Listed 2']))
  })

  it('says by PUT what a group is called and who is in it', async () => {
    const [ada, bob] = [await create('m1@x.example'), await create('m2@x.example')]
    const { body: group } = await ping.post('/Groups', { schemas: [groupUrn], displayName: 'Team' }, json)
    const put = async (displayName: string, ...ids: string[]) =>
      (
        await ping.put(
          `/Groups/${group.id}`,
          { schemas: [groupUrn], displayName, members: ids.map((value) => ({ value })) },
          json,
        )
      ).body
    const idsIn = ({ members = [] }: { members?: { value: string }[] }) => members.map(({ value }) => value)
    expect(idsIn(await put('Team', ada.id, bob.id))).toEqual([ada.id, bob.id])
    expect(await put('The team', bob.id)).toMatchObject({ id: group.id, displayName: 'The team' })
    expect((await ping.get(`/Users/${ada.id}`)).body).not.toHaveProperty('groups')
    expect(idsIn(await put('The team'))).toEqual([])
    expect((await ping.delete(`/Groups/${group.id}`)).status).toBe(204)
    const again = await ping.post('/Groups', { schemas: [groupUrn], displayName: 'The team' }, json)
    expect(again.status).toBe(201)
    expect(again.body).not.toHaveProperty('members')
  })
})

describe('PingFederate, its ways', () => {
  it('are named in the traffic log', async () => {
    const client = await server.client({ name: 'Told' })
    const emails = ['work', 'home'].map((type) => ({ value: 'a@x.example', type, primary: true }))
    await client.post('/Users', person('a@x.example', { emails }))
    expect(await quirksOf(client, 1)).toEqual(['several-primary'])
  })
})
