import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../test/support/database.ts'
import { newDirectory } from '../test/support/directory.ts'
import { type Planner, plannerHere, plannerThread } from './planner.ts'
import type { Db } from './platform/db/db.ts'
import { sql } from './platform/db/sql.ts'
import { Retryable } from './platform/errors.ts'
import { reconcile, TooMany } from './reconcile.ts'

let fresh: FreshDatabase
let planner: Planner
beforeAll(async () => {
  fresh = await freshDatabase()
  planner = plannerThread(fresh.connection, true)
})
afterAll(async () => {
  await planner.close()
  await fresh.close()
})

const now = () => new Date()

async function touchedUsers(count: number): Promise<Db> {
  const db = await freshOrganization(fresh.database)
  const directory = await newDirectory(db, now)
  await directory.createUsers('u', count)
  return db
}

const touched = async (db: Db) =>
  (await db.row<{ count: number }>(
    sql`select count(*) as count from touched where organization_id = ${db.organization}`,
  ))!.count

describe('a run over more users than it may look at', () => {
  it('does nothing, and whoever was touched still is; the thread for many makes it', async () => {
    const db = await touchedUsers(12)
    await expect(reconcile(db, now(), 11)).rejects.toThrow(TooMany)
    expect(await touched(db)).toBe(12)
    expect(await planner.run(db, now())).toMatchObject({ touched: 12 })
    expect(await touched(db)).toBe(0)
  })
})

describe('the thread for plans', () => {
  it('answers as this thread does, and goes on after it was closed', async () => {
    const db = await touchedUsers(3)
    await reconcile(db, now())
    const at = now()
    expect((await planner.planRules(db, [], at)).plan).toEqual((await plannerHere().planRules(db, [], at)).plan)
    expect(await planner.fullPass(db, at)).toEqual(await plannerHere().fullPass(db, at))
    await planner.close()
    expect(await planner.fullPass(db, at)).toMatchObject({ differing: 0 })
  })

  it('tells who waits that it ended, so that they ask again', async () => {
    const db = await touchedUsers(1)
    const asked = planner.fullPass(db, now())
    const ended = expect(asked).rejects.toThrow(Retryable)
    await planner.close()
    await ended
  })
})
