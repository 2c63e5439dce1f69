import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Overview } from '../../src/contract/overview.ts'
import type { Plan } from '../../src/contract/plan.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Graces, SeatHistory } from '../../src/contract/seat.ts'
import { findCredential } from '../../src/organization/credential.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, type GroupKey, newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

let db: Db
let admin: ApiUser
let directory: Directory
let staff: GroupKey
let meeting: Product
let first: number
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
})
const run = () => admin.send('POST', '/runs')
const overview = async (query = '') => (await admin.send<Overview>('GET', `/overview${query}`)).body

/** Of five who are entitled, three hold and two wait. */
async function furnish(): Promise<void> {
  staff = await directory.createGroup('All staff')
  const input = { name: 'Meeting', graceSeconds: 3600, tiers: [{ name: 'Pro', owned: 3 }] }
  meeting = (await admin.send<Product>('POST', '/products', input)).body
  first = await directory.createUsers('u', 5)
  await directory.addMembers(
    staff.no,
    [0, 1, 2, 3, 4].map((at) => first + at),
  )
  await admin.send('POST', '/rules?apply=true', { group: staff.id, products: [{ product: meeting.id }] })
  await run()
}

describe('the overview', () => {
  it('of an organization where nothing has happened says how far it is set up', async () => {
    expect(await overview()).toMatchObject({
      userSync: 'on',
      groups: 0,
      isBehind: false,
      lastChangeAt: null,
      failures: [],
      draft: null,
      stopped: { products: [], roles: 0 },
      setup: { rules: 0, pools: 0, firstRuleAt: null, firstSeatAt: null },
      sinceThen: null,
    })
  })

  it('counts what happened today, and since a moment', async () => {
    await furnish()
    api.clock.advance(3600)
    const then = api.clock.now().toISOString()
    const said = await overview(`?since=${then}`)
    expect(said).toMatchObject({ users: 5, groups: 1, setup: { rules: 1, pools: 1 } })
    expect(said.today).toMatchObject({ joined: 5, given: 3, waited: 2, lost: 0 })
    expect(said.sinceThen).toMatchObject({ since: then, joined: 0, given: 0, waited: 0 })
    expect(said.failures).toMatchObject([{ cause: 'no-seats-left', count: 2 }])
    expect(said.seats).toMatchObject([{ product: { name: 'Meeting' }, owned: 3, held: 3, waiting: 2 }])
    expect(said.runs).toHaveLength(24)
    expect(said.runs.reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThan(0)
    expect(said.setup.firstSeatAt).not.toBeNull()
    api.clock.advance(86_400)
    expect((await overview()).today).toMatchObject({ joined: 0, given: 0, waited: 0 })
  })

  it('says that somebody is touched until a run has looked', async () => {
    await furnish()
    await directory.removeMembers(staff.no, [first])
    expect((await overview()).isBehind).toBe(true)
    await run()
    expect((await overview()).isBehind).toBe(false)
  })

  it('tells how each source is', async () => {
    type New = { id: string; scim: { token: string } }
    const okta = (await admin.send<New>('POST', '/sources', { name: 'Okta' })).body
    const health = async () => (await overview()).sources.find(({ id }) => id === okta.id)
    expect(await health()).toMatchObject({ health: 'never', lastContactAt: null })
    await findCredential(fresh.database, okta.scim.token, 'scim', api.clock.now())
    await expect.poll(async () => (await health())?.health).toBe('good')
    api.clock.advance(90_000)
    expect((await health())?.health).toBe('silent')
    const endsAt = new Date(api.clock.now().getTime() + 10 * 86_400_000).toISOString()
    const made = await admin.send<{ scim: { token: string } }>('POST', `/sources/${okta.id}/token`, {
      expiresAt: endsAt,
    })
    await findCredential(fresh.database, made.body.scim.token, 'scim', api.clock.now())
    await expect.poll(health).toMatchObject({ health: 'expiring', tokenExpiresAt: endsAt })
    await admin.send('PATCH', `/sources/${okta.id}`, { state: 'paused' })
    expect((await health())?.health).toBe('paused')
  })

  it('refuses what is no moment', async () => {
    expect((await admin.send('GET', '/overview?since=yesterday')).status).toBe(422)
  })
})

describe('the seats of a product', () => {
  it('are told day by day', async () => {
    await furnish()
    api.clock.advance(2 * 86_400)
    await directory.removeMembers(staff.no, [first + 3, first + 4, first])
    await run()
    const { body } = await admin.send<SeatHistory>('GET', `/seats/${meeting.id}/history?days=3`)
    expect(body.days.map(({ held, grace, owned }) => [held, grace, owned])).toEqual([
      [0, 0, undefined],
      [3, 0, 3],
      [3, 0, 3],
      [2, 1, 3],
    ])
    expect((await admin.send('GET', `/seats/${meeting.id}/history?days=91`)).status).toBe(400)
  })

  it('in grace are listed, those that end first, and a plan says who gets one when it ends', async () => {
    await furnish()
    await directory.removeMembers(staff.no, [first])
    await run()
    api.clock.advance(60)
    await directory.removeMembers(staff.no, [first + 1])
    await run()
    const page = await admin.send<Graces>('GET', `/seats/${meeting.id}/grace?limit=1`)
    expect(page.body.graces).toMatchObject([{ user: { name: `u${first}` }, tier: { name: 'Pro' } }])
    const rest = await admin.send<Graces>('GET', `/seats/${meeting.id}/grace?limit=1&cursor=${page.body.next}`)
    expect(rest.body).toMatchObject({ graces: [{ user: { name: `u${first + 1}` } }], next: null })
    const plan = await admin.send<Plan>('POST', '/seats/grace/plan', { product: meeting.id, all: true })
    expect(
      plan.body.changes
        .map(({ kind }) => kind)
        .filter((kind) => /freed|given/.test(kind) && kind.startsWith('seat'))
        .sort(),
    ).toEqual(['seat.freed', 'seat.freed', 'seat.given', 'seat.given'])
    expect((await admin.send<Graces>('GET', `/seats/${meeting.id}/grace`)).body.graces).toHaveLength(2)
  })
})
