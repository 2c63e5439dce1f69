import { describe, expect, it } from 'vitest'
import { missed, playAll } from './plays.ts'

// The second half of the histories: each worker plays one.

describe('the engine, by an oracle that loops over all users', () => {
  it('has after every run what the oracle has; the same in other batches, in another order, and by a full pass', async () => {
    const reached = await playAll(1, 2)
    // ROLLCALL_REACHED=1: how often each kind of decision was made.
    if (process.env.ROLLCALL_REACHED) console.table([...reached].sort())
    expect(missed(reached)).toEqual([])
  }, 36_000_000)
})
