import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Line } from '../../src/contract/seat.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  tenant = await server.tenant()
})
afterAll(() => server.close())

async function team(owned: number, ...names: readonly string[]) {
  const { scim, api } = tenant
  const meeting = await api.product('Meeting', { Pro: owned })
  const sales = await scim.createGroup('Sales')
  const rule = await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
  const users: string[] = []
  for (const name of names) users.push(await join(sales, name))
  return { meeting, sales, rule, users }
}

async function join(group: string, name: string): Promise<string> {
  const user = await tenant.scim.createUser(`${name}@lindenhof.example`)
  await tenant.scim.add(group, user)
  await tenant.api.settle()
  return user
}

const lineOf = async (product: string) => {
  const { waiting } = await tenant.api.get<Line>(`/seats/${product}/waiting`)
  return waiting.map(({ place, user }) => `${place} ${user.name}`)
}

describe('when seats run out', () => {
  it('who holds, keeps; the rest stand in a line, and who came first is first', async () => {
    const { api } = tenant
    const { meeting, users } = await team(1, 'ada.first', 'bob.second', 'cyd.third')
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro held'])
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ owned: 1, held: 1, free: 0, waiting: 2 })
    expect(await lineOf(meeting.id)).toEqual(['1 Bob Second', '2 Cyd Third'])
    expect((await api.user(users[2]!)).seats).toMatchObject([{ state: 'waiting', place: 2 }])
    expect(await api.user(users[2]!)).toMatchObject({ status: 'none' })
  })

  it('a better rank goes first in the line, and takes from nobody', async () => {
    const { scim, api } = tenant
    const { meeting, rule, users } = await team(1, 'ada.first', 'bob.second')
    const board = await scim.createGroup('Board')
    const boardRule = await api.rule(board, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await api.put('/rules/order?apply=true', { ids: [boardRule.id, rule.id] })
    await join(board, 'dame.director')
    expect(await lineOf(meeting.id)).toEqual(['1 Dame Director', '2 Bob Second'])
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro held'])
  })

  it('a seat that becomes free goes to the first in line, in the same run', async () => {
    const { scim, api } = tenant
    const { meeting, sales, users } = await team(1, 'ada.first', 'bob.second', 'cyd.third')
    await scim.remove(sales, users[0]!)
    expect(await api.seats(users[1]!)).toEqual(['Meeting Pro held'])
    expect(await lineOf(meeting.id)).toEqual(['1 Cyd Third'])
  })

  it('more seats are given at once to those who wait', async () => {
    const { api } = tenant
    const { meeting } = await team(1, 'ada.first', 'bob.second', 'cyd.third')
    await api.put(`/products/${meeting.id}/tiers/Pro`, { owned: 2 })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 2, free: 0, waiting: 1 })
    await api.put(`/products/${meeting.id}/tiers/Pro`, { owned: null })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ owned: null, held: 3, free: null, waiting: 0 })
  })

  it('a pool that is lowered below what is held takes from nobody, and gives nothing until there is room', async () => {
    const { scim, api } = tenant
    const { meeting, sales, users } = await team(3, 'ada.first', 'bob.second', 'cyd.third')
    await api.put(`/products/${meeting.id}/tiers/Pro`, { owned: 1 })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ owned: 1, held: 3, free: -2 })
    await join(sales, 'dan.fourth')
    await scim.remove(sales, users[0]!)
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 2, free: -1, waiting: 1 })
  })

  it('a pin goes before every rank', async () => {
    const { scim, api } = tenant
    const { meeting } = await team(1, 'ada.first', 'bob.second')
    const guest = await scim.createUser('gus.guest@lindenhof.example')
    await api.post('/pins', {
      user: guest,
      field: 'product',
      product: meeting.id,
      tier: 'Pro',
      reason: 'board meeting',
    })
    await api.settle()
    expect(await lineOf(meeting.id)).toEqual(['1 Gus Guest', '2 Bob Second'])
  })

  it('who is carried by another product needs no seat, and stands in no line', async () => {
    const { scim, api } = tenant
    const { meeting, users } = await team(1, 'ada.first', 'bob.second')
    const webinar = await api.product('Webinar', { '500': 5 }, { includes: [meeting.id] })
    const hosts = await scim.createGroup('Hosts', [users[0]!])
    await api.rule(hosts, { products: [{ product: webinar.id, tier: '500' }] })
    expect(await api.seats(users[0]!)).toEqual(['Webinar 500 held'])
    expect((await api.user(users[0]!)).carried).toMatchObject([
      { product: { name: 'Meeting' }, by: { name: 'Webinar' } },
    ])
    // The seat that Ada no longer needs is Bob's.
    expect(await api.seats(users[1]!)).toEqual(['Meeting Pro held'])
  })

  it('"fall back" gives the next free tier meanwhile, and keeps the place in the line', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 1, Plus: 1 })
    await api.put(`/products/${meeting.id}/tiers/Pro`, { shortage: 'fall-back' })
    const sales = await scim.createGroup('Sales')
    await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
    const [ada, bob] = [await join(sales, 'ada.first'), await join(sales, 'bob.second')]
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])
    expect(await api.seats(bob)).toEqual(['Meeting Plus held', 'Meeting Pro waiting'])
  })
})
