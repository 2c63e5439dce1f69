import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Product } from '../../src/contract/product.ts'
import type { EditedRule, OrderedRules, Rules } from '../../src/contract/rule.ts'
import type { User } from '../../src/contract/user.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
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
let sales: GroupKey
let support: GroupKey
let meeting: Product
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  sales = await directory.createGroup('Sales')
  support = await directory.createGroup('Support')
  meeting = (
    await admin.send<Product>('POST', '/products', {
      name: 'Meeting',
      tiers: [{ name: 'Pro', owned: 10 }, { name: 'Plus' }],
    })
  ).body
})

const rule = (group: GroupKey, more: object = {}) => ({ group: group.id, ...more })
const create = (body: object, query = '?apply=true') => admin.send<EditedRule>('POST', `/rules${query}`, body)
const touched = async () =>
  (
    await db.rows<{ user_no: number }>(
      sql`delete from touched where organization_id = ${db.organization} returning user_no`,
    )
  )
    .map((row) => row.user_no)
    .toSorted((a, b) => a - b)

describe('the order of the rules', () => {
  it('is set by naming every rule exactly once, or is refused with the order now', async () => {
    const ids = [(await create(rule(sales))).body.id, (await create(rule(support))).body.id]
    const ordered = await admin.send<OrderedRules>('PUT', '/rules/order?apply=true', { ids: ids.toReversed() })
    expect(ordered.body).toMatchObject({ version: 3, live: true })
    expect(ordered.body.rules.map((each) => [each.rank, each.id])).toEqual([
      [1, ids[1]],
      [2, ids[0]],
    ])
    for (const wrong of [[], [ids[0]], [ids[0], ids[0]], [...ids, ids[0]], [ids[0], 'x'], [...ids, sales.id]]) {
      const refused = await admin.send('PUT', '/rules/order?apply=true', { ids: wrong })
      expect(refused.status).toBe(409)
      expect(refused.body).toMatchObject({ code: 'ORDER_INCOMPLETE', order: ids.toReversed() })
    }
  })

  it('that stays as it is makes no version', async () => {
    const { id } = (await create(rule(sales))).body
    expect((await admin.send('PUT', '/rules/order?apply=true', { ids: [id] })).body).toMatchObject({ version: 1 })
  })

  it('is closed up when a rule is removed', async () => {
    const ids = [(await create(rule(sales))).body.id, (await create(rule(support))).body.id]
    const removed = await admin.send('DELETE', `/rules/${ids[0]}?apply=true`)
    expect(removed).toMatchObject({ status: 200, body: { version: 3, live: true } })
    const { rules } = (await admin.send<Rules>('GET', '/rules')).body
    expect(rules.map((each) => [each.id, each.rank])).toEqual([[ids[1], 1]])
    expect((await admin.send('DELETE', `/rules/${ids[0]}?apply=true`)).status).toBe(404)
  })
})

describe('an edit of the live rules', () => {
  it('touches the members of rules that come, change and go, before and after', async () => {
    const first = await directory.createUsers('u', 4)
    await directory.addMembers(sales.no, [first, first + 1])
    await directory.addMembers(support.no, [first + 2])
    await touched()
    const { id } = (await create(rule(sales))).body
    expect(await touched()).toEqual([first, first + 1])
    await admin.send('PATCH', `/rules/${id}?apply=true`, { description: 'Nothing changes for anybody.' })
    expect(await touched()).toEqual([])
    await admin.send('PATCH', `/rules/${id}?apply=true`, { group: support.id })
    expect(await touched()).toEqual([first, first + 1, first + 2])
    await admin.send('DELETE', `/rules/${id}?apply=true`)
    expect(await touched()).toEqual([first + 2])
  })

  it('that moves a rule touches who is in two of those that changed places', async () => {
    const first = await directory.createUsers('u', 3)
    await directory.addMembers(sales.no, [first, first + 1])
    await directory.addMembers(support.no, [first + 1, first + 2])
    const ids = [(await create(rule(sales))).body.id, (await create(rule(support))).body.id]
    await touched()
    await admin.send('PUT', '/rules/order?apply=true', { ids: ids.toReversed() })
    expect(await touched()).toEqual([first + 1])
  })

  it('gives what it says after a run', async () => {
    const user = await directory.createUser({ userName: 'ada@example.com' })
    await directory.addMembers(sales.no, [user])
    const made = await create(rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }], language: 'it' }))
    const run = await admin.send('POST', '/runs')
    expect(run.body).toMatchObject({ touched: 1, stopped: 0 })
    const { users } = (await admin.send<{ users: User[] }>('GET', '/users?filter=userName eq "ADA@example.com"')).body
    expect(users).toHaveLength(1)
    expect(users[0]).toMatchObject({
      status: 'invited',
      language: 'it',
      seats: [
        {
          product: { name: 'Meeting' },
          tier: { name: 'Pro' },
          state: 'held',
          because: { kind: 'rule', rule: { id: made.body.id, name: 'Sales' }, version: 1 },
        },
      ],
    })
  })

  it('that leaves a seat to another rule is the reason from then on', async () => {
    const user = await directory.createUser({ userName: 'ada@example.com' })
    await directory.addMembers(sales.no, [user])
    const products = [{ product: meeting.id, tier: 'Pro' }]
    const first = await create(rule(sales, { products, name: 'First' }))
    const second = await create(rule(sales, { products, name: 'Second' }))
    const because = async () => {
      await admin.send('POST', '/runs')
      return (await admin.send<{ users: User[] }>('GET', '/users')).body.users[0]!.seats[0]!.because
    }
    expect(await because()).toMatchObject({ rule: { id: first.body.id }, request: expect.any(String) })
    await admin.send('DELETE', `/rules/${first.body.id}?apply=true`)
    expect(await because()).toMatchObject({ kind: 'rule', rule: { id: second.body.id, name: 'Second' }, version: 3 })
  })

  it('is refused when the rules changed since they were looked at', async () => {
    const { id } = (await create(rule(sales))).body
    const stale = await admin.send('PATCH', `/rules/${id}?apply=true`, { name: 'x' }, { 'if-match': '"v0"' })
    expect(stale).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE', etag: '"v1"' } })
    const current = await admin.send('PATCH', `/rules/${id}?apply=true`, { name: 'x' }, { 'if-match': '"v1"' })
    expect(current.status).toBe(200)
  })
})
