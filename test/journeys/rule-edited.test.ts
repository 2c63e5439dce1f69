import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Stopped } from '../../src/contract/stop.ts'
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

async function salesOf(count: number) {
  const { scim, api } = tenant
  const [meeting, rescue] = [
    await api.product('Meeting', { Pro: 30, Plus: 30 }),
    await api.product('Rescue', { Plus: 30 }),
  ]
  const users: string[] = []
  for (let i = 0; i < count; i++)
    users.push(await scim.createUser(`person.number${String.fromCharCode(97 + i)}@lindenhof.example`))
  const sales = await scim.createGroup('Sales', users)
  const rule = await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
  await api.settle()
  return { meeting, rescue, sales, users, rule }
}

describe('a rule that is edited', () => {
  it('changes nothing while it is a draft, and everything when that is applied', async () => {
    const { api } = tenant
    const { rule, rescue, users } = await salesOf(3)
    const edit = await api.patch<{ live: boolean }>(`/rules/${rule.id}`, {
      products: [{ product: rescue.id, tier: 'Plus' }],
    })
    expect(edit.live).toBe(false)
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro held'])
    await api.post('/draft/apply')
    expect(await api.seats(users[0]!)).toEqual(['Rescue Plus held'])
  })

  it('gives another tier in one step', async () => {
    const { api } = tenant
    const { meeting, rule, users } = await salesOf(8)
    await api.patch(`/rules/${rule.id}?apply=true`, { products: [{ product: meeting.id, tier: 'Plus' }] })
    // A move is not a loss: the safeguard has nothing to say, however many move.
    expect(await api.seats(users[0]!)).toEqual(['Meeting Plus held'])
    expect(await api.pool(meeting.id, 'Plus')).toMatchObject({ held: 8 })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 0 })
  })

  it('takes from few at once', async () => {
    const { api } = tenant
    const { meeting, rule, users } = await salesOf(4)
    await api.delete(`/rules/${rule.id}?apply=true`)
    expect(await api.seats(users[0]!)).toEqual([])
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 0 })
  })

  it('takes from many only after an admin confirmed it; what it gives is given', async () => {
    const { api } = tenant
    const { meeting, rescue, rule, users } = await salesOf(12)
    await api.patch(`/rules/${rule.id}?apply=true`, { products: [{ product: rescue.id, tier: 'Plus' }] })
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro held', 'Rescue Plus held'])
    const { stops } = await api.get<Stopped>('/stopped')
    expect(stops).toMatchObject([{ product: { name: 'Meeting' }, count: 12 }])

    // Two of them keep it until the end of the year, the others lose it.
    const kept = users.slice(0, 2)
    const endsAt = new Date(server.clock.now().getTime() + 90 * 86_400_000).toISOString()
    await api.post('/stopped/keep', { product: meeting.id, users: kept, endsAt, reason: 'handover' })
    await api.post('/stopped/apply', { product: meeting.id })
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro held', 'Rescue Plus held'])
    expect(await api.seats(users[5]!)).toEqual(['Rescue Plus held'])
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 2 })
  })

  it('lets go of the stopped losses when their cause is gone', async () => {
    const { api } = tenant
    const { meeting, rule, users } = await salesOf(12)
    await api.patch(`/rules/${rule.id}?apply=true`, { state: 'off' })
    await api.settle()
    expect((await api.get<Stopped>('/stopped')).stops).toHaveLength(1)
    await api.patch(`/rules/${rule.id}?apply=true`, { state: 'on' })
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro held'])
    expect((await api.get<Stopped>('/stopped')).stops).toEqual([])
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 12 })
  })

  it('is a new version of the rules', async () => {
    const { api } = tenant
    const { rule } = await salesOf(1)
    const before = (await api.get<{ version: number }>('/rules')).version
    await api.patch(`/rules/${rule.id}?apply=true`, { description: 'for those who sell' })
    expect((await api.get<{ version: number }>('/rules')).version).toBe(before + 1)
  })
})

describe('rules that are re-ordered', () => {
  it('give what the highest-ranked one says', async () => {
    const { scim, api } = tenant
    const { meeting, sales, users, rule } = await salesOf(2)
    const board = await scim.createGroup('Board', [users[0]!])
    const [a, b] = [
      await api.post<{ id: string; name: string }>('/user-groups', { name: 'A' }),
      await api.post<{ id: string; name: string }>('/user-groups', { name: 'B' }),
    ]
    await api.patch(`/rules/${rule.id}?apply=true`, { userGroup: a.id })
    const second = await api.rule(board, { userGroup: b.id, products: [{ product: meeting.id, tier: 'Plus' }] })
    expect(await api.user(users[0]!)).toMatchObject({ userGroup: { name: 'A' } })

    await api.put('/rules/order?apply=true', { ids: [second.id, rule.id] })
    expect(await api.user(users[0]!)).toMatchObject({ userGroup: { name: 'B' } })
    expect(await api.seats(users[0]!)).toEqual(['Meeting Plus held'])
    expect(await api.seats(users[1]!)).toEqual(['Meeting Pro held'])
    expect(sales).toBeDefined()
  })

  it('are refused when one is missing, and told the order as it is', async () => {
    const { scim, api } = tenant
    const { rule } = await salesOf(1)
    const other = await api.rule(await scim.createGroup('Board'), {})
    const refused = await api.send<{ code: string; order: string[] }>('PUT', '/rules/order?apply=true', {
      ids: [other.id],
    })
    expect(refused).toMatchObject({ status: 409, body: { code: 'ORDER_INCOMPLETE', order: [rule.id, other.id] } })
  })
})
