import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Why } from '../../src/contract/why.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

// Also run on an older PostgreSQL: ROLLCALL_TEST_DATABASE=postgres://… (the test command does it with Debian's 15).

let server: TestServer
let tenant: Tenant
beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  tenant = await server.tenant()
})
afterAll(() => server.close())

describe('somebody who is hired', () => {
  it('gets what the rule of their group gives, and is invited', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 2 })
    const sales = await scim.createGroup('Sales')
    const userGroup = await api.post<{ id: string }>('/user-groups', { name: 'Sellers' })
    await api.rule(sales, {
      products: [{ product: meeting.id, tier: 'Pro' }],
      language: 'fr',
      userGroup: userGroup.id,
    })
    const ada = await scim.createUser('ada.lovelace@lindenhof.example')
    await scim.add(sales, ada)

    expect(await api.user(ada)).toMatchObject({
      userName: 'ada.lovelace@lindenhof.example',
      displayName: 'Ada Lovelace',
      active: true,
      status: 'invited',
      role: 'member',
      language: 'fr',
      userGroup: { name: 'Sellers' },
      seats: [{ product: { name: 'Meeting' }, tier: { name: 'Pro' }, state: 'held', because: { kind: 'rule' } }],
    })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ owned: 2, held: 1, grace: 0, free: 1, waiting: 0 })
  })

  it('can be told why: the rule, the group, and the request that put them there', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 2 })
    const [sales, europe] = [await scim.createGroup('Sales'), await scim.createGroup('Sales Europe')]
    await scim.add(sales, europe)
    const rule = await api.rule(sales, { name: 'Sellers', products: [{ product: meeting.id, tier: 'Pro' }] })
    const ada = await scim.createUser('ada.lovelace@lindenhof.example')
    await scim.add(europe, ada)

    // Through a nested group, so the path has both.
    expect(await api.seats(ada)).toEqual(['Meeting Pro held'])
    const why = await api.get<Why>(`/users/${ada}/why?product=Meeting`)
    expect(why).toMatchObject({
      answer: 'held',
      tier: { name: 'Pro' },
      winner: {
        kind: 'rule',
        rule: { id: rule.id, name: 'Sellers' },
        rank: 1,
        group: { name: 'Sales' },
        path: [{ name: 'Sales' }, { name: 'Sales Europe' }],
      },
    })
    expect(why.sentence).toContain('Ada Lovelace')
    expect(why.sentence).toContain('Sellers')
  })

  it('gets nothing that no rule gives', async () => {
    const { scim, api } = tenant
    const ada = await scim.createUser('ada.lovelace@lindenhof.example')
    await scim.createGroup('Sales', [ada])
    expect(await api.user(ada)).toMatchObject({ status: 'none', role: 'member', seats: [] })
  })

  it('gets what the rule gives only while its condition holds', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 5 })
    const [intern, seller] = [
      await scim.createUser('ida.intern@lindenhof.example', { title: 'Intern' }),
      await scim.createUser('sam.seller@lindenhof.example', { title: 'Account Executive' }),
    ]
    const sales = await scim.createGroup('Sales', [intern, seller])
    await api.rule(sales, {
      condition: 'not (title co "intern")',
      products: [{ product: meeting.id, tier: 'Pro' }],
    })
    expect(await api.seats(intern)).toEqual([])
    expect(await api.seats(seller)).toEqual(['Meeting Pro held'])

    await scim.send('PATCH', `/Users/${intern}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { title: 'Account Executive' } }],
    })
    expect(await api.seats(intern)).toEqual(['Meeting Pro held'])
  })

  it('waits for access until an address arrives', async () => {
    const { scim, api } = tenant
    const meeting = await api.product('Meeting', { Pro: 1 })
    const sales = await scim.createGroup('Sales')
    await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
    const suharto = await scim.createUser('suharto')
    await scim.add(sales, suharto)
    expect(await api.user(suharto)).toMatchObject({ status: 'none', withheld: 'no-address', seats: [] })

    await scim.send('PATCH', `/Users/${suharto}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'emails', value: [{ type: 'work', value: 'suharto@lindenhof.example' }] }],
    })
    expect(await api.user(suharto)).toMatchObject({ status: 'invited', withheld: null })
    expect(await api.seats(suharto)).toEqual(['Meeting Pro held'])
  })

  it('is seen by nobody of another organization', async () => {
    const ada = await tenant.scim.createUser('ada.lovelace@lindenhof.example')
    const other = await server.tenant('Brunnengasse')
    expect((await other.api.send('GET', `/users/${ada}`)).status).toBe(404)
    expect((await other.scim.send('GET', `/Users/${ada}`)).status).toBe(404)
    // The same login is free there.
    await other.scim.createUser('ada.lovelace@lindenhof.example')
  })
})
