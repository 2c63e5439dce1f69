import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Conflicts } from '../../src/contract/conflict.ts'
import type { Pins } from '../../src/contract/pin.ts'
import type { Problem } from '../../src/contract/problem.ts'
import type { NewSource } from '../../src/contract/source.ts'
import type { Stopped } from '../../src/contract/stop.ts'
import type { Why } from '../../src/contract/why.ts'
import { createCredential } from '../../src/organization/credential.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { openApi } from '../support/api-client.ts'
import { openScim, type ScimClient } from '../support/scim-client.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let okta: ScimClient
let entra: ScimClient
let entraId: string
let product: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())
beforeEach(async () => {
  tenant = await server.tenant()
  okta = tenant.scim
  const made = await tenant.api.post<NewSource>('/sources', { name: 'Entra' })
  entra = openScim(made.scim!)
  entraId = made.id
  product = (await tenant.api.product('Meeting', { Pro: 50 })).id
})

/** In both directories, first in Okta's, everybody in a group that gives a seat: [okta's ids, entra's ids]. */
async function inBoth(...names: readonly string[]): Promise<readonly [readonly string[], readonly string[]]> {
  const ids: [string[], string[]] = [[], []]
  for (const name of names) {
    ids[0].push(await okta.createUser(`${name}@x.example`))
    server.clock.advance(1)
    ids[1].push(await entra.createUser(`${name}@x.example`, { emails: [{ value: `${name.toUpperCase()}@X.example` }] }))
  }
  const groups = [await okta.createGroup('Sales', ids[0]), await entra.createGroup('Sales', ids[1])]
  for (const group of groups) await tenant.api.rule(group, { products: [{ product, tier: 'Pro' }], language: 'fr' })
  await tenant.api.settle()
  return ids
}
const hand = (body: object) => tenant.api.send<Problem & { handedOver: number }>('POST', '/conflicts/hand-over', body)
const conflicts = async () => (await tenant.api.get<Conflicts>('/conflicts')).conflicts
const seats = (id: string) => tenant.api.seats(id)
const full = () => tenant.api.post<{ touched: number }>('/runs', { full: true })

