import { afterAll, beforeAll, describe, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { playAll } from './plays.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

describe('the engine, by an oracle that loops over all users', () => {
  it('has after every run what the oracle has; the same in other batches, in another order, and by a full pass', async () => {
    const reached = await playAll(fresh, 1, 2)
    if (process.env.ROLLCALL_REACHED) console.table([...reached].sort())
  }, 36_000_000)
})
