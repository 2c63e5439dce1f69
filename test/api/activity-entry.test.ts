import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity, ActivityEntry, Change } from '../../src/contract/activity.ts'
import type { Catalogue, Product } from '../../src/contract/product.ts'
import type { Runs } from '../../src/contract/run.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
beforeAll(async () => {
  server = await startTestServer({ work: false })
  tenant = await server.tenant()
  const { api, scim } = tenant
  const meeting = await api.product('Meeting', { Pro: 2 })
  const sales = await scim.createGroup('Sales', [await scim.createUser('ada.rossi@lindenhof.example')])
  await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
  await api.settle()
}, 60_000)
afterAll(() => server.close())

const activity = async () => (await tenant.api.get<Activity>('/activity?limit=500')).activity

describe('a request or a change', () => {
  it('has an address of its own, and is there as it is in the list', async () => {
    for (const entry of await activity())
      expect(await tenant.api.get<ActivityEntry>(`/activity/${entry.id}`)).toEqual(entry)
  })

  it('is answered as not there where it is not, or is of another organization', async () => {
    const other = await server.tenant()
    const [entry] = await activity()
    expect((await other.api.send('GET', `/activity/${entry!.id}`)).status).toBe(404)
    expect((await tenant.api.send('GET', '/activity/nothing')).status).toBe(404)
  })
})

describe('a run', () => {
  it('says what began it: the first request that a change of it names', async () => {
    const { runs } = await tenant.api.get<Runs>('/runs')
    const given = (await activity()).find((entry): entry is Change => entry.kind === 'seat.given')!
    const run = runs.find((each) => each.run === given.run)!
    expect(run.began).toMatchObject({ type: 'request', id: expect.any(String) })
    const led = (await activity()).filter((entry) => entry.type === 'change' && entry.run === run.run)
    expect(led.map((entry) => (entry as Change).because.request)).toContain(run.began!.id)
  })
})

describe('the catalogue', () => {
  it('has products to begin with, whose key a product keeps', async () => {
    const { products } = await tenant.api.get<Catalogue>('/catalogue')
    const webinar = products.find(({ key }) => key === 'webinar')!
    expect(webinar).toMatchObject({ tiers: ['3000', '1000', '500', '100'], includes: ['meeting'], hasDevices: false })
    const made = await tenant.api.post<Product>('/products', {
      name: webinar.name,
      catalogueKey: webinar.key,
      tiers: webinar.tiers.map((name) => ({ name })),
    })
    expect(made.catalogueKey).toBe('webinar')
  })

  it('refuses a key that it has not', async () => {
    const answer = await tenant.api.send<{ code: string }>('POST', '/products', { name: 'Chat', catalogueKey: 'chat' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'NOT_IN_CATALOGUE' } })
  })
})
