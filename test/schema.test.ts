import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrationsFolder } from '../src/platform/db/migrate.ts'
import { schemaSnapshot } from '../src/platform/db/snapshot.ts'
import { sql } from '../src/platform/db/sql.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from './support/database.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

/** The tenant's own table: its key is its id, and its names are not within an organization. */
const OUTSIDE = ['organizations']

const ownTables = sql.part`
  c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all(${OUTSIDE})`

describe('the schema', () => {
  it('is what migrations/schema.sql says (script/snapshot writes it)', async () => {
    const file = join(migrationsFolder, 'schema.sql')
    const now = await schemaSnapshot(fresh.owner)
    if (process.env.UPDATE_SNAPSHOT) writeFileSync(file, now)
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(now)
  })

  it('begins every primary key, unique index and foreign key with organization_id', async () => {
    const strays = await fresh.owner.rows(sql`
      select i.indexrelid::regclass::text as stray
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where ${ownTables} and i.indisunique and a.attname <> 'organization_id'
      union all
      select c.relname || '.' || f.conname
      from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1]
      where ${ownTables} and f.contype = 'f' and a.attname <> 'organization_id'
      union all
      select c.relname || ' has no primary key' from pg_class c
      where ${ownTables} and not exists (select from pg_constraint p where p.conrelid = c.oid and p.contype = 'p')`)
    expect(strays).toEqual([])
  })

  it('has row-level security enabled, forced and with a policy on every table', async () => {
    const bare = await fresh.owner.rows(sql`
      select c.relname from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (
          select from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, c.oid) like '%rollcall.organization%'))`)
    expect(bare).toEqual([])
  })

  it('gives the server a role that owns nothing and cannot pass row-level security', async () => {
    const role = await fresh.owner.row(sql`
      select rolsuper, rolbypassrls, rolcanlogin, (select count(*) from pg_class where relowner = pg_roles.oid) as owns
      from pg_roles where rolname = 'rollcall_server'`)
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false, owns: 0 })
  })
})

describe('a query of the server', () => {
  it('raises on every table when no organization is set', async () => {
    const tables = await fresh.owner.rows<{ name: string }>(
      sql`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
    )
    expect(tables.length).toBeGreaterThan(5)
    for (const { name } of tables) {
      const query = fresh.database.gate.rows(sql`select * from ${sql.identifier(name)}`)
      await expect(query, name).rejects.toThrow(
        /rollcall.organization|invalid input syntax for type uuid|permission denied/,
      )
    }
  })

  it('never sees a row of another organization, even without a filter', async () => {
    const ours = await freshOrganization(fresh.database, 'Ours')
    const theirs = await freshOrganization(fresh.database, 'Theirs')
    expect(await ours.rows(sql`select name from organizations`)).toEqual([{ name: 'Ours' }])
    const seen = await theirs.row(sql`select name from organizations where id = ${ours.organization}`)
    expect(seen).toBeUndefined()
  })
})
