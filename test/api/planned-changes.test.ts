import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan, PlannedChanges } from '../../src/contract/plan.ts'
import type { Product } from '../../src/contract/product.ts'
import type { EditedRule } from '../../src/contract/rule.ts'
import { newDirectory } from '../support/directory.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let plan: Plan
let webinar: Product
let rule: EditedRule

/** Twelve had Meeting by a rule that goes; three get Webinar by one that comes, and one of them waits. */
beforeAll(async () => {
  server = await startTestServer({ work: false })
  tenant = await server.tenant()
  const { api, db } = tenant
  const directory = await newDirectory(db, () => server.clock.now())
  const [staff, hosts] = [await directory.createGroup('All staff'), await directory.createGroup('Hosts')]
  const first = await directory.createUsers('u', 12)
  const users = Array.from({ length: 12 }, (_, index) => first + index)
  await directory.addMembers(staff.no, users)
  await directory.addMembers(hosts.no, users.slice(0, 3))
  const meeting = await api.product('Meeting', { Standard: 12 })
  webinar = await api.product('=Webinar', { Standard: 2 })
  const { id } = await api.rule(staff.id, { products: [{ product: meeting.id }], language: 'de' })
  await api.settle()
  await api.delete(`/rules/${id}`)
  rule = await api.post<EditedRule>('/rules', { group: hosts.id, products: [{ product: webinar.id }] })
  plan = await api.post<Plan>('/plans')
})
afterAll(() => server.close())

const changes = (query: string) => tenant.api.get<PlannedChanges>(`/plans/${plan.id}/changes?${query}`)

describe('the changes of a plan', () => {
  it('say what each means for its user, and are found by it', async () => {
    for (const outcome of ['gain', 'lose', 'change', 'wait'] as const) {
      const found = await changes(`outcome=${outcome}`)
      expect(found.count, outcome).toBe({ gain: 2, lose: 12, change: 12, wait: 1 }[outcome])
      expect(new Set(found.changes.map((change) => change.outcome))).toEqual(new Set([outcome]))
    }
    expect((await tenant.api.send('GET', `/plans/${plan.id}/changes?outcome=worse`)).status).toBe(400)
  })

  it('are found by the rule that is their reason, and by a part of a name; all filters must hold', async () => {
    expect((await changes(`rule=${rule.id}`)).changes.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['seat.given', 'seat.given', 'seat.waiting']),
    )
    const one = plan.changes.find(({ outcome }) => outcome === 'lose')!.user
    const named = await changes(`search=${encodeURIComponent(one.name.slice(1).toUpperCase())}&outcome=lose`)
    expect(named.changes.map(({ user }) => user.id)).toContain(one.id)
    expect(await changes('search=nobody%25_')).toEqual({ changes: [], count: 0, next: null })
    expect((await changes(`rule=${rule.id}&outcome=lose`)).count).toBe(0)
  })

  it('come as a file, in which nothing is a formula', async () => {
    const file = (format: string) =>
      fetch(`${server.url}/api/v1/plans/${plan.id}/export?format=${format}`, {
        headers: { authorization: `Bearer ${tenant.apiToken}` },
      })
    const csv = await file('csv')
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="plan-${plan.id}.csv"`)
    const text = await csv.text()
    expect(text.trimEnd().split('\r\n')).toHaveLength(plan.changeCount + 1)
    expect(text).toContain(",gain,seat.given,'=Webinar,Standard,")
    const json = (await (await file('jsonl')).text()).trimEnd().split('\n')
    expect(JSON.parse(json[0]!)).toEqual(plan.changes[0])
    expect((await file('xml')).status).toBe(400)
  })
})

describe('a plan', () => {
  it('knows of a pin though the run that saw it had nothing to do', async () => {
    const { api } = tenant
    const meeting = plan.products.find(({ lose }) => lose > 0)!
    const { user } = plan.changes.find(({ outcome }) => outcome === 'lose')!
    const tier = meeting.tiers[0]!.tier.id
    const pin = { field: 'product', user: user.id, product: meeting.product.id, tier, reason: 'Asked' }
    const { id } = await api.post<{ id: string }>('/pins', pin)
    await api.settle()
    expect((await api.post<Plan>('/plans')).users.lose).toBe(11)
    await api.delete(`/pins/${id}`)
    await api.settle()
    expect((await api.post<Plan>('/plans')).users.lose).toBe(12)
  })

  it('says who made it, and which version of the rules it became', async () => {
    expect(plan).toMatchObject({ madeBy: expect.any(String), appliedAs: null })
    expect(await tenant.api.post<Plan>('/plans', { remove: rule.id })).toMatchObject({ id: null, madeBy: null })
    expect(await tenant.api.post('/draft/apply', { plan: plan.id })).toMatchObject({ version: 2 })
    expect(await tenant.api.get(`/plans/${plan.id}`)).toMatchObject({ appliedAs: 2 })
  })
})
