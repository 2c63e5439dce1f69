import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../test/support/database.ts'
import { Retryable } from '../errors.ts'
import { openDatabase } from './db.ts'
import { isUniqueViolation } from './failures.ts'
import { sql } from './sql.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.owner.run(
    sql`create table notes (organization_id uuid, id int, text text, primary key (organization_id, id))`,
  )
  await fresh.owner.run(sql`select protect('notes')`)
})
afterAll(() => fresh.close())

const count = sql`select count(*) as n from notes`

describe.each([true, false])('statements of an organization (prepare: %s)', (prepare) => {
  const opened = () => openDatabase({ connection: fresh.connection, poolSize: 2, prepare })

  it('see only its own rows, even without a filter, and can write no others', async () => {
    const database = opened()
    const [a, b] = [await freshOrganization(database, 'A'), await freshOrganization(database, 'B')]
    await a.run(sql`insert into notes values (${a.organization}, 1, 'a')`)
    expect(await b.row(count)).toEqual({ n: 0 })
    expect(await a.row(count)).toEqual({ n: 1 })
    expect(await b.run(sql`update notes set text = 'stolen'`)).toBe(0)
    const foreign = b.run(sql`insert into notes values (${a.organization}, 2, 'b')`)
    await expect(foreign).rejects.toThrow('row-level security')
    await database.close()
  })

  it('raise when no organization is set', async () => {
    const database = opened()
    await (await freshOrganization(database)).row(count)
    await expect(database.gate.rows(count)).rejects.toThrow()
    await expect(database.gate.rows(sql`select * from organizations`)).rejects.toThrow()
    expect((await database.gate.rows(sql`select organization_ids()`)).length).toBeGreaterThan(0)
    await database.close()
  })

  it('happen all or not at all in a transaction, and a nested one is the same', async () => {
    const database = opened()
    const db = await freshOrganization(database)
    const failing = db.transaction(async (tx) => {
      await tx.transaction((inner) => inner.run(sql`insert into notes values (${db.organization}, 1, 'x')`))
      expect(await tx.row(count)).toEqual({ n: 1 })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await db.row(count)).toEqual({ n: 0 })
    const both = await db.transaction((tx) => Promise.all([tx.row(count), tx.row(sql`select 1 as one`)]))
    expect(both).toEqual([{ n: 0 }, { one: 1 }])
    await database.close()
  })

  it('say so when a swallowed failure undid the transaction', async () => {
    const database = opened()
    const db = await freshOrganization(database)
    const swallowing = db.transaction(async (tx) => {
      await tx.run(sql`insert into notes values (${db.organization}, 1, 'x')`)
      await tx.run(sql`select 1 / 0`).catch(() => {})
    })
    await expect(swallowing).rejects.toThrow('swallowed')
    await database.close()
  })

  it('cannot leave the role they run as by accident', async () => {
    const database = opened()
    const db = await freshOrganization(database)
    expect(await db.row(sql`select current_user::text as who`)).toEqual({ who: 'rollcall_server' })
    await expect(db.run(sql`drop table notes`)).rejects.toThrow('must be owner')
    await database.close()
  })
})

describe('errors of the database', () => {
  it('keep a unique violation recognisable by its constraint', async () => {
    const db = await freshOrganization(fresh.database)
    const insert = sql`insert into notes values (${db.organization}, 1, 'x')`
    await db.run(insert)
    const error = await db.run(insert).catch((each: unknown) => each)
    expect(isUniqueViolation(error)).toBe(true)
    expect(isUniqueViolation(error, 'notes_pkey')).toBe(true)
    expect(isUniqueViolation(error, 'other')).toBe(false)
  })

  it('become retryable when the connection is lost, and the next statement gets a new one', async () => {
    const database = openDatabase({ connection: fresh.connection, poolSize: 1 })
    const db = await freshOrganization(database)
    const kill = async (tx: typeof db) => {
      const pid = await tx.row<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await fresh.owner.run(sql`select pg_terminate_backend(${pid!.pid})`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const lost = db.transaction(async (tx) => {
      await kill(tx)
      await tx.row(count)
    })
    await expect(lost).rejects.toBeInstanceOf(Retryable)
    expect(await db.row(count)).toEqual({ n: 0 })
    await kill(db)
    expect(await db.row(count)).toEqual({ n: 0 })
    await database.close()
  })

  it('become retryable on a deadlock', async () => {
    const db = await freshOrganization(fresh.database)
    const lock = (n: number) => sql`select pg_advisory_xact_lock(${n})`
    const cross = (first: number, second: number) =>
      db.transaction(async (tx) => {
        await tx.run(lock(first))
        await new Promise((resolve) => setTimeout(resolve, 100))
        await tx.run(lock(second))
      })
    const results = await Promise.allSettled([cross(1, 2), cross(2, 1)])
    const failed = results.filter((each) => each.status === 'rejected')
    expect(failed.map((each) => each.reason)).toEqual([expect.any(Retryable)])
  })

  it('are told when nobody listens', async () => {
    const database = openDatabase({ connection: { host: '/nowhere', user: 'x', database: 'x' } })
    await expect(database.gate.rows(sql`select 1`)).rejects.toBeInstanceOf(Retryable)
    await database.close()
  })
})

describe('values of the database', () => {
  it('come as numbers, moments, days, documents and bytes', async () => {
    const row = await fresh.owner.row(sql`
      select 9007199254740991::bigint as big, 1.5::numeric as share, '2026-01-31'::date as day, array[1, null]::bigint[] as list,
        '2026-01-31T12:00:00Z'::timestamptz as moment, '{"a": [1]}'::jsonb as document, '\\x0102'::bytea as bytes`)
    expect(row).toEqual({
      big: 9007199254740991,
      share: 1.5,
      day: '2026-01-31',
      list: [1, null],
      moment: new Date('2026-01-31T12:00:00Z'),
      document: { a: [1] },
      bytes: Buffer.from([1, 2]),
    })
  })
})
