import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Product } from '../../src/contract/product.ts'
import type { Stopped, StoppedLoss } from '../../src/contract/stop.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
let db: Db
let admin: ApiUser
let users: readonly number[]
let stops: Stopped['stops']

/** Of 260 users, 120 and 100 lose two groups, 20 are deactivated one by one, ten deleted, and a rule is turned off. */
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  const directory = await newDirectory(db, () => api.clock.now())
  const product = (await admin.send<Product>('POST', '/products', { name: 'Meeting', tiers: [{ name: 'Pro' }] })).body
  const first = await directory.createUsers('u', 260)
  users = Array.from({ length: 260 }, (_, index) => first + index)
  const ruled = async (name: string, members: readonly number[]) => {
    const group = await directory.createGroup(name)
    await directory.addMembers(group.no, members)
    const rule = { group: group.id, products: [{ product: product.id }] }
    const { body } = await admin.send<{ id: string }>('POST', '/rules?apply=true', rule)
    return { group: group.no, rule: body.id }
  }
  const sales = await ruled('Sales', users.slice(0, 120))
  const support = await ruled('Support', users.slice(120, 220))
  const staff = await ruled('Staff', users.slice(220))
  const run = () => admin.send('POST', '/runs')
  await run()
  await directory.removeMembers(sales.group, users.slice(0, 120))
  await run()
  await directory.removeMembers(support.group, users.slice(120, 220))
  await run()
  for (const user of users.slice(220, 240)) {
    await directory.changeUser(user, { active: false })
    api.clock.advance(60)
    await run()
  }
  for (const user of users.slice(240, 250)) await directory.deleteUser(user)
  await run()
  await admin.send('PATCH', `/rules/${staff.rule}?apply=true`, { state: 'off' })
  await run()
  stops = (await admin.send<Stopped>('GET', '/stopped')).body.stops
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

describe('a stop', () => {
  it('says how many it is and what led to it, the largest causes first', () => {
    expect(stops).toMatchObject([{ product: { name: 'Meeting' }, count: 260 }])
    const { causes, cause } = stops[0]!
    expect(causes.map(({ users, requests, because }) => [users, requests, because])).toEqual([
      [220, 2, 'no-rule-matches'],
      [20, 20, 'inactive'],
      [10, 10, 'deleted'],
    ])
    expect(causes[1]!.text).toMatch(
      /^test deactivated 20 users (on \S+ )?between \S+( \S+)? and \S+( \S+)? UTC \(20 requests\)$/,
    )
    expect(cause).toContain('; 10 more users for other reasons.')
  })

  it('finds names by a part of them', async () => {
    const found = async (search: string) => {
      const { body } = await admin.send<{ losses: StoppedLoss[]; next: string | null }>(
        'GET',
        `/stopped/${stops[0]!.id}/losses?limit=2&search=${encodeURIComponent(search)}`,
      )
      return body
    }
    const { user } = stops[0]!.losses[42]!
    expect((await found(user.name.toUpperCase())).losses.map((loss) => loss.user.id)).toContain(user.id)
    expect((await found('u')).next).not.toBeNull()
    expect(await found('%')).toEqual({ losses: [], next: null })
  })

  it('has its first hundred names, and all of them page by page', async () => {
    const [{ id, losses, next }] = stops as [Stopped['stops'][0]]
    expect(losses).toHaveLength(100)
    const all = [...losses]
    for (let cursor = next; cursor !== null; ) {
      const path = `/stopped/${id}/losses?limit=90&cursor=${cursor}`
      const { body } = await admin.send<{ losses: StoppedLoss[]; next: string | null }>('GET', path)
      all.push(...body.losses)
      cursor = body.next
    }
    expect(all.map(({ user }) => user.name)).toEqual(users.map((user) => `u${user}`))
    expect(all[0]).toMatchObject({ tier: { name: 'Pro' }, because: { kind: 'no-rule-matches' }, confirmedBy: null })
  })

  it('of another organization, or none, is not found; a cursor of another list is refused', async () => {
    const stranger = await api.as(await freshOrganization(fresh.database))
    const [{ id }] = stops as [Stopped['stops'][0]]
    for (const [who, stop] of [
      [stranger, id],
      [admin, 'x'],
      [admin, db.organization],
    ] as const)
      expect(await who.send('GET', `/stopped/${stop}/losses`)).toMatchObject({ status: 404 })
    expect((await admin.send('GET', `/stopped/${id}/losses?cursor=x`)).status).toBe(400)
    expect((await admin.send('GET', '/stopped/roles?cursor=x')).status).toBe(400)
  })

  it('has no losses any more when the last one is resolved, and is not another’s that came later', async () => {
    const [{ id, product }] = stops as [Stopped['stops'][0]]
    await admin.send('POST', '/stopped/apply', { product: product.id })
    await admin.send('POST', '/runs')
    expect((await admin.send<Stopped>('GET', '/stopped')).body.stops).toEqual([])
    expect(await admin.send('GET', `/stopped/${id}/losses`)).toMatchObject({
      status: 200,
      body: { losses: [], next: null },
    })
  })
})
