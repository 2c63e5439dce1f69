import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../src/contract/activity.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Line, Seats } from '../../src/contract/seat.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
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
const run = () => admin.send('POST', '/runs')
const idOf = async (user: number) =>
  (await db.row<{ id: string }>(
    sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
  ))!.id

/** Of five who are entitled, three hold; then two of these leave. */
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
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
  await directory.removeMembers(staff.no, [first, first + 1])
  await run()
})

describe('the end of a grace before its time', () => {
  const end = (body: object) => admin.send('POST', '/seats/grace/end', { product: meeting.id, ...body })
  const seats = async () => (await admin.send<Seats>('GET', '/seats')).body.seats[0]

  it('frees the seat in the next run, which gives it to who waits', async () => {
    expect(await seats()).toMatchObject({ held: 1, grace: 2, free: 0, waiting: 2 })
    expect((await end({ users: [await idOf(first)] })).body).toEqual({ ended: 1 })
    await run()
    expect(await seats()).toMatchObject({ held: 2, grace: 1, free: 0, waiting: 1 })
    const { activity } = (
      await admin.send<Activity>('GET', `/users/${await idOf(first)}/changes?type=change&kind=seat.freed`)
    ).body
    const { activity: acts } = (await admin.send<Activity>('GET', '/activity?type=request&kind=grace.end')).body
    expect(activity).toMatchObject([{ because: { kind: 'grace-ended', request: acts[0]!.id } }])
    expect(acts).toMatchObject([{ target: { name: 'Meeting' }, detail: { users: 1 } }])
    expect((await end({ product: 'Meeting', all: true })).body).toEqual({ ended: 1 })
    await run()
    expect(await seats()).toMatchObject({ held: 3, grace: 0, free: 0, waiting: 0 })
    expect((await end({ all: true })).body).toEqual({ ended: 0 })
  })

  it('is refused for who is in none, and then ends none', async () => {
    const both = [await idOf(first), await idOf(first + 2)]
    expect((await end({ users: both })).body).toMatchObject({ status: 422, code: 'NOT_IN_GRACE' })
    expect((await end({})).status).toBe(422)
    expect((await end({ product: newId(), all: true })).status).toBe(422)
    await run()
    expect(await seats()).toMatchObject({ grace: 2 })
  })

  it('sends a returning user to the end of the line', async () => {
    await end({ all: true })
    await directory.addMembers(staff.no, [first])
    await run()
    expect(await seats()).toMatchObject({ held: 3, grace: 0, waiting: 1 })
    const { body } = await admin.send<Line>('GET', `/seats/${meeting.id}/waiting`)
    expect(body.waiting).toMatchObject([{ user: { id: await idOf(first) } }])
  })
})
