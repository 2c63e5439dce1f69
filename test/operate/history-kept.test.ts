import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '../../src/contract/activity.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { forget } from '../../src/history/forget.ts'
import { dropEmptyPartitions, preparePartitions } from '../../src/history/store/kept.ts'
import { makeRounds } from '../../src/operate/rounds.ts'
import { plannerHere } from '../../src/planner.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { firstIdAt } from '../../src/platform/id.ts'
import { createLog } from '../../src/platform/log.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

const DAY = 86_400

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())

const log = createLog({ level: 'silent' })
const rounds = () => {
  const { database } = server.fresh
  return makeRounds({ database, clock: server.clock, log, planner: plannerHere(), wake: () => {} })
}

async function countOf(tenant: Tenant, table: string, where = sql.part`true`): Promise<number> {
  const row = await tenant.db.row<{ count: number }>(sql`
    select count(*) as count from ${sql.identifier(table)} where organization_id = ${tenant.db.organization} and ${where}`)
  return row!.count
}

const TABLES = [
  'changes',
  'requests',
  'seats',
  'assignments',
  'pool_intervals',
  'rules',
  'rule_sets',
  'stops',
  'stopped_losses',
]
const countsOf = async (tenant: Tenant) =>
  Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await countOf(tenant, table)] as const)))

/** An organization in which everything that history keeps has begun and ended, and some of it is current. */
async function furnished(name: string) {
  const tenant = await server.tenant(name)
  const { api, scim } = tenant
  const product = await api.product('Meeting', { Pro: 20 })
  const old = await api.product('Fax', { Standard: 1 })
  const group = await scim.createGroup('Sales')
  const users: string[] = []
  for (let index = 0; index < 8; index++) users.push(await scim.createUser(`user.${index}@lindenhof.example`))
  const rule = await api.rule(group, { products: [{ product: product.id, tier: 'Pro' }], language: 'fr' })
  await scim.add(group, ...users)
  await api.settle()
  server.clock.advance(DAY)
  // All lose it: stopped, and one of them is let go.
  await scim.remove(group, ...users)
  await api.settle()
  await api.post('/stopped/apply', { users: [users[0]] })
  await api.settle()
  await scim.add(group, ...users.slice(1))
  await api.settle()
  await api.put(`/products/${product.id}/tiers/Pro`, { owned: 30 })
  await api.delete(`/products/${old.id}`)
  const second = await api.rule(group, { language: 'de', name: 'Second' })
  await api.delete<Rule>(`/rules/${second.id}?apply=true`)
  await api.settle()
  return { tenant, product, group, users, rule }
}

describe('history that an organization keeps for some days', () => {
  it('goes when it is older; what is current stays, and everything of an organization that keeps it for ever', async () => {
    const { tenant, product, group, users, rule } = await furnished('Lindenhof')
    const { tenant: other } = await furnished('Brunnengasse')
    const moment = server.clock.now().toISOString()
    server.clock.advance(10 * DAY)
    const [user, seats] = [await tenant.api.user(users[1]!), await tenant.api.get('/seats')]
    const version = await tenant.scim.send('GET', `/Groups/${group}`)
    await tenant.api.patch('/organization', { historyKeptDays: 5 })
    server.clock.advance(60)
    const untouched = await countsOf(other)
    expect((await tenant.api.send('GET', `/users?at=${moment}`)).status).toBe(200)
    await rounds()

    expect(await countsOf(other)).toEqual(untouched)
    expect(await countsOf(tenant)).toEqual({
      changes: 0,
      // The setting itself, and the latest request of the group, which is its version.
      requests: 2,
      seats: 7,
      assignments: 8,
      pool_intervals: 1,
      rules: 1,
      rule_sets: 2,
      stops: 0,
      stopped_losses: 0,
    })
    expect(await tenant.api.user(users[1]!)).toEqual(user)
    expect(await tenant.api.get('/seats')).toEqual(seats)
    const after = await tenant.scim.send('GET', `/Groups/${group}`)
    expect([after.body, after.headers.get('etag')]).toEqual([version.body, version.headers.get('etag')])
    const why = await tenant.api.get<object>(`/users/${users[1]}/why?product=Meeting`)
    expect(why).toMatchObject({ answer: 'held', winner: { rule: { id: rule.id } }, request: null })
    // An hour later there is nothing left to do.
    await rounds()
    expect((await countsOf(tenant)).requests).toBe(2)

    for (const path of [`/users/${users[1]}`, '/users', '/seats', '/rules'])
      expect((await tenant.api.send('GET', `${path}?at=${moment}`)).body, path).toMatchObject({
        code: 'OLDER_THAN_KEPT',
      })
    expect((await tenant.api.send('GET', `/compare?from=${moment}`)).body).toMatchObject({ code: 'OLDER_THAN_KEPT' })
    expect((await tenant.api.send('GET', '/rules?version=1')).status).toBe(422)
    expect((await other.api.send('GET', `/users?at=${moment}`)).status).toBe(200)
    // Keeping more from now on brings nothing back.
    await tenant.api.patch('/organization', { historyKeptDays: null })
    expect((await tenant.api.send('GET', `/seats?at=${moment}`)).status).toBe(422)
    const kept = new Date(server.clock.now().getTime() - 4 * DAY * 1000).toISOString()
    expect(await tenant.api.get(`/seats?at=${kept}`)).toMatchObject({
      seats: [{ owned: 30, held: 7, tier: { name: 'Pro' } }],
    })
    expect((await tenant.api.get<Product>(`/products/${product.id}`)).tiers).toMatchObject([{ held: 7 }])
  })

  it('goes in batches, oldest first, and not what is about to be too old', async () => {
    const tenant = await server.tenant()
    const { db } = tenant
    const now = server.clock.now()
    for (const days of [9, 8, 7, 6, 5])
      await db.run(sql`
        insert into changes (organization_id, id, at, run_no, user_no, kind, because)
        select ${db.organization}, (left(${firstIdAt(new Date(now.getTime() - days * DAY * 1000))}, 24) || lpad(to_hex(n), 12, '0'))::uuid,
          ${new Date(now.getTime() - days * DAY * 1000)}, 1, 1, 'seat.given', '{}'
        from generate_series(1, 7) n`)
    await tenant.api.patch('/organization', { historyKeptDays: 7 })
    await forget(db, new Date(now.getTime() - 1000), 3)
    expect(await countOf(tenant, 'changes')).toBe(21)
  })

  it('is set by whole days, or not at all', async () => {
    const tenant = await server.tenant()
    for (const wrong of [0, -1, 1.5, '30', 40_000])
      expect((await tenant.api.send('PATCH', '/organization', { historyKeptDays: wrong })).status, String(wrong)).toBe(
        422,
      )
    expect(await tenant.api.patch('/organization', { historyKeptDays: 30 })).toMatchObject({ historyKeptDays: 30 })
    expect(await tenant.api.patch('/organization', { name: 'Lindenhof AG' })).toMatchObject({ historyKeptDays: 30 })
    expect(await tenant.api.patch('/organization', { historyKeptDays: null })).toMatchObject({ historyKeptDays: null })
  })
})

