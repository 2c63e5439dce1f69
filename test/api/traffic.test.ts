import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Source, Sources } from '../../src/contract/source.ts'
import type { Checklist, ScimRequestWhole, Traffic } from '../../src/contract/traffic.ts'
import { forgetTraffic } from '../../src/inbound/traffic/forget.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let source: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())
beforeEach(async () => {
  tenant = await server.tenant()
  source = (await tenant.api.get<Sources>('/sources')).sources[0]!.id
})

const traffic = async (query = '') => (await tenant.api.get<Traffic>(`/sources/${source}/traffic${query}`)).requests
/** The log is a fifth of a second late. */
const seen = async (count: number, query = '') => {
  await expect.poll(async () => (await traffic(query)).length, { timeout: 3000 }).toBe(count)
  return traffic(query)
}
const whole = (id: string) => tenant.api.get<ScimRequestWhole>(`/sources/${source}/traffic/${id}`)
const proven = async () =>
  (await tenant.api.get<Checklist>(`/sources/${source}/checklist`)).steps
    .filter(({ proof }) => proof)
    .map(({ step }) => step)
const knock = (path: string, init: RequestInit = {}) => fetch(`${tenant.scimUrl}${path}`, init)
const patchOf = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})

describe('the traffic log', () => {
  it('says of each request what was understood and done, newest first', async () => {
    const { scim } = tenant
    await scim.send('GET', '/Users?filter=userName%20eq%20%22ada@x.example%22')
    const ada = await scim.createUser('ada.rossi@x.example')
    const sales = await scim.createGroup('Sales')
    await scim.add(sales, ada, 'not-there-yet')
    await scim.deactivate(ada)
    await scim.reactivate(ada)
    await scim.send('PATCH', `/Users/${ada}`, patchOf({ op: 'replace', path: 'displayName', value: 'Ada Bianchi' }))
    await scim.deleteGroup(sales)
    const requests = await seen(8)
    expect(requests.map(({ method, status, understood }) => [method, status, understood])).toEqual([
      ['DELETE', 204, { code: 'group-deleted' }],
      ['PATCH', 200, { code: 'user-renamed', name: 'Ada Rossi', to: 'Ada Bianchi' }],
      ['PATCH', 200, { code: 'user-reactivated', name: 'Ada Rossi' }],
      ['PATCH', 200, { code: 'user-deactivated', name: 'Ada Rossi' }],
      ['PATCH', 204, { code: 'group-members', name: 'Sales', added: 2, removed: 0, pending: 1 }],
      ['POST', 201, { code: 'group-created', name: 'Sales', added: 0, removed: 0 }],
      ['POST', 201, { code: 'user-created', name: 'Ada Rossi' }],
      ['GET', 200, { code: 'user-found', count: 0 }],
    ])
    expect(requests[7]).toMatchObject({
      path: '/Users?filter=userName%20eq%20%22ada@x.example%22',
      operation: 'user.find',
      client: 'Okta SCIM Client 1.0.0',
      quirks: [],
      droppedBefore: 0,
    })
  })

  it('keeps bodies with their secrets masked, however they are written, and no token', async () => {
    const { scim } = tenant
    const ada = await scim.createUser('ada@x.example', {
      password: 'four plain words',
      'urn:x:Y:User': { apiKey: 'k-1' },
    })
    await scim.send('PATCH', `/Users/${ada}`, patchOf({ op: 'replace', path: 'password', value: 'a new one' }))
    await scim.send('GET', '/Users?filter=password%20eq%20%22guess%22')
    const [asked, patched, created] = await seen(3)
    const first = await whole(created!.id)
    expect(JSON.parse(first.received!)).toMatchObject({ userName: 'ada@x.example', password: '•••' })
    expect(first.answered).toContain('"userName"')
    expect(JSON.parse((await whole(patched!.id)).received!).Operations).toEqual([
      { op: 'replace', path: 'password', value: '•••' },
    ])
    expect(asked!.path).toBe('/Users?•••')
    const stored = await tenant.db.rows(
      sql`select t::text from traffic t where organization_id = ${tenant.db.organization}`,
    )
    expect(JSON.stringify(stored)).not.toMatch(/four plain|a new one|guess|k-1|rc_scim_/)
  })

  it('names what a provider does in its own way, and why it was refused', async () => {
    const { scim } = tenant
    const ada = await scim.createUser('ada@x.example')
    await scim.send('PATCH', `/Users/${ada}`, patchOf({ op: 'Replace', path: 'active', value: 'False' }))
    await scim.send('GET', '/Users?filter=nonsense')
    await scim.send('POST', '/Users', { userName: 'ada@x.example' })
    await scim.send('PATCH', '/Users/00000000-0000-0000-0000-000000000000', patchOf({ op: 'replace', value: {} }))
    await tenant.api.send('PATCH', `/sources/${source}`, { state: 'paused' })
    await scim.send('DELETE', `/Users/${ada}`)
    const [paused, unknown, taken, filter, odd] = await seen(6)
    expect(odd!.quirks).toEqual([
      { code: 'op-case', path: 'op', sentence: 'op came as "Replace"; read as replace' },
      { code: 'string-as-boolean', path: 'active', sentence: 'active came as a string; read as a boolean' },
    ])
    const reasons = [filter, taken, unknown, paused].map((each) => each!.understood.reason)
    expect(reasons).toEqual(['invalidFilter', 'name-taken', 'not-there', 'paused'])
    expect(await traffic('?status=refused')).toHaveLength(4)
    expect((await traffic('?operation=user.delete')).map(({ id }) => id)).toEqual([paused!.id])
    expect(await traffic(`?since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).toEqual([])
  })

  it('has those who were not let in, with the reason, where it is plain whom they meant', async () => {
    const slug = `only-${Date.now()}`
    const made = await tenant.api.send<Source & { scim: { url: string; token: string } }>('POST', '/sources', {
      name: 'Only',
      slug,
    })
    source = made.body.id
    const at = (authorization?: string) =>
      fetch(`${made.body.scim.url}/Users`, authorization ? { headers: { authorization } } : {})
    await at()
    await at('Bearer wrong')
    await at(`Bearer ${tenant.scimToken}`)
    await tenant.api.send('DELETE', `/sources/${source}/tokens/${made.body.tokens[0]!.id}`)
    await at(`Bearer ${made.body.scim.token}`)
    const requests = await seen(3)
    expect(requests.map(({ status, understood }) => [status, understood.reason])).toEqual([
      [401, 'token-revoked'],
      [401, 'token-unknown'],
      [401, 'token-none'],
    ])
    expect(await proven()).toEqual([])
    source = (await tenant.api.get<Sources>('/sources')).sources.find(({ name }) => name === 'Okta')!.id
    expect((await seen(1))[0]!.understood.reason).toBe('token-elsewhere')
  })

  it('takes what is hostile: texts that PostgreSQL refuses, bodies without end, bodies that are no JSON', async () => {
    const headers = { authorization: `Bearer ${tenant.scimToken}`, 'user-agent': 'x'.repeat(3000) }
    await knock('/Users', { method: 'POST', headers, body: '{"userName":"\\u0000","a":"\\ud800"}' })
    await knock('/Users', { method: 'POST', headers, body: 'password=four' })
    const many = Array.from({ length: 20_000 }, (_, index) => ({ value: `user-${index}` }))
    await knock('/Groups', {
      method: 'POST',
      headers,
      body: JSON.stringify({ displayName: '😀'.repeat(150), members: many }),
    })
    await knock('/Users/%00%20?filter=%00', { headers })
    const requests = await seen(4)
    for (const { id } of requests) {
      const { received, answered } = await whole(id)
      expect((received ?? '').length).toBeLessThanOrEqual(16_384)
      expect((answered ?? '').length).toBeLessThanOrEqual(16_384)
      expect(received ?? '').not.toContain('four')
    }
  })

  it('is read a page at a time, and only by the organization’s own admins', async () => {
    for (const name of ['a', 'b', 'c']) await tenant.scim.createGroup(name)
    await seen(3)
    const first = await tenant.api.get<Traffic>(`/sources/${source}/traffic?limit=2`)
    const rest = await tenant.api.get<Traffic>(`/sources/${source}/traffic?limit=2&cursor=${first.next}`)
    expect([...first.requests, ...rest.requests].map(({ understood }) => understood.name)).toEqual(['c', 'b', 'a'])
    expect(rest.next).toBeNull()
    const other = await server.tenant('Elsewhere')
    expect((await other.api.send('GET', `/sources/${source}/traffic`)).status).toBe(404)
    expect((await other.api.send('GET', `/sources/${source}/traffic/${first.requests[0]!.id}`)).status).toBe(404)
  })

  it('forgets what is older than the source keeps it, and what is too much; proofs stay', async () => {
    for (const name of ['a', 'b', 'c']) await tenant.scim.createGroup(name)
    await seen(3)
    await forgetTraffic(tenant.db, server.clock.now(), 2)
    expect(await traffic()).toHaveLength(2)
    await tenant.api.send('PATCH', `/sources/${source}`, { trafficDays: 1 })
    await forgetTraffic(tenant.db, new Date(Date.now() + 2 * 86_400_000))
    expect(await traffic()).toEqual([])
    expect(await proven()).toEqual(['token', 'group'])
  })
})

describe('the checklist of a source', () => {
  it('ticks by real requests only, each by the first that proved it', async () => {
    const { scim } = tenant
    expect(await proven()).toEqual([])
    const ada = await scim.createUser('ada@x.example')
    const sales = await scim.createGroup('Sales')
    await scim.send('PATCH', `/Groups/${sales}`, patchOf({ op: 'replace', value: { id: sales, displayName: 'Sales' } }))
    await seen(3)
    expect(await proven()).toEqual(['token', 'user', 'group'])
    await scim.add(sales, ada)
    await scim.send('PATCH', `/Groups/${sales}`, patchOf({ op: 'replace', value: { id: sales, displayName: 'Field' } }))
    await scim.deactivate(ada)
    await scim.reactivate(ada)
    await scim.deleteUser(ada)
    await seen(8)
    await expect.poll(proven).toHaveLength(8)
    const { steps } = await tenant.api.get<Checklist>(`/sources/${source}/checklist`)
    const rename = steps.find(({ step }) => step === 'rename')!.proof!
    expect(rename).toMatchObject({ method: 'PATCH', status: 204, understood: { name: 'Sales', to: 'Field' } })
    const list = await tenant.api.get<Source>(`/sources/${source}`)
    expect(list).toMatchObject({ users: 0, groups: 1, trafficDays: 7 })
    expect(Date.parse(list.contactAt!)).toBeGreaterThan(Date.now() - 60_000)
  })
})
