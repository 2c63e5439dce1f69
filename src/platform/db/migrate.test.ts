import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseOn } from '../../../test/support/connection.ts'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { Refused } from '../errors.ts'
import { installJobs } from '../jobs/jobs.ts'
import { createLog } from '../log.ts'
import { openDatabase } from './db.ts'
import { migrate, migrationsFolder } from './migrate.ts'
import { sql } from './sql.ts'

let fresh: FreshDatabase
let folder: string
beforeEach(async () => {
  fresh = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
})
afterEach(async () => {
  await fresh.close()
  rmSync(folder, { recursive: true, force: true })
})

const plain = async <T>(work: (owner: FreshDatabase['owner']) => Promise<T>): Promise<T> => {
  const name = `plain_${Date.now()}`
  await fresh.owner.run(sql`create database ${sql.identifier(name)}`)
  const database = openDatabase({ connection: databaseOn(fresh.connection, name) })
  try {
    return await work(database.owner)
  } finally {
    await database.close()
    await fresh.owner.run(sql`drop database ${sql.identifier(name)} with (force)`)
  }
}

describe('migrations', () => {
  it('run once, in order, and have nothing to do the next time', async () => {
    writeFileSync(join(folder, '0002-more.sql'), 'alter table things add column name text;')
    writeFileSync(join(folder, '0001-things.sql'), "create table things (id int); comment on table things is 'x; y';")
    writeFileSync(join(folder, 'schema.sql'), 'this is not a migration')
    await plain(async (owner) => {
      expect(await migrate(owner, folder)).toEqual(['0001-things', '0002-more'])
      expect(await migrate(owner, folder)).toEqual([])
    })
  })

  it('happen all or none', async () => {
    writeFileSync(join(folder, '0001-things.sql'), 'create table things (id int);')
    writeFileSync(join(folder, '0002-wrong.sql'), 'select 1 / 0;')
    await plain(async (owner) => {
      await expect(migrate(owner, folder)).rejects.toThrow('Migration 0002-wrong failed: division by zero')
      expect(await owner.row(sql`select to_regclass('things') as found`)).toEqual({ found: null })
    })
  })

  it('refuse a database that a newer program migrated', async () => {
    const refusal = await migrate(fresh.owner, folder).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(Refused)
    expect((refusal as Refused).code).toBe('DATABASE_NEWER')
  })

  it('may start on several nodes at once', async () => {
    await plain(async (owner) => {
      const start = async () => {
        const ran = await migrate(owner)
        await installJobs(owner, createLog({ level: 'silent' }))
        return ran.length > 0
      }
      expect((await Promise.all([start(), start()])).sort()).toEqual([false, true])
    })
  })

  it('run for an owner who is no superuser, whose definer functions still look across organizations', async () => {
    await fresh.owner.run(sql`create role plain_owner login`)
    await fresh.owner.run(sql`grant rollcall_server to plain_owner`)
    await fresh.owner.run(sql`create database plain_owned owner plain_owner`)
    const database = openDatabase({ connection: ownedBy('plain_owner', 'plain_owned') })
    try {
      expect((await migrate(database.owner, migrationsFolder)).length).toBeGreaterThan(0)
      expect(await database.gate.rows(sql`select organization_ids()`)).toEqual([])
      await expect(database.gate.rows(sql`select * from organizations`)).rejects.toThrow()
    } finally {
      await database.close()
      await fresh.owner.run(sql`drop database plain_owned with (force)`)
      await fresh.owner.run(sql`drop role plain_owner`)
    }
  })
})

function ownedBy(user: string, database: string) {
  const connection = databaseOn(fresh.connection, database)
  if (typeof connection !== 'string') return { ...connection, user }
  const url = new URL(connection)
  url.username = user
  return url.href
}
