import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Comparison } from '../../src/contract/compare.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Rule } from '../../src/contract/rule.ts'
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
let group: GroupKey
let product: Product
let people: readonly number[]
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  product = await done('POST', '/products', { name: 'Meeting', tiers: [{ name: 'Pro', owned: 10 }, { name: 'Plus' }] })
  group = await directory.createGroup('Sales')
  const first = await directory.createUsers('user', 6)
  people = Array.from({ length: 6 }, (_, index) => first + index)
})

async function done<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T> {
  const answer = await admin.send<T>(method, path, body)
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  return answer.body
}

/** Everything asked for so far has happened. @returns a moment after it */
async function later(): Promise<string> {
  await done('POST', '/runs')
  api.clock.advance(60)
  const moment = api.clock.now().toISOString()
  api.clock.advance(60)
  return moment
}

const give = (products: readonly object[], more: object = {}) =>
  done<Rule>('POST', '/rules?apply=true', { group: group.id, products, ...more })
const compare = (from: string, to: string, more = '') =>
  done<Comparison>('GET', `/compare?from=${from}&to=${to}${more}`)
const pro = () => [{ product: product.id, tier: 'Pro' }]

describe('two moments', () => {
  it('differ in the users whose seats, role, groups, language or templates do, a page at a time', async () => {
    await give(pro(), { language: 'fr' })
    const before = await later()
    await directory.addMembers(group.no, people)
    const after = await later()

    const pages: Comparison[] = []
    for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)!.next)
      pages.push(await compare(before, after, `&limit=4${cursor && `&cursor=${cursor}`}`))
    expect(pages.map((page) => page.users.length)).toEqual([4, 2])
    expect(pages.flatMap((page) => page.users.map((row) => row.user.name))).toEqual(people.map((no) => `user${no}`))
    for (const { users } of pages)
      for (const { seats, language, role } of users) {
        expect(seats).toMatchObject([
          { product: { name: 'Meeting' }, from: null, to: { tier: { name: 'Pro' }, state: 'held' } },
        ])
        expect(language).toEqual({ from: null, to: 'fr' })
        expect(role).toBeUndefined()
      }
    const [first, second] = pages
    expect(first!.products).toMatchObject([{ from: { owned: null, held: 0 }, to: { owned: null, held: 6 } }])
    expect(first!.seats).toMatchObject([
      { tier: { name: 'Pro' }, from: { owned: 10, held: 0, grace: 0 }, to: { owned: 10, held: 6, grace: 0 } },
      { tier: { name: 'Plus' }, from: { held: 0 }, to: { held: 0 } },
    ])
    expect(second).not.toHaveProperty('seats')
    expect((await compare(after, await later())).users).toEqual([])
  })

  it('do not differ in what changed and changed back', async () => {
    await give(pro())
    await directory.addMembers(group.no, people)
    const before = await later()
    await directory.removeMembers(group.no, [people[0]!, people[1]!])
    const between = await later()
    await directory.addMembers(group.no, [people[0]!])
    const after = await later()
    expect((await compare(before, between)).users.map((row) => row.user.name)).toEqual([
      `user${people[0]}`,
      `user${people[1]}`,
    ])
    expect((await compare(before, after)).users).toMatchObject([
      { user: { name: `user${people[1]}` }, seats: [{ from: { tier: { name: 'Pro' } }, to: null }] },
    ])
  })

  it('differ in a role with its privileges, and in what deactivation keeps from somebody', async () => {
    const rule = await give([], { role: { role: 'manager', privileges: ['run-reports'] }, language: 'it' })
    await directory.addMembers(group.no, [people[0]!, people[1]!])
    const before = await later()
    await done('PATCH', `/rules/${rule.id}?apply=true`, { role: { role: 'manager', privileges: ['manage-seats'] } })
    await directory.changeUser(people[1]!, { active: false })
    const after = await later()
    const { users } = await compare(before, after)
    expect(users).toMatchObject([
      { role: { from: { privileges: ['run-reports'] }, to: { privileges: ['manage-seats'] } } },
      { role: { from: { role: 'manager' }, to: { role: 'member' } } },
    ])
    expect(users.map((row) => row.language)).toEqual([undefined, undefined])
  })

  it('differ in rules that were added, removed, changed and moved, and in pools', async () => {
    const [a, b, c] = [await give([], { name: 'A' }), await give([], { name: 'B' }), await give([], { name: 'C' })]
    const e = await give([], { name: 'E' })
    const before = await later()
    await done('PUT', '/rules/order?apply=true', { ids: [b.id, c.id, e.id, a.id] })
    await done('PATCH', `/rules/${b.id}?apply=true`, { language: 'es' })
    await done('DELETE', `/rules/${c.id}?apply=true`)
    await give([], { name: 'D' })
    await done('PUT', `/products/${product.id}/tiers/Pro`, { owned: 12 })
    await done('PATCH', `/products/${product.id}`, { graceSeconds: 60 })
    await done('DELETE', `/products/${product.id}/tiers/Plus`)
    await done('POST', '/products', { name: 'Webinar' })
    const after = await later()
    const { rules, pools } = await compare(before, after)
    const names = (list: readonly { readonly name: string }[]) => list.map((some) => some.name)
    expect({ ...rules, added: names(rules!.added), removed: names(rules!.removed) }).toMatchObject({
      from: 4,
      to: 8,
      added: ['D'],
      removed: ['C'],
      changed: [{ name: 'B' }],
      moved: [{ name: 'A' }],
    })
    expect(pools).toMatchObject([
      { tier: { name: 'Pro' }, from: { owned: 10 }, to: { owned: 12 } },
      { product: { name: 'Webinar' }, from: null, to: { tier: 'Standard', owned: null } },
      { tier: { name: 'Plus' }, from: { owned: null, position: 1 }, to: null },
    ])
    expect((await compare(after, await later())).pools).toEqual([])
  })

  it('are given in their order, and neither is in the future', async () => {
    const [one, two] = [await later(), await later()]
    expect((await admin.send('GET', `/compare?from=${two}&to=${one}`)).body).toMatchObject({ code: 'FROM_AFTER_TO' })
    expect((await admin.send('GET', `/compare?from=2990-01-01T00:00:00Z`)).body).toMatchObject({ code: 'IN_FUTURE' })
    expect((await admin.send('GET', '/compare')).status).toBe(400)
  })

  it('show nobody who differs in another organization', async () => {
    const before = await later()
    await give(pro())
    await directory.addMembers(group.no, people)
    await later()
    const other = await api.as(await freshOrganization(fresh.database, 'Brunnengasse'))
    const { body } = await other.send<Comparison>('GET', `/compare?from=${before}`)
    expect(body).toMatchObject({ users: [], products: [], pools: [], rules: { from: 0, to: 0 } })
    expect((await compare(before, api.clock.now().toISOString())).users).toHaveLength(6)
  })
})

describe('intervals of a pool', () => {
  it('are one after the other, the last one current, whatever happens in one millisecond', async () => {
    for (const owned of [1, 2, 3]) await done('PUT', `/products/${product.id}/tiers/Pro`, { owned })
    await done('PUT', `/products/${product.id}/tiers/Pro`, { owned: 3 })
    await done('PATCH', `/products/${product.id}`, { name: 'Meetings' })
    const rows = await db.rows<{ since: Date; until: Date | null; owned: number; product: string }>(sql`
      select since, until, owned, product_name as product from pool_intervals
      where name = 'Pro' order by since, until nulls last`)
    expect(rows.map((row) => row.owned)).toEqual([10, 1, 2, 3, 3])
    expect(rows.map((row) => row.until)).toEqual([...rows.slice(1).map((row) => row.since), null])
    expect(rows.at(-1)!.product).toBe('Meetings')
  })
})
