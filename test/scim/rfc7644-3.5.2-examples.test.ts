import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupUrn, patchOf, type ScimClient, type ScimServer, startScim, userUrn } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
let [babs, james, mandy] = ['', '', '']
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  babs = (await user({ displayName: 'Babs Jensen' })).id
  james = (await user({ displayName: 'James Smith' })).id
  mandy = (await user({ displayName: 'Mandy Pepperidge' })).id
})
afterAll(() => server.close())

let count = 0
const user = async (more: object = {}) =>
  (await client.post('/Users', { schemas: [userUrn], userName: `u${++count}`, ...more })).body
const group = async (...members: readonly string[]) =>
  (
    await client.post('/Groups', {
      schemas: [groupUrn],
      displayName: `g${++count}`,
      members: members.map((value) => ({ value })),
    })
  ).body.id as string
const membersAfter = async (id: string, ...operations: readonly object[]) => {
  expect((await client.patch(`/Groups/${id}`, patchOf(...operations))).status).toBe(204)
  const { members = [] } = (await client.get(`/Groups/${id}`)).body
  return members.map(({ value }: { value: string }) => value)
}
const named = (value: string, display: string) => ({ display, $ref: `${client.baseUrl}/Users/${value}`, value })
const userAfter = async (start: object, ...operations: readonly object[]) => {
  const { id } = await user(start)
  const answer = await client.patch(`/Users/${id}`, patchOf(...operations))
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const work = { type: 'work', streetAddress: '100 Universal City Plaza', locality: 'Hollywood', primary: true }
const home = { type: 'home', streetAddress: '456 Hollywood Blvd', locality: 'Hollywood' }

describe('RFC 7644 §3.5.2.1, its examples of add', () => {
  it('add a member to a group', async () => {
    const id = await group(james)
    expect(await membersAfter(id, { op: 'add', path: 'members', value: [named(babs, 'Babs Jensen')] })).toEqual([
      babs,
      james,
    ])
  })

  it('add attributes to a user without a path', async () => {
    const value = { emails: [{ value: 'babs@jensen.org', type: 'home' }], nickname: 'Babs' }
    const body = await userAfter({ emails: [{ value: 'b@x', type: 'work' }] }, { op: 'add', value })
    expect(body).toMatchObject({
      nickName: 'Babs',
      emails: [{ value: 'b@x' }, { value: 'babs@jensen.org', type: 'home' }],
    })
  })

  it('to what has one value replaces it, and what is there already leaves lastModified as it is', async () => {
    const before = await user({ title: 'x' })
    server.clock.advance(2)
    const add = async (title: string) =>
      (await client.patch(`/Users/${before.id}`, patchOf({ op: 'add', path: 'title', value: title }))).body
    expect((await add('x')).meta).toEqual(before.meta)
    const after = await add('y')
    expect([after.title, after.meta.lastModified > before.meta.lastModified]).toEqual(['y', true])
  })
})

describe('RFC 7644 §3.5.2.2, its examples of remove', () => {
  it('remove one member, then all of them', async () => {
    const id = await group(babs, james)
    expect(await membersAfter(id, { op: 'remove', path: `members[value eq "${babs}"]` })).toEqual([james])
    expect(await membersAfter(id, { op: 'remove', path: 'members' })).toEqual([])
  })

  it('remove the addresses that both conditions are true of', async () => {
    const emails = [
      { value: 'a@example.com', type: 'work' },
      { value: 'b@example.org', type: 'work' },
      { value: 'c@example.com', type: 'home' },
    ]
    const path = 'emails[type eq "work" and value ew "example.com"]'
    expect((await userAfter({ emails }, { op: 'remove', path })).emails).toEqual([emails[1], emails[2]])
  })

  it('remove and add in one request, in that order', async () => {
    const id = await group(babs, james)
    expect(
      await membersAfter(
        id,
        { op: 'remove', path: 'members' },
        { op: 'add', path: 'members', value: [named(james, 'James Smith'), named(mandy, 'Mandy Pepperidge')] },
      ),
    ).toEqual([james, mandy])
  })
})

describe('RFC 7644 §3.5.2.3, its examples of replace', () => {
  it('replace all members of a group', async () => {
    const id = await group(mandy)
    const value = [named(babs, 'Babs Jensen'), named(james, 'James Smith')]
    expect(await membersAfter(id, { op: 'replace', path: 'members', value })).toEqual([babs, james])
  })

  it('replace the work address, and one part of it', async () => {
    const value = {
      type: 'work',
      streetAddress: '911 Universal City Plaza',
      locality: 'Hollywood',
      region: 'CA',
      postalCode: '91608',
      country: 'US',
      formatted: '911 Universal City Plaza\nHollywood, CA 91608 US',
      primary: true,
    }
    const whole = await userAfter(
      { addresses: [home, work] },
      { op: 'replace', path: 'addresses[type eq "work"]', value },
    )
    expect(whole.addresses).toEqual([home, value])
    const part = await userAfter(
      { addresses: [home, work] },
      { op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: '1010 Broadway Ave' },
    )
    expect(part.addresses).toEqual([home, { ...work, streetAddress: '1010 Broadway Ave' }])
  })

  it('replace all addresses and the nickname without a path', async () => {
    const emails = [
      { value: 'bjensen@example.com', type: 'work', primary: true },
      { value: 'babs@jensen.org', type: 'home' },
    ]
    const body = await userAfter(
      { emails: [{ value: 'old@x' }], nickName: 'Old' },
      { op: 'replace', value: { emails, nickname: 'Babs' } },
    )
    expect(body).toMatchObject({ emails, nickName: 'Babs' })
  })

  it('fail with noTarget where the filter finds nothing that could be replaced', async () => {
    const { id } = await user({ addresses: [home] })
    const replace = { op: 'replace', path: 'addresses[type eq "work"]', value: work }
    expect((await client.patch(`/Users/${id}`, patchOf(replace))).body).toMatchObject({
      status: '400',
      scimType: 'noTarget',
    })
  })
})
