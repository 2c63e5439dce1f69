import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan, PlannedChanges } from '../../src/contract/plan.ts'
import type { Product } from '../../src/contract/product.ts'
import type { EditedRule, Rules } from '../../src/contract/rule.ts'
import type { Seats } from '../../src/contract/seat.ts'
import type { Stopped } from '../../src/contract/stop.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, type GroupKey, newDirectory } from '../support/directory.ts'
import { rowsChangedBy } from '../support/rows.ts'

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
let rule: EditedRule
let users: readonly number[]
const run = () => admin.send('POST', '/runs')
const idOf = async (user: number) =>
  (await db.row<{ id: string }>(
    sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
  ))!.id
const pool = async () => (await admin.send<Seats>('GET', '/seats')).body.seats[0]
const planOf = (body?: object) => admin.send<Plan>('POST', '/plans', body)

beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  staff = await directory.createGroup('All staff')
  const tiers = [{ name: 'Pro', owned: 10 }, { name: 'Plus' }]
  meeting = (await admin.send<Product>('POST', '/products', { name: 'Meeting', tiers })).body
  const first = await directory.createUsers('u', 12)
  users = Array.from({ length: 12 }, (_, index) => first + index)
  await directory.addMembers(staff.no, users)
  const body = { group: staff.id, products: [{ product: meeting.id, tier: 'Pro' }] }
  rule = (await admin.send<EditedRule>('POST', '/rules?apply=true', body)).body
  await run()
})

describe('the plan of a draft', () => {
  it('says over all users who loses and what becomes of the seats, and the safeguard with them; nothing has happened', async () => {
    await admin.send('DELETE', `/rules/${rule.id}`)
    const { status, body: plan } = await planOf()
    expect(status).toBe(201)
    expect(plan).toMatchObject({
      ruleSetVersion: 1,
      draftVersion: 1,
      takes: true,
      users: { gain: 0, lose: 10 },
      mails: { welcome: 0, change: 0 },
    })
    expect(plan.products).toMatchObject([
      {
        product: { name: 'Meeting' },
        lose: 10,
        safeguard: { stopped: true, losses: 10, limit: 5 },
        tiers: [
          { tier: { name: 'Pro' }, owned: 10, before: { held: 10, waiting: 2 }, after: { held: 10, waiting: 0 } },
          { tier: { name: 'Plus' }, before: { held: 0 }, after: { held: 0 } },
        ],
      },
    ])
    expect(plan.changes).toContainEqual(
      expect.objectContaining({
        kind: 'loss.stopped',
        because: expect.objectContaining({ text: 'No rule gives it.' }),
      }),
    )
    expect(await pool()).toMatchObject({ held: 10, waiting: 2 })
    expect((await admin.send<Rules>('GET', '/rules')).body.rules).toHaveLength(1)
    expect((await admin.send('GET', `/plans/${plan.id}`)).body).toEqual(plan)
  })

  it('is there while somebody types or drags, kept nowhere', async () => {
    const changed = await rowsChangedBy(fresh.owner, async () => {
      const add = { group: staff.id, products: [{ product: meeting.id, tier: 'Plus' }], language: 'de' }
      const added = await planOf({ add })
      expect(added).toMatchObject({ status: 200, body: { id: null, takes: false, users: { lose: 0 } } })
      const to = { products: [{ product: meeting.id, tier: 'Plus' }] }
      const moved = await planOf({ change: { id: rule.id, to } })
      expect(moved.body.products[0]).toMatchObject({
        move: 10,
        gain: 2,
        tiers: [{ after: { held: 0 } }, { after: { held: 12 } }],
      })
      expect((await planOf({ remove: rule.id })).body.users.lose).toBe(10)
      expect((await planOf({ order: [rule.id] })).body.changeCount).toBe(0)
    })
    expect(changed).toEqual({})
    expect((await planOf()).body).toMatchObject({ code: 'NO_DRAFT' })
    expect((await planOf({ remove: rule.id, order: [] })).body).toMatchObject({ code: 'ONE_EDIT' })
  })

  it('gives its changes in pages, of one product or one kind', async () => {
    await admin.send('PATCH', `/rules/${rule.id}`, {
      products: [{ product: meeting.id, tier: 'Plus' }],
      language: 'de',
    })
    const { id } = (await planOf()).body
    const page = (query: string) => admin.send<PlannedChanges>('GET', `/plans/${id}/changes?${query}`)
    const first = (await page('kind=language&limit=7')).body
    const second = (await page(`kind=language&limit=7&cursor=${first.next}`)).body
    expect([first.changes.length, second.changes.length, second.next]).toEqual([7, 5, null])
    expect((await page(`product=${meeting.id}&kind=seat.moved`)).body.changes).toHaveLength(10)
    expect((await page('cursor=x')).status).toBe(400)
    expect((await admin.send('GET', '/plans/0/changes')).status).toBe(404)
  })

  it('is of its organization only', async () => {
    await admin.send('DELETE', `/rules/${rule.id}`)
    const { id } = (await planOf()).body
    const stranger = await api.as(await freshOrganization(fresh.database))
    expect((await stranger.send('GET', `/plans/${id}`)).status).toBe(404)
    expect((await stranger.send('POST', '/draft/apply', { plan: id })).status).toBe(404)
  })
})

