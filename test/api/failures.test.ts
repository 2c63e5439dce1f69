import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../src/contract/activity.ts'
import type { FailedUsers, FailureRetried, Failures } from '../../src/contract/failure.ts'
import type { Product } from '../../src/contract/product.ts'
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
const all = async () => (await admin.send<Failures>('GET', '/failures')).body
const people = async (path: string) => (await admin.send<FailedUsers>('GET', `/failures/${path}`)).body
const retry = (body: object) => admin.send<FailureRetried>('POST', '/failures/retry', body)
const idOf = async (user: number) =>
  (await db.row<{ id: string }>(
    sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
  ))!.id
const touchedNow = async () =>
  (
    await db.rows<{ user_no: number }>(
      sql`select user_no from touched where organization_id = ${db.organization} order by 1`,
    )
  ).map((row) => row.user_no)
const requests = async () => (await admin.send<Activity>('GET', '/activity?type=request&kind=failures')).body.activity

/** Three of five have a seat; its product has a connector, so that there are deliveries. */
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  staff = await directory.createGroup('All staff')
  meeting = (await admin.send<Product>('POST', '/products', { name: 'Meeting', tiers: [{ name: 'Pro', owned: 3 }] }))
    .body
  await db.run(
    sql`update products set connector_id = ${newId()} where organization_id = ${db.organization} and id = ${meeting.id}`,
  )
  first = await directory.createUsers('u', 5)
  await directory.addMembers(
    staff.no,
    [0, 1, 2, 3, 4].map((at) => first + at),
  )
  await admin.send('POST', '/rules?apply=true', { group: staff.id, products: [{ product: meeting.id }] })
  await run()
})

describe('seats that are not left', () => {
  it('are a failure of everybody who waits, by product and tier, with since when and why', async () => {
    const { failures, count } = await all()
    expect(count).toBe(2)
    expect(failures).toMatchObject([
      { cause: 'no-seats-left', product: { name: 'Meeting' }, tier: { name: 'Pro' }, count: 2 },
    ])
    expect(failures[0]!.sentence).toBe('2 users wait for Meeting Pro: no seat is free. Own more, or take some back.')
    const one = await people('no-seats-left?product=meeting&limit=1')
    expect(one.people).toMatchObject([
      { user: { id: await idOf(first + 3) }, tier: { name: 'Pro' }, because: { kind: 'rule' } },
    ])
    expect(one.people[0]!.since).toBe(failures[0]!.since)
    const two = await people(`no-seats-left?product=meeting&tier=Pro&cursor=${one.next}`)
    expect(two).toMatchObject({ people: [{ user: { id: await idOf(first + 4) } }], next: null })
  })

  it('are looked for again by the run after a retry, which marks who waits and their line', async () => {
    // Owned behind the back of the pool's own route, which would mark the product: nobody is looked at by itself.
    await db.run(sql`update pools set owned = 4 where organization_id = ${db.organization}`)
    await run()
    expect((await all()).count).toBe(2)
    const last = await idOf(first + 4)
    expect((await retry({ cause: 'no-seats-left', product: meeting.id, users: [last] })).body).toEqual({
      retried: 1,
      notFailing: [],
    })
    expect(await touchedNow()).toEqual([first + 4])
    expect(await requests()).toMatchObject([{ kind: 'failures.retry', target: { kind: 'user', id: last } }])
    await run()
    expect((await people('no-seats-left')).people).toMatchObject([{ user: { id: last } }])
    expect((await retry({ cause: 'no-seats-left', all: true })).body.retried).toBe(1)
  })
})

describe('users without an address', () => {
  it('are failures when they should have something, until an address arrives', async () => {
    await directory.changeUser(first, { address: null })
    await directory.createUser({ userName: 'nobody', address: null })
    await run()
    expect((await all()).failures).toMatchObject([
      { cause: 'no-seats-left', count: 1 },
      { cause: 'no-address', product: null, count: 1 },
    ])
    const found = await people('no-address')
    expect(found.people).toMatchObject([{ user: { id: await idOf(first) }, because: { kind: 'no-address' } }])
    expect(found.people[0]!.because!.request).toBeDefined()
    expect((await people('no-address?product=Meeting')).people).toHaveLength(1)
    const other = (await admin.send<Product>('POST', '/products', { name: 'Webinar' })).body
    expect((await people(`no-address?product=${other.id}`)).people).toEqual([])

    expect((await retry({ cause: 'no-address', all: true })).body.retried).toBe(1)
    expect(await touchedNow()).toEqual([first])
    await directory.changeUser(first, { address: 'u1@example.com' })
    await run()
    expect((await all()).failures).toMatchObject([{ cause: 'no-seats-left', count: 2 }])
  })

  it('are none any more when they leave all groups', async () => {
    await directory.changeUser(first, { address: null })
    await run()
    await directory.removeMembers(staff.no, [first])
    await run()
    expect((await all()).failures.map((failure) => failure.cause)).toEqual(['no-seats-left'])
    expect((await people('no-address')).people).toEqual([])
  })
})

