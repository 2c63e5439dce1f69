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

async function team(owned: number, graceSeconds = 0) {
  const { scim, api } = tenant
  const meeting = await api.product('Meeting', { Pro: owned }, { graceSeconds })
  const [ada, bob] = [
    await scim.createUser('ada.lovelace@lindenhof.example', { externalId: '00uada' }),
    await scim.createUser('bob.martin@lindenhof.example', { externalId: '00ubob' }),
  ]
  const sales = await scim.createGroup('Sales', [ada])
  await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
  await api.settle()
  await scim.add(sales, bob)
  await api.settle()
  return { meeting, sales, ada, bob }
}

describe('somebody who returns', () => {
  it('gets the same seat back within the grace, before those who wait', async () => {
    const { scim, api } = tenant
    const { ada, bob } = await team(1, 3600)
    await scim.deactivate(ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro grace'])
    await scim.reactivate(ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])
    expect(await api.seats(bob)).toEqual(['Meeting Pro waiting'])
  })

  it('goes to the end of the line afterwards', async () => {
    const { scim, api } = tenant
    const { ada, bob } = await team(1)
    await scim.deactivate(ada)
    expect(await api.seats(bob)).toEqual(['Meeting Pro held'])
    await scim.reactivate(ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro waiting'])
    expect((await api.user(ada)).status).toBe('suspended')
  })

  it('is still in the groups they were in, for those are kept while they are inactive', async () => {
    const { scim, api } = tenant
    const { ada } = await team(2)
    await scim.deactivate(ada)
    expect(await api.seats(ada)).toEqual([])
    const { groups } = await api.get<{ groups: { name: string }[] }>(`/users/${ada}/groups`)
    expect(groups.map((group) => group.name)).toEqual(['Sales'])
    await scim.reactivate(ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])
  })

  it('has the same record again after a deletion, by the same userName in any case', async () => {
    const { scim, api } = tenant
    const { ada, sales } = await team(2)
    await scim.deleteUser(ada)
    await api.settle()
    const again = await scim.createUser('ADA.Lovelace@lindenhof.example', { externalId: '00uada' })
    expect(again).toBe(ada)
    expect(await api.seats(ada)).toEqual([])
    await scim.add(sales, ada)
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])
  })

  it('is another person with another externalId: nothing is inherited', async () => {
    const { scim, api } = tenant
    const { ada } = await team(2)
    await scim.deleteUser(ada)
    await api.settle()
    const other = await scim.createUser('ada.lovelace@lindenhof.example', { externalId: '00uother' })
    expect(other).not.toBe(ada)
    expect(await api.user(other)).toMatchObject({ status: 'none', seats: [] })
  })
})
