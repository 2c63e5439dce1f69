import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dropEmptyPartitions, preparePartitions } from '../../src/history/store/kept.ts'
import { type Database, openDatabase } from '../../src/platform/db/db.ts'
import { migrate, migrationsFolder } from '../../src/platform/db/migrate.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { firstIdAt, newId } from '../../src/platform/id.ts'
import { databaseOn } from '../support/connection.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
let folder: string
let database: Database

/** Owned by an ordinary role: forced row-level security binds it too. */
beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.owner.run(sql`create role history_owner login`)
  await fresh.owner.run(sql`grant rollcall_server to history_owner`)
  await fresh.owner.run(sql`create database history_owned owner history_owner`)
  const connection = databaseOn(fresh.connection, 'history_owned')
  database = openDatabase({
    connection:
      typeof connection === 'string'
        ? Object.assign(new URL(connection), { username: 'history_owner' }).href
        : { ...connection, user: 'history_owner' },
  })
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  const earlier = readdirSync(migrationsFolder).filter((file) => /^\d{4}-/.test(file) && file < '0008')
  for (const file of earlier) copyFileSync(join(migrationsFolder, file), join(folder, file))
})
afterAll(async () => {
  await database.close()
  await fresh.owner.run(sql`drop database history_owned with (force)`)
  await fresh.owner.run(sql`drop role history_owner`)
  await fresh.close()
  rmSync(folder, { recursive: true })
})

it('what was written before history was kept by month moves into its months, and its pools begin', async () => {
  await migrate(database.owner, folder)
  const organization = newId()
  const db = database.of(organization)
  const [product, tier] = [newId(), newId()]
  await db.run(sql`insert into organizations (id, name, created_at) values (${organization}, 'Lindenhof', now())`)
  await db.run(sql`
    insert into products (organization_id, id, name, name_folded, created_at)
    values (${organization}, ${product}, 'Meeting', 'meeting', now())`)
  await db.run(sql`
    insert into pools (organization_id, product_id, tier_id, name, position, owned)
    values (${organization}, ${product}, ${tier}, 'Pro', 0, 7)`)
  const moments = ['2026-01-31T23:59:59.999Z', '2026-02-01T00:00:00Z', '2026-02-28T12:00:00Z'].map((at) => new Date(at))
  for (const at of moments) {
    await db.run(sql`
      insert into requests (organization_id, id, at, actor_kind, actor_name, action)
      values (${organization}, ${firstIdAt(at)}, ${at}, 'source', 'Okta', 'user.patch')`)
    await db.run(sql`
      insert into changes (organization_id, id, at, run_no, user_no, kind, because)
      values (${organization}, ${firstIdAt(at)}, ${at}, 1, 1, 'seat.given', '{"kind":"pin"}')`)
  }
  const all = sql`select id, at, 'request' as what from requests union all select id, at, kind from changes order by 1, 3`
  const before = await db.rows(all)

  expect(await migrate(database.owner)).toContain('0008-history')
  expect(await db.rows(all)).toEqual(before)
  const parts = async () =>
    database.owner.rows(sql`
      select tableoid::regclass::text as part, count(*) as count from requests group by 1 order by 1`)
  expect(await parts()).toEqual([
    { part: 'requests_2026_01', count: 1 },
    { part: 'requests_2026_02', count: 2 },
  ])
  expect(await db.rows(sql`select tier_id, owned, since_known, until from pool_intervals`)).toEqual([
    { tier_id: tier, owned: 7, since_known: false, until: null },
  ])

  const far = new Date('2031-03-15T12:00:00Z')
  await db.run(sql`
    insert into requests (organization_id, id, at, actor_kind, actor_name, action)
    values (${organization}, ${firstIdAt(far)}, ${far}, 'source', 'Okta', 'user.patch')`)
  const made = await preparePartitions(database.gate, far)
  for (const month of ['2031_03', '2031_04', '2031_05'])
    expect(made).toEqual(expect.arrayContaining([`requests_${month}`, `changes_${month}`]))
  expect(await parts()).toContainEqual({ part: 'requests_2031_03', count: 1 })
  await db.run(sql`delete from requests where id = ${firstIdAt(moments[0]!)}`)
  const dropped = await dropEmptyPartitions(database.gate, far)
  expect(dropped).toContain('requests_2026_01')
  expect(dropped).not.toContain('requests_2026_02')
  expect(await db.rows(sql`select id from requests`)).toHaveLength(3)
})
