import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Adopted, ExistingAccounts, ExistingImported } from '../../src/contract/existing-account.ts'
import type { Pins } from '../../src/contract/pin.ts'
import type { Problem } from '../../src/contract/problem.ts'
import type { NewSource } from '../../src/contract/source.ts'
import type { Stopped } from '../../src/contract/stop.ts'
import type { Why } from '../../src/contract/why.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { openScim } from '../support/scim-client.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let meeting: string
let webinar: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())
beforeEach(async () => {
  tenant = await server.tenant()
  webinar = (await tenant.api.product('Webinar', { '500': 2 })).id
  meeting = (await tenant.api.product('Meeting', { Pro: 3, Plus: 3 })).id
})

async function list<T = ExistingImported>(...lines: readonly string[]) {
  const answer = await fetch(`${server.url}/api/v1/existing-accounts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.apiToken}`, 'content-type': 'text/csv' },
    body: ['E-mail,Product,Plan', ...lines].join('\r\n'),
  })
  return { status: answer.status, body: (await answer.json()) as T }
}
const adopt = (body: object) => tenant.api.send<Adopted & Problem>('POST', '/existing-accounts/adopt', body)
const accounts = async (state = '') =>
  (await tenant.api.get<ExistingAccounts>(`/existing-accounts${state && `?state=${state}`}`)).accounts
const user = (name: string, more?: object) => tenant.scim.createUser(`${name}@x.example`, more)
const seats = (id: string) => tenant.api.seats(id)
const mails = async () =>
  (await tenant.db.rows(sql`select kind from mails where organization_id = ${tenant.db.organization}`)).length
const pins = async () => (await tenant.api.get<Pins>('/pins?reason=adopted')).pins
async function rule(members: readonly string[], tier = 'Pro') {
  const group = await tenant.scim.createGroup('Sales', members)
  await tenant.api.rule(group, { products: [{ product: meeting, tier }], language: 'fr' })
  return group
}
const full = () => tenant.api.post<{ run: number | null }>('/runs', { full: true })

describe('accounts from before Rollcall', () => {
  it('are reported as matched, unmatched and conflicting, with what is wrong', async () => {
    await user('ada')
    await user('bob')
    for (const name of ['one', 'two']) await tenant.scim.createUser(name, { emails: [{ value: 'team@x.example' }] })
    const { status, body } = await list(
      'ADA@x.example,meeting,pro',
      'ada@x.example,Webinar,',
      'bob@x.example,Meeting,Gold',
      'bob@x.example,Chat,',
      'eve@x.example,Meeting,Pro',
      'team@x.example,Meeting,Pro',
      'ada@x.example,Meeting,Plus',
      ',Meeting,Pro',
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({ lines: 8, counts: { matched: 2, unmatched: 1, conflicting: 3, adopted: 0 } })
    expect(body.invalid.map(({ line }) => line)).toEqual([8, 9])
    expect((await accounts()).map(({ address, state, problem }) => [address, state, problem])).toEqual([
      ['ADA@x.example', 'matched', null],
      ['ada@x.example', 'matched', null],
      ['bob@x.example', 'conflicting', 'unknown-tier'],
      ['bob@x.example', 'conflicting', 'unknown-product'],
      ['eve@x.example', 'unmatched', null],
      ['team@x.example', 'conflicting', 'several-users'],
    ])
    expect((await accounts('unmatched')).map(({ address }) => address)).toEqual(['eve@x.example'])
  })

  it('conflict where the pool cannot hold them, and take no room before they are adopted', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => user(name)))
    const { body } = await list('a@x.example,Webinar,500', 'b@x.example,Webinar,500', 'c@x.example,Webinar,500')
    expect(body.counts).toMatchObject({ matched: 2, conflicting: 1 })
    expect(await accounts('conflicting')).toMatchObject([{ address: 'c@x.example', problem: 'pool-full' }])
    expect(await tenant.api.pool(webinar, '500')).toMatchObject({ held: 0 })
  })

  it('leave their users alone: no seat, no mail, nothing of the rules, whoever comes first', async () => {
    await list('ada@x.example,Meeting,Pro')
    const ada = await user('ada')
    const bob = await user('bob')
    await rule([ada, bob])
    await list('bob@x.example,Meeting,Pro')
    for (const id of [ada, bob])
      expect(await tenant.api.user(id)).toMatchObject({
        withheld: 'not-adopted',
        status: 'none',
        seats: [],
        language: 'en',
      })
    expect(await mails()).toBe(0)
    const why = await tenant.api.get<Why>(`/users/${ada}/why?product=${meeting}`)
    expect(why.sentence).toContain('had an account before Rollcall that nobody has adopted yet')
    expect(await full()).toMatchObject({ run: null })
  })

  it('change nothing for who was given something already', async () => {
    const ada = await user('ada')
    await rule([ada])
    expect(await seats(ada)).toEqual(['Meeting Pro held'])
    await list('ada@x.example,Webinar,')
    expect(await seats(ada)).toEqual(['Meeting Pro held'])
    expect(await accounts()).toMatchObject([{ state: 'matched' }])
  })

  it('may be forgotten: then the rules decide', async () => {
    const ada = await user('ada')
    await list('ada@x.example,Meeting,Pro')
    await rule([ada])
    const [account] = await accounts()
    await tenant.api.delete(`/existing-accounts/${account!.id}`)
    expect(await seats(ada)).toEqual(['Meeting Pro held'])
    expect((await tenant.api.send('DELETE', `/existing-accounts/${account!.id}`)).status).toBe(404)
  })

  it('are of one organization, and a file of them is one', async () => {
    expect((await list<Problem>('a,b,c"', '"')).status).toBe(422)
    await list('ada@x.example,Meeting,Pro')
    const other = await server.tenant('Brunnengasse')
    const [account] = await accounts()
    expect((await other.api.send('DELETE', `/existing-accounts/${account!.id}`)).status).toBe(404)
    expect((await other.api.get<ExistingAccounts>('/existing-accounts')).accounts).toEqual([])
    expect(await adopt({ accounts: [account!.id] })).toMatchObject({ status: 422, body: { code: 'NOT_ADOPTABLE' } })
  })
})