describe('a product that refused, and a mail that bounced', () => {
  beforeEach(async () => {
    const error = sql.part`attempts = 7, error_code = 'QUOTA', error_text = 'No room.', error_at = ${api.clock.now()}`
    await db.run(sql`update deliveries set state = 'failed', ${error} where organization_id = ${db.organization}`)
    await db.run(sql`update mails set state = 'failed', ${error} where organization_id = ${db.organization}`)
  })
  const states = (table: string) =>
    db.rows(sql`
      select state, attempts, count(*) from ${sql.identifier(table)} where organization_id = ${db.organization}
      group by 1, 2 order by 1`)

  it('are failures by what was answered, with the last answer and the reason of the change', async () => {
    expect((await all()).failures).toMatchObject([
      { cause: 'no-seats-left' },
      { cause: 'product-refused', product: { name: 'Meeting' }, code: 'QUOTA', count: 3 },
      { cause: 'mail-bounced', product: null, code: 'QUOTA', count: 3 },
    ])
    const details = { sentence: 'No room.', code: 'QUOTA', attempts: 7 }
    const refused = await people('product-refused?code=QUOTA&limit=2')
    expect(refused.people).toMatchObject([
      { tier: { name: 'Pro' }, because: { kind: 'rule' }, details: { ...details, action: 'give' } },
      {},
    ])
    expect((await people(`product-refused?cursor=${refused.next}`)).people).toHaveLength(1)
    const bounced = await people('mail-bounced')
    expect(bounced.people[0]).toMatchObject({ because: { kind: 'rule' }, details: { ...details, action: 'welcome' } })
    expect((await people('mail-bounced?code=OTHER')).people).toEqual([])
  })

  it('are due again after a retry, with all their attempts: of one, of some, of all', async () => {
    const [one, waiting] = [await idOf(first), await idOf(first + 4)]
    expect((await retry({ cause: 'product-refused', users: [one, { id: waiting }] })).body).toEqual({
      retried: 1,
      notFailing: [waiting],
    })
    expect(await states('deliveries')).toEqual([
      { state: 'due', attempts: 0, count: 1 },
      { state: 'failed', attempts: 7, count: 2 },
    ])
    expect((await retry({ cause: 'product-refused', product: 'Meeting', code: 'QUOTA', all: true })).body.retried).toBe(
      2,
    )
    expect((await retry({ cause: 'product-refused', all: true })).body.retried).toBe(0)
    expect((await retry({ cause: 'mail-bounced', all: true })).body.retried).toBe(3)
    expect(await states('mails')).toEqual([{ state: 'due', attempts: 0, count: 3 }])
    expect(await touchedNow()).toEqual([])
    expect(await requests()).toMatchObject([
      { detail: { cause: 'mail-bounced', retried: 3 } },
      { detail: { retried: 2 }, target: { name: 'Meeting' } },
      { detail: { retried: 1 } },
    ])
    expect((await all()).failures.map((failure) => failure.cause)).toEqual(['no-seats-left'])
  })
})

describe('an address that belongs to somebody of another source', () => {
  it('is a failure of whom it is withheld for', async () => {
    // As an assignment is when a run withholds for a conflict.
    await fresh.owner.run(sql`alter table assignments drop constraint if exists assignments_withheld_check`)
    await db.run(sql`
      update assignments set withheld = 'conflict' where organization_id = ${db.organization} and user_no = ${first}`)
    expect((await all()).failures[1]).toMatchObject({ cause: 'address-conflict', count: 1 })
    expect((await people('address-conflict')).people).toMatchObject([{ user: { id: await idOf(first) } }])
    expect((await retry({ cause: 'address-conflict', users: [await idOf(first)] })).body.retried).toBe(1)
    expect(await touchedNow()).toEqual([first])
  })
})

describe('a question about failures', () => {
  it('is refused where it says nothing that there is', async () => {
    const status = async (path: string) => (await admin.send('GET', `/failures/${path}`)).status
    expect(await status('bad-luck')).toBe(404)
    expect(await status('no-seats-left?product=Phone')).toBe(422)
    expect(await status('no-seats-left?product=Meeting&tier=Gold')).toBe(404)
    expect(await status('no-seats-left?tier=Pro')).toBe(422)
    expect(await status('mail-bounced?product=Meeting')).toBe(422)
    expect((await retry({ cause: 'product-refused', product: 'Meeting', tier: 'Pro', all: true })).body).toMatchObject({
      code: 'NOT_OF_THIS_CAUSE',
      pointer: '/tier',
    })
    const { next } = await people('no-seats-left?limit=1')
    expect(await status(`no-address?cursor=${next}`)).toBe(400)
    expect((await retry({ cause: 'no-seats-left' })).status).toBe(422)
    expect((await retry({ cause: 'no-seats-left', all: true, users: [await idOf(first)] })).status).toBe(422)
    expect((await retry({ cause: 'no-seats-left', users: [newId()] })).body).toMatchObject({ code: 'UNKNOWN_USER' })
    const elsewhere = await api.as(await freshOrganization(fresh.database))
    expect((await elsewhere.send<Failures>('GET', '/failures')).body).toEqual({ failures: [], count: 0 })
    const theirs = await elsewhere.send('POST', '/failures/retry', { cause: 'no-address', users: [await idOf(first)] })
    expect(theirs.status).toBe(422)
  })
})
