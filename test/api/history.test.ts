import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Comparison } from '../../src/contract/compare.ts'
import type { PastRules, PastSeats, PastUser, PastUsers } from '../../src/contract/past.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Rule } from '../../src/contract/rule.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, type GroupKey, newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
let db: Db
let admin: ApiUser
let directory: Directory
let users: Record<'ada' | 'ben' | 'cleo', { readonly no: number; readonly id: string }>
let sales: GroupKey
let meeting: Product
let rule: Rule
let team: string

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

async function done<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T> {
  const answer = await admin.send<T>(method, path, body)
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  return answer.body
}

/** Everything asked for so far has happened, and is an hour ago from now on. @returns a moment in between */
async function later(): Promise<string> {
  await done('POST', '/runs')
  api.clock.advance(1800)
  const between = api.clock.now().toISOString()
  api.clock.advance(1800)
  return between
}

const moment = encodeURIComponent
const userAt = (id: string, at: string) => done<PastUser>('GET', `/users/${id}?at=${moment(at)}`)
const seatsAt = async (at: string) => {
  const { seats } = await done<PastSeats>('GET', `/seats?at=${moment(at)}`)
  return Object.fromEntries(seats.map(({ tier, owned, held, grace, free }) => [tier.name, [owned, held, grace, free]]))
}

/** What happened, hour by hour. */
const at: Record<string, string> = {}

beforeAll(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  at.nothing = await later()
  const tiers = [
    { name: 'Pro', owned: 1 },
    { name: 'Plus', owned: 5, shortage: 'fall-back' },
  ]
  meeting = await done('POST', '/products', { name: 'Meeting', tiers, graceSeconds: 100_000 })
  team = (await done<{ id: string }>('POST', '/user-groups', { name: 'Team' })).id
  sales = await directory.createGroup('Sales')
  const numbers = {
    ada: await directory.createUser({ userName: 'ada' }),
    ben: await directory.createUser({ userName: 'ben' }),
  }
  const idOf = async (no: number) => (await db.row<{ id: string }>(sql`select id from users where user_no = ${no}`))!.id
  at.before = await later()
  await directory.addMembers(sales.no, [numbers.ada, numbers.ben])
  rule = await done('POST', '/rules?apply=true', {
    group: sales.id,
    name: 'Sales people',
    products: [{ product: meeting.id, tier: 'Pro' }],
    language: 'fr',
    userGroup: team,
    role: { role: 'manager', privileges: ['run-reports'] },
  })
  at.given = await later()
  await done('PUT', `/products/${meeting.id}/tiers/Pro`, { owned: 3, name: 'Pro 300' })
  at.enlarged = await later()
  await done('PATCH', `/rules/${rule.id}?apply=true`, {
    products: [{ product: meeting.id, tier: 'Plus' }],
    language: 'de',
    userGroup: null,
  })
  at.moved = await later()
  await directory.removeMembers(sales.no, [numbers.ada])
  at.lost = await later()
  await directory.deleteUser(numbers.ben)
  const cleo = await directory.createUser({ userName: 'cleo' })
  users = {
    ada: { no: numbers.ada, id: await idOf(numbers.ada) },
    ben: { no: numbers.ben, id: await idOf(numbers.ben) },
    cleo: { no: cleo, id: await idOf(cleo) },
  }
  await done('DELETE', `/rules/${rule.id}?apply=true`)
  await done('POST', `/rules?apply=true`, { group: sales.id, deviceGroups: [] })
  await done('POST', `/products/${meeting.id}/tiers`, { name: 'Basic' })
  at.deleted = await later()
}, 60_000)