describe('adoption', () => {
  it('gives the seats at once, sends no mail, and pins what the rules do not give', async () => {
    const ada = await user('ada')
    await list('ada@x.example,Meeting,Pro', 'ada@x.example,Webinar,')
    await rule([ada])
    expect(await adopt({ all: true })).toMatchObject({ body: { adopted: 2, seats: 2, pins: 1 } })
    const { seats: held } = await tenant.api.get<{ seats: { because: { kind: string } }[] }>(`/users/${ada}`)
    expect(held).toHaveLength(2)
    expect(await pins()).toMatchObject([{ user: { id: ada }, product: { name: 'Webinar' }, endsAt: null }])
    expect(await tenant.api.user(ada)).toMatchObject({ status: 'invited', withheld: null, language: 'fr' })
    expect(await seats(ada)).toEqual(['Meeting Pro held', 'Webinar 500 held'])
    expect(await mails()).toBe(0)
    expect(await accounts()).toMatchObject([
      { state: 'adopted', adoptedBy: 'test', user: { id: ada } },
      { state: 'adopted' },
    ])
    const { activity } = await tenant.api.get<{ activity: { because: object }[] }>(
      `/activity?user=${ada}&kind=seat.given`,
    )
    expect(activity.map(({ because }) => because)).toMatchObject([{ kind: 'adopted' }, { kind: 'adopted' }])
    expect(await tenant.api.post('/runs', { full: true })).toMatchObject({ run: null })
    await tenant.api.delete(`/pins/${(await pins())[0]!.id}`)
    expect(await seats(ada)).toEqual(['Meeting Pro held'])
  })

  it('lets the rules decide where the admin says so, and losses are judged as any', async () => {
    const names = Array.from({ length: 7 }, (_, at) => `n${at}`)
    const ids = await Promise.all(names.map((name) => user(name)))
    await tenant.api.put(`/products/${meeting}/tiers/${(await tenant.api.pool(meeting, 'Pro')).id}`, { owned: 50 })
    await list(...names.map((name) => `${name}@x.example,Meeting,Pro`))
    expect(await adopt({ all: true, rulesDecide: true })).toMatchObject({ body: { adopted: 7, seats: 7, pins: 0 } })
    await tenant.api.settle()
    expect((await tenant.api.get<Stopped>('/stopped')).stops).toMatchObject([{ count: 7 }])
    expect(await seats(ids[0]!)).toEqual(['Meeting Pro held'])
    expect(await pins()).toEqual([])
  })

  it('keeps the tier they had by a pin, where the rules give another; a product that comes with another needs none', async () => {
    await tenant.api.patch(`/products/${webinar}`, { includes: [meeting] })
    const [ada, bob] = [await user('ada'), await user('bob')]
    await list('ada@x.example,Meeting,Plus', 'bob@x.example,Webinar,500', 'bob@x.example,Meeting,Pro')
    await rule([ada])
    const group = await tenant.scim.createGroup('Speakers', [bob])
    await tenant.api.rule(group, { products: [{ product: webinar, tier: '500' }] })
    expect(await adopt({ users: [ada, bob] })).toMatchObject({ body: { adopted: 3, seats: 3, pins: 1 } })
    expect(await seats(ada)).toEqual(['Meeting Plus held'])
    expect(await tenant.api.user(bob)).toMatchObject({ carried: [{ product: { name: 'Meeting' } }] })
    expect(await seats(bob)).toEqual(['Webinar 500 held'])
  })

  it('is counted in the pool even if it goes over, and then nobody gets a seat until there is room', async () => {
    const ids = await Promise.all(['a', 'b', 'c'].map((name) => user(name)))
    await list('a@x.example,Webinar,500', 'b@x.example,Webinar,500', 'c@x.example,Webinar,500')
    const [over] = await accounts('conflicting')
    expect(await adopt({ all: true })).toMatchObject({ body: { adopted: 2 } })
    expect(await adopt({ accounts: [over!.id] })).toMatchObject({ body: { adopted: 1, seats: 1 } })
    expect(await tenant.api.pool(webinar, '500')).toMatchObject({ held: 3, free: -1 })
    for (const id of ids) expect(await seats(id)).toEqual(['Webinar 500 held'])
    expect(await full()).toMatchObject({ run: null })
  })

  it('names the user where several have the address, and waits where another source owns it', async () => {
    const [one] = await Promise.all(
      ['one', 'two'].map((name) => tenant.scim.createUser(name, { emails: [{ value: 'team@x.example' }] })),
    )
    await list('team@x.example,Meeting,Pro', 'ada@x.example,Meeting,Pro', 'ada@x.example,Chat,')
    const team = (await accounts()).find(({ address }) => address === 'team@x.example')!
    expect(await adopt({ accounts: [team.id] })).toMatchObject({
      status: 422,
      body: { code: 'NOT_ADOPTABLE', refused: [{ problem: 'several-users' }] },
    })
    expect(await adopt({ users: [one] })).toMatchObject({ body: { adopted: 1 } })
    expect(await seats(one!)).toEqual(['Meeting Pro held'])

    const { scim } = await tenant.api.post<NewSource>('/sources', { name: 'Entra' })
    const ada = await user('ada')
    server.clock.advance(1)
    const twin = await openScim(scim!).createUser('ada@x.example')
    const refused = (id: string) => adopt({ users: [id] })
    expect(await refused(ada)).toMatchObject({ status: 422, body: { refused: [{ problem: 'unknown-product' }] } })
    await tenant.api.delete(`/existing-accounts/${(await accounts()).find(({ product }) => product === 'Chat')!.id}`)
    expect(await refused(twin)).toMatchObject({ status: 422, body: { refused: [{ problem: 'user-in-conflict' }] } })
    expect(await refused(ada)).toMatchObject({ status: 200, body: { adopted: 1 } })
    expect(await adopt({})).toMatchObject({ status: 422, body: { code: 'SAY_WHICH' } })
  })

  it('of somebody inactive is the seat they had, which the next run takes like any loss', async () => {
    const ada = await user('ada')
    await tenant.scim.deactivate(ada)
    await list('ada@x.example,Meeting,Pro')
    expect(await adopt({ all: true })).toMatchObject({ body: { seats: 1 } })
    expect(await tenant.api.user(ada)).toMatchObject({ withheld: 'inactive', status: 'suspended', seats: [] })
  })
})
