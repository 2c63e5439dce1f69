import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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

const DAY = 86_400

describe('somebody who changes teams', () => {
  it('loses what only the old team gave, and gets what the new one gives', async () => {
    const { scim, api } = tenant
    const [meeting, rescue] = [await api.product('Meeting', { Pro: 5 }), await api.product('Rescue', { Plus: 5 })]
    const ada = await scim.createUser('ada.lovelace@lindenhof.example')
    const [sales, support] = [await scim.createGroup('Sales', [ada]), await scim.createGroup('Support')]
    await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }], language: 'fr' })
    await api.rule(support, { products: [{ product: rescue.id, tier: 'Plus' }], language: 'it' })
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])

    await scim.remove(sales, ada)
    await scim.add(support, ada)
    expect(await api.seats(ada)).toEqual(['Rescue Plus held'])
    expect(await api.user(ada)).toMatchObject({ language: 'it', status: 'invited' })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 0, free: 5 })
  })

  it('keeps in between what both teams give', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 1 })
    const ada = await scim.createUser('ada.lovelace@lindenhof.example')
    const [sales, support] = [await scim.createGroup('Sales', [ada]), await scim.createGroup('Support', [ada])]
    await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await api.rule(support, { products: [{ product: meeting.id, tier: 'Pro' }] })
    const before = (await api.user(ada)).seats[0]!
    await scim.remove(sales, ada)
    const after = (await api.user(ada)).seats[0]!
    expect(after).toMatchObject({ state: 'held', since: before.since })
  })

  it('keeps the seat through a day of grace, when the move arrives as a removal and then an addition', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 1 }, { graceSeconds: DAY })
    const [ada, bob] = [
      await scim.createUser('ada.lovelace@lindenhof.example'),
      await scim.createUser('bob.martin@lindenhof.example'),
    ]
    const [sales, partners] = [await scim.createGroup('Sales', [ada]), await scim.createGroup('Partners')]
    for (const group of [sales, partners]) await api.rule(group, { products: [{ product: meeting.id, tier: 'Pro' }] })
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])

    await scim.remove(sales, ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro grace'])
    // The seat is given to nobody meanwhile.
    await scim.add(sales, bob)
    expect(await api.seats(bob)).toEqual(['Meeting Pro waiting'])

    await scim.add(partners, ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])
    expect(await api.seats(bob)).toEqual(['Meeting Pro waiting'])
  })

  it('loses the seat to the next in line when the grace is over', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 1 }, { graceSeconds: DAY })
    const [ada, bob] = [
      await scim.createUser('ada.lovelace@lindenhof.example'),
      await scim.createUser('bob.martin@lindenhof.example'),
    ]
    const sales = await scim.createGroup('Sales', [ada])
    await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await api.settle()
    await scim.add(sales, bob)
    await scim.remove(sales, ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro grace'])

    server.clock.advance(DAY + 1)
    expect(await api.seats(ada)).toEqual([])
    expect(await api.seats(bob)).toEqual(['Meeting Pro held'])
    expect(await api.user(ada)).toMatchObject({ status: 'suspended' })
  })

  it('changes tier in one step: the new seat and the old together, or neither', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 1, Plus: 1 })
    const ada = await scim.createUser('ada.lovelace@lindenhof.example')
    const [plus, pro] = [await scim.createGroup('Plus users', [ada]), await scim.createGroup('Pro users')]
    await api.rule(pro, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await api.rule(plus, { products: [{ product: meeting.id, tier: 'Plus' }] })
    expect(await api.seats(ada)).toEqual(['Meeting Plus held'])

    const bob = await scim.createUser('bob.martin@lindenhof.example')
    await scim.add(pro, bob)
    expect(await api.seats(bob)).toEqual(['Meeting Pro held'])
    await scim.add(pro, ada)
    expect(await api.seats(ada)).toEqual(['Meeting Plus held', 'Meeting Pro waiting'])

    await api.put(`/products/${meeting.id}/tiers/Pro`, { owned: 2 })
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])
    expect(await api.pool(meeting.id, 'Plus')).toMatchObject({ held: 0, free: 1 })
  })
})