describe('a user as of a moment', () => {
  it('has what was assigned and held then, before and after each change', async () => {
    const { ada } = users
    expect(await userAt(ada.id, at.before!)).toMatchObject({ status: 'none', access: false, role: 'member', seats: [] })
    const given = await userAt(ada.id, at.given!)
    expect(given).toMatchObject({
      at: at.given,
      status: 'invited',
      access: true,
      withheld: null,
      role: 'manager',
      privileges: ['run-reports'],
      userGroup: { id: team, name: 'Team' },
      language: 'fr',
      seats: [
        { product: { name: 'Meeting' }, tier: { name: 'Pro' }, state: 'held', because: { rule: { id: rule.id } } },
      ],
    })
    expect(await userAt(ada.id, at.enlarged!)).toMatchObject({ seats: [{ tier: { name: 'Pro 300' } }] })
    const moved = await userAt(ada.id, at.moved!)
    expect(moved).toMatchObject({ userGroup: null, language: 'de', seats: [{ tier: { name: 'Plus' }, state: 'held' }] })
    const lost = await userAt(ada.id, at.lost!)
    expect(lost).toMatchObject({ status: 'invited', role: 'member', language: null, seats: [{ state: 'grace' }] })
    expect(Date.parse(lost.seats[0]!.graceUntil!)).toBe(Date.parse(lost.seats[0]!.since) + 100_000_000)
    // The second seat came when the pool was enlarged: nothing is known of the line before, so nothing is said.
    expect((await userAt(users.ben.id, at.given!)).seats).toEqual([])
    expect((await userAt(users.ben.id, at.enlarged!)).seats).toMatchObject([{ tier: { name: 'Pro 300' } }])
    expect(Object.keys(given)).not.toContain('carried')
  })

  it('is told apart from one who had not come yet, or was deleted', async () => {
    const { ada, ben, cleo } = users
    expect((await admin.send('GET', `/users/${cleo.id}?at=${moment(at.lost!)}`)).status).toBe(404)
    expect(await userAt(ben.id, at.lost!)).toMatchObject({ withheld: null, access: true })
    expect(await userAt(ben.id, at.deleted!)).toMatchObject({ withheld: 'deleted', access: false, status: 'suspended' })
    const idsAt = async (when: string, more = '') =>
      (await done<PastUsers>('GET', `/users?at=${moment(when)}${more}`)).users.map((user) => user.id)
    expect(await idsAt(at.nothing!)).toEqual([])
    expect(await idsAt(at.lost!)).toEqual([ada.id, ben.id])
    expect(await idsAt(at.deleted!)).toEqual([ada.id, cleo.id])
    expect(await idsAt(at.deleted!, '&deleted=true')).toEqual([ben.id])
    const first = await done<PastUsers>('GET', `/users?limit=1&at=${moment(at.given!)}`)
    expect(first.users).toMatchObject([{ id: ada.id, seats: [{ tier: { name: 'Pro' } }] }])
    expect(await idsAt(at.given!, `&limit=1&cursor=${first.next}`)).toEqual([ben.id])
  })

  it('is refused for a moment that has not come, is none, or is of another organization', async () => {
    const future = new Date(api.clock.now().getTime() + 60_000).toISOString()
    for (const path of [`/users/${users.ada.id}`, '/users', '/seats', '/rules']) {
      expect((await admin.send('GET', `${path}?at=${moment(future)}`)).body, path).toMatchObject({ code: 'IN_FUTURE' })
      expect((await admin.send('GET', `${path}?at=yesterday`)).body, path).toMatchObject({ code: 'INVALID_MOMENT' })
    }
    const stranger = await api.as(await freshOrganization(fresh.database, 'Brunnengasse'))
    const when = moment(at.lost!)
    expect((await stranger.send('GET', `/users/${users.ada.id}?at=${when}`)).status).toBe(404)
    expect((await stranger.send('GET', `/users?at=${when}`)).body).toMatchObject({ users: [] })
    expect((await stranger.send('GET', `/seats?at=${when}`)).body).toMatchObject({ seats: [], products: [] })
    expect((await stranger.send('GET', `/rules?at=${when}`)).body).toMatchObject({ version: 0, rules: [] })
    const compared = (await stranger.send<Comparison>('GET', `/compare?from=${when}`)).body
    expect(compared).toMatchObject({ users: [], seats: [], pools: [], rules: { from: 0, to: 0, added: [] } })
  })
})

