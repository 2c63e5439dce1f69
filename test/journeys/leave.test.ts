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

async function meetingFor(people: readonly string[], owned: number, graceSeconds = 0) {
  const { scim, api } = tenant
  const meeting = await api.product('Meeting', { Pro: owned }, { graceSeconds })
  const sales = await scim.createGroup('Sales')
  await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }], role: 'admin' })
  const users: string[] = []
  for (const name of people) {
    const user = await scim.createUser(`${name}@lindenhof.example`)
    await scim.add(sales, user)
    await api.settle()
    users.push(user)
  }
  return { meeting, sales, users }
}

describe('somebody who leaves', () => {
  it('loses access and role at once when deactivated upstream, and the seat goes to the next in line', async () => {
    const { scim, api } = tenant
    const { users } = await meetingFor(['ada.lovelace', 'bob.martin'], 1)
    const [ada, bob] = [users[0]!, users[1]!]
    expect(await api.user(ada)).toMatchObject({ role: 'admin', status: 'invited' })
    expect(await api.seats(bob)).toEqual(['Meeting Pro waiting'])

    await scim.deactivate(ada)
    expect(await api.user(ada)).toMatchObject({
      active: false,
      status: 'suspended',
      withheld: 'inactive',
      role: 'member',
      seats: [],
    })
    expect(await api.seats(bob)).toEqual(['Meeting Pro held'])
  })

  it('keeps the seat taken for the grace, though access has ended', async () => {
    const { scim, api } = tenant
    const { meeting, users } = await meetingFor(['ada.lovelace', 'bob.martin'], 1, 3600)
    await scim.deactivate(users[0]!)
    expect(await api.user(users[0]!)).toMatchObject({ status: 'suspended', role: 'member' })
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro grace'])
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 0, grace: 1, free: 0, waiting: 1 })
    server.clock.advance(3601)
    expect(await api.seats(users[1]!)).toEqual(['Meeting Pro held'])
  })

  it('is withheld even what a pin gives', async () => {
    const { scim, api } = tenant
    const { meeting, users } = await meetingFor(['ada.lovelace'], 2)
    await api.post('/pins', { user: users[0], field: 'product', product: meeting.id, tier: 'Pro', reason: 'keeps it' })
    expect(await api.seats(users[0]!)).toEqual(['Meeting Pro held'])
    await scim.deactivate(users[0]!)
    expect(await api.seats(users[0]!)).toEqual([])
  })

  it('is in no group any more when deleted upstream, and stays in the history', async () => {
    const { scim, api } = tenant
    const { users } = await meetingFor(['ada.lovelace'], 2)
    const ada = users[0]!
    await scim.deleteUser(ada)
    expect(await api.user(ada)).toMatchObject({ withheld: 'deleted', status: 'suspended', seats: [] })
    expect((await scim.send('GET', `/Users/${ada}`)).status).toBe(404)
    expect((await api.get<{ groups: unknown[] }>(`/users/${ada}/groups`)).groups).toEqual([])
    const { users: listed } = await api.get<{ users: unknown[] }>('/users')
    expect(listed).toEqual([])
    const { activity } = await api.get<{ activity: { kind: string }[] }>(`/users/${ada}/changes`)
    expect(activity.map((each) => each.kind)).toContain('seat.given')
  })
})

describe('many who leave at once', () => {
  it('are stopped by the safeguard, until an admin says what becomes of them', async () => {
    const { scim, api } = tenant
    const people = Array.from({ length: 20 }, (_, i) => `person.number${String.fromCharCode(97 + i)}`)
    const { meeting, users } = await meetingFor(people, 25)
    for (const user of users.slice(0, 8)) await scim.deactivate(user)
    await api.settle()

    // Five may go in a day, however few hold the product; the sixth brings all that are pending to a halt.
    const { stops } = await api.get<Stopped>('/stopped')
    expect(stops).toMatchObject([{ product: { name: 'Meeting' } }])
    const stopped = stops[0]!.count
    expect(stopped).toBeGreaterThan(0)
    expect(stops[0]!.cause).toMatch(
      new RegExp(`^Okta deactivated ${stopped} users? .*UTC \\(${stopped} requests?\\)\\.$`),
    )
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 12 + stopped })

    await api.post('/stopped/apply', { product: meeting.id })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 12, free: 13 })
    expect((await api.get<{ stops: unknown[] }>('/stopped')).stops).toEqual([])
  })
})
