import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../test/support/database.ts'
import { newDirectory } from '../../../test/support/directory.ts'
import type { Db } from '../../platform/db/db.ts'
import { type Sql, sql } from '../../platform/db/sql.ts'
import { firstIdAt, newId } from '../../platform/id.ts'
import { type Asked, changesPage, requestsPage } from './activity.ts'

const ROWS = 40_000
const day = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000)
const idOf = sql.part`(left(first_id_at(at)::text, 14) || '7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`

let fresh: FreshDatabase
let db: Db
let user: { readonly no: number; readonly id: string }
const product = newId()

beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
  const first = await (await newDirectory(db, () => day(0))).createUsers('user', 1000)
  user = (await db.row<{ no: number; id: string }>(sql`select user_no as no, id from users where user_no = ${first}`))!
  await fresh.owner.run(sql`
    select make_partition(whole, month)
    from unnest(array['requests', 'changes']::regclass[]) as whole, generate_series(${day(0)}, ${day(360)}, interval '1 month') as month`)
  const moments = sql.part`(select n, ${day(0)}::timestamptz + n * interval '13 minutes' as at from generate_series(1, ${ROWS}::integer) n) m`
  await fresh.owner.run(sql`
    insert into changes (organization_id, id, at, run_no, user_no, kind, product_id, because)
    select ${db.organization}, ${idOf}, at, n / 20, ${user.no} + n % 1000,
      case when n % 8000 = 1 then 'role.changed' when n % 2 = 0 then 'seat.given' else 'seat.lost' end,
      case when n % 8000 = 2 then ${product}::uuid end, '{}'
    from ${moments}`)
  await fresh.owner.run(sql`
    insert into requests (organization_id, id, at, actor_kind, actor_name, action, target_kind, target_id)
    select ${db.organization}, ${idOf}, at, case when n % 8000 = 1 then 'admin' else 'source' end, 'Somebody',
      case when n % 8000 = 2 then 'user.delete' else 'user.patch' end, 'user', u.id
    from ${moments} join users u on u.organization_id = ${db.organization} and u.user_no = ${user.no} + n % 1000`)
  await fresh.owner.run(sql`analyze`)
}, 60_000)
afterAll(() => fresh.close())

const nothing: Asked = {
  user: null,
  kind: null,
  admin: null,
  standing: null,
  product: null,
  run: null,
  from: null,
  to: null,
}

/** The same statements, each explained as it ran. */
function explained(): { readonly asking: Db; readonly plans: string[] } {
  const plans: string[] = []
  const rows = async <R>(query: Sql): Promise<readonly R[]> => {
    const analyzed = { ...query, text: `explain (analyze, costs off, timing off, summary off) ${query.text}`, name: '' }
    const lines = await db.rows<{ 'QUERY PLAN': string }>(analyzed)
    plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
    return db.rows<R>(query)
  }
  return { asking: { ...db, rows }, plans }
}

describe('activity of a large organization', () => {
  const cases: readonly (readonly [string, () => Partial<Asked> & { readonly after?: string }])[] = [
    ['nothing', () => ({})],
    ['where a page ended', () => ({ after: firstIdAt(day(90)) })],
    ['a user', () => ({ user })],
    ['a rare kind', () => ({ kind: 'role' })],
    ['a rare kind of request', () => ({ kind: 'user.delete' })],
    ['a kind that there is not', () => ({ kind: 'nothing' })],
    ['a product', () => ({ product })],
    ['a product and a kind', () => ({ product, kind: 'seat.given' })],
    ['a run', () => ({ run: 77 })],
    ['an admin', () => ({ admin: 'Somebody' })],
    ['an admin who is not there', () => ({ admin: 'Nobody' })],
    ['a day', () => ({ from: day(30), to: day(31) })],
    ['a status that few have', () => ({ standing: { few: [user] } })],
    ['a status that nobody has', () => ({ standing: { few: [] } })],
  ]
  it.each(cases)('asked for by %s is read from its own end of an index', async (_, asked) => {
    const { asking, plans } = explained()
    const page = { ...nothing, after: null, ...asked(), limit: 50 }
    await requestsPage(asking, page)
    await changesPage(asking, page)
    expect(plans.length).toBeGreaterThan(0)
    for (const plan of plans) {
      // Rows read, of a partition, by one go through it: those found and those thrown away.
      const found = plan.matchAll(/ on (?:changes|requests)_\S+ \S+ \(actual rows=(\d+)/g)
      const thrown = plan.matchAll(/Rows Removed by Filter: (\d+)/g)
      const read = [...found, ...thrown].map((match) => Number(match[1]))
      expect(Math.max(0, ...read), plan).toBeLessThan(120)
    }
  })
})
