import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/contract/plan.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Seats } from '../../src/contract/seat.ts'
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
let users: readonly number[]
const run = () => admin.send('POST', '/runs')
const idOf = async (user: number) =>
  (await db.row<{ id: string }>(
    sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
  ))!.id
const pool = async () => (await admin.send<Seats>('GET', '/seats')).body.seats[0]

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
  await admin.send('POST', '/rules?apply=true', body)
  await run()
})

describe('an edit of something else', () => {
  it('can be looked at before: other seats owned, a pin, what a run would do now', async () => {
    const changed = await rowsChangedBy(fresh.owner, async () => {
      const raised = await admin.send<Plan>('POST', `/products/${meeting.id}/tiers/Pro/plan`, { owned: 11 })
      expect(raised.body).toMatchObject({ id: null, users: { gain: 1 }, mails: { welcome: 1 } })
      const pin = { user: await idOf(users[0]!), field: 'product', product: meeting.id, tier: 'none', reason: 'Left' }
      const pinned = await admin.send<Plan>('POST', '/pins/plan', pin)
      expect(pinned.body).toMatchObject({ users: { gain: 1, lose: 1 }, takes: true })
    })
    expect(changed).toEqual({})
    await directory.removeMembers(staff.no, [users[3]!])
    expect((await admin.send<Plan>('POST', '/runs/plan')).body).toMatchObject({ users: { lose: 1, gain: 1 } })
    expect(await pool()).toMatchObject({ held: 10 })
  })

  it('shows what User Sync would do when it is switched on again', async () => {
    await admin.send('PATCH', '/organization', { userSync: 'paused' })
    await directory.removeMembers(staff.no, [users[3]!])
    expect((await run()).body).toMatchObject({ run: null })
    expect((await admin.send<Plan>('POST', '/runs/plan', { full: true })).body.users).toMatchObject({
      lose: 1,
      gain: 1,
    })
    await admin.send('PATCH', '/organization', { userSync: 'on' })
    expect((await run()).body).toMatchObject({ changed: expect.any(Number) })
    expect(await pool()).toMatchObject({ held: 10, waiting: 1 })
  })
})