describe('the months of history', () => {
  const monthOf = (moment: Date) => moment.toISOString().slice(0, 7).replace('-', '_')
  const partOf = async (tenant: Tenant, table: string) =>
    (
      await server.fresh.owner.rows<{ part: string }>(sql`
        select distinct tableoid::regclass::text as part from ${sql.identifier(table)}
        where organization_id = ${tenant.db.organization} order by 1`)
    ).map((row) => row.part)

  it('are apart; what was written before its month was made moves into it, and nothing is lost on the way', async () => {
    const { gate } = server.fresh.database
    const tenant = await server.tenant()
    const here = monthOf(server.clock.now())
    await tenant.scim.createUser('ada.rossi@lindenhof.example')
    expect(await partOf(tenant, 'requests')).toEqual([`requests_${here}`])
    // Beyond every month that was made: writes go on, into the rest.
    server.clock.advance(200 * DAY)
    const there = monthOf(server.clock.now())
    const group = await tenant.scim.createGroup('Sales', [await tenant.scim.createUser('ben.rossi@lindenhof.example')])
    await tenant.api.rule(group, { language: 'fr' })
    await tenant.api.settle()
    expect(await partOf(tenant, 'requests')).toEqual([`requests_${here}`, 'requests_rest'])
    expect(await partOf(tenant, 'changes')).toEqual(['changes_rest'])
    const before = await tenant.api.get<Activity>('/activity')

    const [one, two] = await Promise.all([
      preparePartitions(gate, server.clock.now()),
      preparePartitions(gate, server.clock.now()),
    ])
    expect([...one, ...two]).toContain(`requests_${there}`)
    expect(new Set([...one, ...two]).size).toBe(one.length + two.length)
    expect(await partOf(tenant, 'requests')).toEqual([`requests_${here}`, `requests_${there}`])
    expect(await partOf(tenant, 'changes')).toEqual([`changes_${there}`])
    expect(await tenant.api.get('/activity')).toEqual(before)
    expect(await preparePartitions(gate, server.clock.now())).toEqual([])
  })

  it('go as a whole when nobody has anything left in them, and not before', async () => {
    const { gate } = server.fresh.database
    const [one, two] = [await server.tenant('One'), await server.tenant('Two')]
    const month = monthOf(server.clock.now())
    for (const tenant of [one, two]) await tenant.api.product('Meeting')
    const made = `requests_${month}`
    server.clock.advance(100 * DAY)
    await preparePartitions(gate, server.clock.now())
    for (const tenant of [one, two]) {
      await tenant.api.patch('/organization', { historyKeptDays: 30 })
      expect(await dropEmptyPartitions(gate, server.clock.now())).not.toContain(made)
      await forget(tenant.db, server.clock.now())
    }
    // Everybody else in this database.
    await server.fresh.owner.run(sql`delete from ${sql.identifier(made)}`)
    expect(await dropEmptyPartitions(gate, server.clock.now())).toContain(made)
    expect((await one.api.get<Activity>('/activity')).activity).toMatchObject([{ kind: 'organization.change' }])
    await one.scim.createUser('ada.rossi@lindenhof.example')
    expect((await one.api.get<Activity>('/activity')).activity).toHaveLength(2)
  })

  it('are closed to the server’s role, whose rows are those of its organization', async () => {
    const [one, two] = [await server.tenant('One'), await server.tenant('Two')]
    await one.scim.createUser('ada.rossi@lindenhof.example')
    expect(await two.db.rows(sql`select id from requests`)).toEqual([])
    expect((await one.db.rows(sql`select id from requests`)).length).toBeGreaterThan(0)
    const parts = await server.fresh.owner.rows<{ name: string }>(sql`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent in ('requests'::regclass, 'changes'::regclass)`)
    expect(parts.length).toBeGreaterThan(6)
    for (const { name } of parts)
      await expect(one.db.rows(sql`select * from ${sql.identifier(name)}`), name).rejects.toThrow(/permission denied/)
    await expect(one.db.run(sql`select make_partition('requests', now())`)).rejects.toThrow(/permission denied/)
  })
})