describe('seats as of a moment', () => {
  it('are counted as they were, beside what was owned then', async () => {
    expect(await seatsAt(at.nothing!)).toEqual({})
    expect(await seatsAt(at.before!)).toEqual({ Pro: [1, 0, 0, 1], Plus: [5, 0, 0, 5] })
    expect(await seatsAt(at.given!)).toEqual({ Pro: [1, 1, 0, 0], Plus: [5, 0, 0, 5] })
    expect(await seatsAt(at.enlarged!)).toEqual({ 'Pro 300': [3, 2, 0, 1], Plus: [5, 0, 0, 5] })
    expect(await seatsAt(at.moved!)).toEqual({ 'Pro 300': [3, 0, 0, 3], Plus: [5, 2, 0, 3] })
    expect(await seatsAt(at.lost!)).toEqual({ 'Pro 300': [3, 0, 0, 3], Plus: [5, 1, 1, 3] })
    expect(Object.keys(await seatsAt(at.deleted!))).toEqual(['Pro 300', 'Plus', 'Basic'])
    const { products } = await done<PastSeats>('GET', `/seats?at=${moment(at.moved!)}`)
    expect(products).toMatchObject([{ product: { name: 'Meeting' }, owned: 8, held: 2, free: 6 }])
    expect(Object.keys(products[0]!)).not.toContain('waiting')
  })

  it('have no pool where it is not known what was owned', async () => {
    const organization = await freshOrganization(fresh.database)
    const other = await api.as(organization)
    const { body } = await other.send<Product>('POST', '/products', { name: 'Old', tiers: [{ name: 'One', owned: 4 }] })
    await organization.run(sql`
      insert into seats (organization_id, product_id, user_no, run_no, tier_id, state, since, because)
      values (${organization.organization}, ${body.id}, 1, 1, ${body.tiers[0]!.id}, 'held', '2026-01-01Z', '{"kind":"rule"}')`)
    const { seats, products } = (await other.send<PastSeats>('GET', '/seats?at=2026-01-02T00:00:00Z')).body
    expect(seats).toEqual([
      {
        product: { id: body.id, name: 'Old' },
        tier: { id: body.tiers[0]!.id, name: 'One' },
        held: 1,
        grace: 0,
        stopped: 0,
      },
    ])
    expect(Object.keys(products[0]!)).not.toContain('owned')
  })
})

describe('the rules as they were', () => {
  it('are those of the version that was live, or of a version that is named', async () => {
    const rulesAt = (when: string) => done<PastRules>('GET', `/rules?at=${moment(when)}`)
    expect(await rulesAt(at.before!)).toMatchObject({ version: 0, since: null, request: null, rules: [] })
    const first = await rulesAt(at.given!)
    expect(first).toMatchObject({
      version: 1,
      request: { kind: 'rule.create' },
      rules: [{ id: rule.id, rank: 1, language: 'fr', products: [{ tier: { name: 'Pro 300' } }] }],
    })
    const second = await rulesAt(at.moved!)
    expect(second).toMatchObject({ version: 2, rules: [{ id: rule.id, language: 'de' }] })
    expect(first.until).toBe(second.since)
    expect(await done('GET', '/rules?version=1')).toEqual(first)
    const last = await rulesAt(at.deleted!)
    expect(last).toMatchObject({ version: 4, until: null })
    expect(last.rules.map((some) => some.id)).not.toContain(rule.id)
    expect((await admin.send('GET', '/rules?version=99')).status).toBe(404)
    expect((await admin.send('GET', `/rules?version=1&at=${moment(at.given!)}`)).status).toBe(422)
  })
})