describe('applying a draft with its plan', () => {
  const apply = (body: object) => admin.send('POST', '/draft/apply', body)

  it('is refused when it would now take something else, and shows only the difference', async () => {
    await admin.send('DELETE', `/rules/${rule.id}`)
    const { id } = (await planOf()).body
    await directory.removeMembers(staff.no, [users[0]!])
    await run()
    const refused = await apply({ plan: id })
    const [gone, next] = [await idOf(users[0]!), await idOf(users[10]!)]
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'PLAN_CHANGED',
        more: [{ kind: 'lose', product: { name: 'Meeting' }, count: 1, users: [{ id: next }] }],
        less: [{ kind: 'lose', count: 1, users: [{ id: gone }] }],
      },
    })
    expect((await admin.send<Rules>('GET', '/rules')).body.rules).toHaveLength(1)
    expect((await apply({ plan: (await planOf()).body.id })).status).toBe(200)
  })

  it('goes through with more gains, and says so', async () => {
    const other = await directory.createGroup('Others')
    await admin.send('POST', '/rules', { group: other.id, products: [{ product: meeting.id, tier: 'Plus' }] })
    const { id } = (await planOf()).body
    const newcomer = await directory.createUser({ userName: 'new', address: 'new@example.com' })
    await directory.addMembers(other.no, [newcomer])
    await run()
    expect((await apply({ plan: id })).body).toMatchObject({ version: 2, users: { gain: 1, lose: 0 }, confirmed: 0 })
  })

  it('makes the rules live and stops the losses over the limit', async () => {
    await admin.send('DELETE', `/rules/${rule.id}`)
    expect((await apply({ plan: (await planOf()).body.id })).status).toBe(200)
    await run()
    expect(await pool()).toMatchObject({ held: 10 })
    expect((await admin.send<Stopped>('GET', '/stopped')).body.stops).toMatchObject([{ count: 10 }])
  })

  it('takes the losses that an admin confirms in the same act: all of a product, or those named', async () => {
    const named = [await idOf(users[0]!), await idOf(users[1]!)]
    await admin.send('DELETE', `/rules/${rule.id}`)
    const { id } = (await planOf()).body
    const wrong = await apply({ plan: id, confirm: [{ product: meeting.id, users: [await idOf(users[11]!)] }] })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'NOT_LOSING' } })
    const some = await apply({ plan: id, confirm: [{ product: meeting.id, users: named }] })
    expect(some.body).toMatchObject({ confirmed: 2 })
    await run()
    expect(await pool()).toMatchObject({ held: 8, waiting: 0 })

    await admin.send('POST', '/rules?apply=true', { group: staff.id, products: [{ product: meeting.id, tier: 'Pro' }] })
    await run()
    const [again] = (await admin.send<Rules>('GET', '/rules')).body.rules
    await admin.send('DELETE', `/rules/${again!.id}`)
    expect((await apply({ confirm: [{ product: meeting.id }] })).body).toMatchObject({ confirmed: 10 })
    await run()
    expect(await pool()).toMatchObject({ held: 0 })
    expect((await admin.send<Stopped>('GET', '/stopped')).body.stops).toEqual([])
  })
})

describe('a rule that is saved', () => {
  const save = (body: object) => admin.send<EditedRule>('PATCH', `/rules/${rule.id}?apply=safe`, body)

  it('is live where its plan takes nothing from anybody, else in the draft', async () => {
    expect((await save({ language: 'de' })).body).toMatchObject({ live: true, version: 2 })
    expect((await save({ products: [] })).body).toMatchObject({ live: false, version: 2, draft: { basedOn: 2 } })
    expect((await planOf()).body).toMatchObject({ users: { lose: 10 } })
  })
})

describe('a pool that blocks', () => {
  it('refuses an admin a plan that would make somebody wait for it; a directory may', async () => {
    const first = await directory.createUsers('v', 3)
    await admin.send('PUT', `/products/${meeting.id}/tiers/Pro`, { owned: 12, shortage: 'block' })
    await run()
    const others = await directory.createGroup('Others')
    await directory.addMembers(others.no, [first, first + 1, first + 2])
    await run()
    const body = { group: others.id, products: [{ product: meeting.id, tier: 'Pro' }] }
    expect((await planOf({ add: body })).body.products[0]!.tiers[0]).toMatchObject({ blocked: 3 })
    expect(await admin.send('POST', '/rules?apply=true', body)).toMatchObject({
      status: 409,
      body: { code: 'POOL_EXCEEDED', pools: [{ tier: { name: 'Pro' }, users: 3 }] },
    })
    const pin = { user: await idOf(first), field: 'product', product: meeting.id, tier: 'Pro', reason: 'Asked' }
    expect(await admin.send('POST', '/pins', pin)).toMatchObject({ status: 409, body: { code: 'POOL_EXCEEDED' } })
    await directory.addMembers(staff.no, [first])
    await run()
    expect(await pool()).toMatchObject({ held: 12, waiting: 1 })
  })
})