describe('the same address in two sources', () => {
  it('belongs to the first: no rule and no pin sees the other', async () => {
    const [[ada], [twin]] = await inBoth('ada')
    expect(await tenant.api.user(ada!)).toMatchObject({ withheld: null, status: 'invited' })
    await tenant.api.post('/pins', { user: twin, field: 'product', product, tier: 'Pro', reason: 'please' })
    expect(await tenant.api.user(twin!)).toMatchObject({
      withheld: 'conflict',
      status: 'none',
      seats: [],
      language: 'en',
    })
    expect(await seats(ada!)).toEqual(['Meeting Pro held'])
    const why = await tenant.api.get<Why>(`/users/${twin}/why?product=${product}`)
    expect(why).toMatchObject({ answer: 'none', withheld: 'conflict' })
    expect(why.sentence).toContain('Their address belongs to the user of another source')
    expect(await conflicts()).toMatchObject([
      {
        address: 'ada@x.example',
        owner: { user: { id: ada }, source: { name: 'Okta' }, handedOver: false },
        others: [{ user: { id: twin }, source: { name: 'Entra' } }],
      },
    ])
    expect(await full()).toMatchObject({ run: null, touched: 0 })
  })

  it('belongs to one of them, whoever comes first while runs go on', { timeout: 60_000 }, async () => {
    const names = Array.from({ length: 15 }, (_, at) => `n${at}@x.example`)
    const pairs = await Promise.all(
      names.map(async (name, at) => {
        const both = [okta, entra].map((source) => source.createUser(name))
        if (at % 3 === 0) await tenant.api.settle()
        return Promise.all(both)
      }),
    )
    for (const [source, side] of [okta, entra].map((source, side) => [source, side] as const)) {
      const group = await source.createGroup(
        'Sales',
        pairs.map((pair) => pair[side]!),
      )
      await tenant.api.rule(group, { products: [{ product, tier: 'Pro' }] })
    }
    await tenant.api.settle()
    expect(await full()).toMatchObject({ run: null })
    for (const pair of pairs) {
      const both = await Promise.all(pair.map((id) => tenant.api.user(id)))
      expect(both.map(({ withheld }) => withheld).toSorted()).toEqual(['conflict', null])
      expect(both.map(({ seats: own }) => own.length).toSorted()).toEqual([0, 1])
    }
  })

  it('is no conflict within one source, nor for who has none', async () => {
    await okta.createUser('one', { emails: [{ value: 'team@x.example' }] })
    const two = await okta.createUser('two', { emails: [{ value: 'team@x.example' }] })
    await okta.createUser('nobody', { emails: [] })
    await entra.createUser('nobody', { emails: [] })
    expect(await tenant.api.user(two)).toMatchObject({ withheld: null })
    expect(await conflicts()).toEqual([])
  })

  it('goes to the other by itself when the first is deleted, or changes address', async () => {
    const [[ada, bob], [adaToo, bobToo]] = await inBoth('ada', 'bob')
    await okta.deleteUser(ada!)
    expect(await seats(adaToo!)).toEqual(['Meeting Pro held'])
    await okta.send('PATCH', `/Users/${bob}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'emails', value: [{ value: 'robert@x.example' }] }],
    })
    expect(await seats(bobToo!)).toEqual(['Meeting Pro held'])
    expect(await seats(bob!)).toEqual(['Meeting Pro held'])
    expect(await conflicts()).toEqual([])
    const back = await okta.createUser('ada@x.example')
    expect(back).toBe(ada)
    expect(await tenant.api.user(ada!)).toMatchObject({ withheld: 'conflict' })
  })

  it('is looked at when its source is deleted', async () => {
    const [[ada], [twin]] = await inBoth('ada')
    await tenant.api.delete(
      `/sources/${(await tenant.api.get<{ sources: { id: string }[] }>('/sources')).sources[0]!.id}?confirm=Okta`,
    )
    expect(await seats(twin!)).toEqual(['Meeting Pro held'])
    expect(await seats(ada!)).toEqual([])
  })

  it('stays with the first while they are inactive', async () => {
    const [[ada], [twin]] = await inBoth('ada')
    await okta.deactivate(ada!)
    expect(await tenant.api.user(ada!)).toMatchObject({ withheld: 'inactive', seats: [] })
    expect(await tenant.api.user(twin!)).toMatchObject({ withheld: 'conflict', seats: [] })
  })
})

describe('a hand-over', () => {
  it('gives the address to the user named, and takes from the one before', async () => {
    const [[ada], [twin]] = await inBoth('ada')
    expect(await hand({ users: [twin] })).toMatchObject({ status: 200, body: { handedOver: 1 } })
    expect(await seats(twin!)).toEqual(['Meeting Pro held'])
    expect(await tenant.api.user(ada!)).toMatchObject({ withheld: 'conflict', status: 'suspended', seats: [] })
    expect(await conflicts()).toMatchObject([{ owner: { user: { id: twin }, handedOver: true } }])
    expect(await full()).toMatchObject({ run: null })
    expect(await hand({ users: [ada] })).toMatchObject({ body: { handedOver: 1 } })
    expect(await seats(ada!)).toEqual(['Meeting Pro held'])
    const { activity } = await tenant.api.get<{ activity: object[] }>('/activity?kind=conflicts.hand-over')
    expect(activity).toHaveLength(2)
  })

  it('ends when the new owner is deleted, even if they come back', async () => {
    const [[ada], [twin]] = await inBoth('ada')
    await hand({ users: [twin] })
    await entra.deleteUser(twin!)
    expect(await seats(ada!)).toEqual(['Meeting Pro held'])
    server.clock.advance(1)
    await entra.createUser('ada@x.example', { emails: [{ value: 'ada@x.example' }] })
    expect(await tenant.api.user(twin!)).toMatchObject({ withheld: 'conflict' })
  })

  it('is of one, of those of a source, or of all', async () => {
    const [oktas, entras] = await inBoth('ada', 'bob', 'cyd')
    expect((await hand({ users: [entras[0]] })).body.handedOver).toBe(1)
    expect((await hand({ source: entraId })).body.handedOver).toBe(2)
    for (const id of entras) expect(await seats(id)).toEqual(['Meeting Pro held'])
    expect((await hand({ all: true })).body.handedOver).toBe(3)
    for (const id of oktas) expect(await seats(id)).toEqual(['Meeting Pro held'])
  })

  it('has what the others lose judged like any loss, unless it is confirmed', async () => {
    const names = Array.from({ length: 8 }, (_, at) => `n${at}`)
    const [oktas, entras] = await inBoth(...names)
    await hand({ all: true })
    await tenant.api.settle()
    const { stops } = await tenant.api.get<Stopped>('/stopped')
    expect(stops).toMatchObject([{ count: 8 }])
    expect(stops[0]!.losses[0]!.because).toMatchObject({ kind: 'conflict' })
    expect(await tenant.api.user(oktas[0]!)).toMatchObject({ withheld: 'conflict', seats: [{ stopped: true }] })
    const kept = await tenant.api.post('/stopped/keep', {
      users: [oktas[0]],
      endsAt: new Date(server.clock.now().getTime() + 1e6).toISOString(),
    })
    expect(kept).toMatchObject({ kept: 0, notKept: [{ reason: 'conflict' }] })
    expect(await hand({ all: true, confirm: true })).toMatchObject({ body: { handedOver: 8 } })
    await tenant.api.settle()
    expect((await tenant.api.get<Stopped>('/stopped')).stops).toEqual([])
    for (const id of oktas) expect(await seats(id)).toEqual(['Meeting Pro held'])
    for (const id of entras) expect(await seats(id)).toEqual([])
  })

  it('takes pins, the chosen language, sign-in and applied settings along', async () => {
    const [[ada], [twin]] = await inBoth('ada')
    const webinar = (await tenant.api.product('Webinar', { '500': 5 })).id
    await tenant.api.post('/pins', { user: ada, field: 'product', product: webinar, tier: '500', reason: 'speaker' })
    await tenant.api.settle()
    await tenant.db.run(sql`
      insert into accounts (organization_id, user_no, signed_in_at, chosen_language)
      select organization_id, user_no, now(), 'it' from users where organization_id = ${tenant.db.organization} and id = ${ada}`)
    await hand({ users: [twin] })
    expect(await seats(twin!)).toEqual(['Meeting Pro held', 'Webinar 500 held'])
    expect(await tenant.api.user(twin!)).toMatchObject({ language: 'it', status: 'active' })
    const { pins } = await tenant.api.get<Pins>('/pins')
    expect(pins).toMatchObject([{ user: { id: twin }, reason: 'speaker' }])
    const rows = await tenant.db.rows<{ kind: string; templated: number }>(sql`
      select m.kind, (select count(*) from settings_applied s where s.organization_id = u.organization_id and s.user_no = u.user_no) as templated
      from users u join mails m on m.organization_id = u.organization_id and m.user_no = u.user_no
      where u.organization_id = ${tenant.db.organization} and u.id = ${twin}`)
    expect(rows).toEqual([{ kind: 'change', templated: 2 }])
  })

  it('is refused for who is in no conflict, and unless it says to whom in one way', async () => {
    const [[ada], [twin]] = await inBoth('ada')
    expect(await hand({ users: [ada] })).toMatchObject({ status: 422, body: { code: 'NOT_IN_CONFLICT', users: [ada] } })
    expect(await hand({ users: [twin, newId()] })).toMatchObject({ status: 422 })
    expect(await hand({})).toMatchObject({ status: 422, body: { code: 'SAY_WHO' } })
    expect(await hand({ all: true, users: [twin] })).toMatchObject({ status: 422, body: { code: 'SAY_WHO' } })
    expect(await seats(ada!)).toEqual(['Meeting Pro held'])
  })

  it('that gives or takes admin is for a super admin', async () => {
    const { db } = tenant
    const [[ada], [twin]] = await inBoth('ada')
    await tenant.api.post('/pins', { user: ada, field: 'role', role: 'admin', reason: 'runs it' })
    await tenant.api.settle()
    const admin = newId()
    await db.run(sql`
      insert into admins (organization_id, id, email, email_folded, name, role, created_at)
      values (${db.organization}, ${admin}, 'a@x.example', 'a@x.example', 'A', 'admin', now())`)
    const { secret } = await createCredential(db, { kind: 'api', label: 'a', admin }, server.clock.now())
    const other = openApi(`${server.url}/api/v1`, secret)
    expect(await other.send('POST', '/conflicts/hand-over', { users: [twin] })).toMatchObject({
      status: 403,
      body: { code: 'SUPER_ADMIN_ONLY' },
    })
    expect((await hand({ users: [twin] })).status).toBe(200)
    expect(await tenant.api.user(twin!)).toMatchObject({ role: 'admin' })
  })
})
