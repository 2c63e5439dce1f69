import { describe, expect, it } from 'vitest'
import { decide, holds, pool, tier, user, waits, wants } from '../../test/support/standings.ts'
import type { UserNo } from '../directory/user.ts'

describe('free seats', () => {
  it('go to who is entitled', () => {
    expect(decide([pool('Pro', 2, 0)], [user(1, wants('Pro')), user(2, wants('Pro'))]).said).toEqual([
      '1 give Pro',
      '2 give Pro',
    ])
  })

  it('have no end where the pool is unlimited', () => {
    expect(decide([pool('Pro', null, 999)], [user(1, wants('Pro'))]).said).toEqual(['1 give Pro'])
  })

  it('go to the better rank among those who begin to want one in the same run, whoever came first', () => {
    expect(decide([pool('Pro', 1, 0)], [user(1, wants('Pro', 2)), user(2, wants('Pro', 1))]).said).toEqual([
      '2 give Pro',
      '1 wait Pro',
    ])
  })

  it('go to who waited since an earlier run among those of one rank, and then to who came first', () => {
    const standings = [user(1, waits('Pro', 9)), user(2, waits('Pro', 8)), user(3, waits('Pro', 8))]
    expect(decide([pool('Pro', 2, 0)], standings).said).toEqual([
      '2 give Pro',
      '2 leave-line',
      '3 give Pro',
      '3 leave-line',
    ])
  })

  it('are given in the run that frees them', () => {
    const standings = [user(1, holds('Pro')), user(2, waits('Pro', 3))]
    expect(decide([pool('Pro', 1, 1)], standings).said).toEqual(['1 take Pro', '2 give Pro', '2 leave-line'])
  })
})

describe('who holds a seat', () => {
  it('keeps it while entitled, whatever the rank of those who come later', () => {
    expect(
      decide([pool('Pro', 1, 1)], [user(1, { ...holds('Pro'), ...wants('Pro', 9) }), user(2, wants('Pro', 1))]).said,
    ).toEqual(['2 wait Pro'])
  })

  it('keeps it when the pool is lowered, and nobody gets one until there is room', () => {
    const standings = [user(1, { ...holds('Pro'), ...wants('Pro') }), user(2, holds('Pro')), user(3, waits('Pro', 1))]
    expect(decide([pool('Pro', 1, 3)], standings).said).toEqual(['2 take Pro'])
  })

  it('frees their own seat at once when another product carries them, and that is no loss', () => {
    const standings = Array.from({ length: 50 }, (_, no) =>
      user(no, { ...holds('Pro'), ...wants('Pro'), carried: true }),
    )
    const { said, verdict } = decide([pool('Pro', 50, 50)], standings)
    expect(said).toHaveLength(50)
    expect(said[0]).toBe('0 release Pro')
    expect(verdict.verdict).toBe('allowed')
  })
})

describe('the line', () => {
  it('keeps the clock when the rule changes, and begins anew for another tier', () => {
    const pools = [pool('Pro', 0, 0), pool('Plus', 0, 0, { position: 1 })]
    const sameTier = decide(pools, [user(1, { ...waits('Pro', 3, 1), ...wants('Pro', 2) })]).decisions
    expect(sameTier).toMatchObject([{ action: 'wait', sinceRun: 3, isNew: false }])
    const otherTier = decide(pools, [user(1, { ...waits('Pro', 3), ...wants('Plus') })]).decisions
    expect(otherTier).toMatchObject([{ action: 'wait', sinceRun: 10, isNew: true }])
  })

  it('is left by who is no longer entitled, and by who is carried', () => {
    const standings = [user(1, { ...waits('Pro', 3), want: null }), user(2, { ...waits('Pro', 3), carried: true })]
    expect(decide([pool('Pro', 0, 0)], standings).said).toEqual(['1 leave-line', '2 leave-line'])
  })

  it('stays as it is where nothing changed', () => {
    expect(decide([pool('Pro', 0, 0)], [user(1, waits('Pro', 3))]).said).toEqual([])
  })

  it('is asked for further when it may have been cut short', () => {
    const { want, joinedAt } = user(1, wants('Pro'))
    const last = { user: 1 as UserNo, want: want!, sinceRun: 3, joinedAt, holds: null }
    const more = { lineGoesOn: new Map([[tier('Pro'), last]]) }
    expect(decide([pool('Pro', 2, 0)], [user(1, waits('Pro', 3))], more).exhausted).toEqual(['Pro'])
    expect(decide([pool('Pro', 0, 0)], [user(1, waits('Pro', 3))], more).exhausted).toEqual([])
  })
})

describe('another tier', () => {
  const full = [pool('A', 1, 1), pool('B', 1, 1, { position: 1 }), pool('C', 1, 1, { position: 2 })]

  it('is one change, and not a loss', () => {
    expect(decide([pool('A', 1, 1), pool('B', 1, 0)], [user(1, { ...holds('A'), ...wants('B') })]).said).toEqual([
      '1 move A to B',
    ])
  })

  it('waits where it is full, and keeps the old seat meanwhile', () => {
    expect(decide(full, [user(1, { ...holds('A'), ...wants('B') })]).said).toEqual(['1 wait B'])
  })

  it('serves the line of the tier that is left, along any chain', () => {
    const standings = [
      user(1, { ...holds('A'), ...wants('B') }),
      user(2, { ...holds('C'), ...wants('A') }),
      user(3, wants('C')),
    ]
    expect(decide([full[0]!, pool('B', 2, 1), full[2]!], standings).said).toEqual([
      '1 move A to B',
      '2 move C to A',
      '3 give C',
    ])
  })

  it('is exchanged between full pools, in a ring of any length', () => {
    const ring = [
      user(1, { ...holds('A'), ...wants('B') }),
      user(2, { ...holds('B'), ...wants('C') }),
      user(3, { ...holds('C'), ...wants('A') }),
    ]
    expect(decide(full, ring).said.toSorted()).toEqual(['1 move A to B', '2 move B to C', '3 move C to A'])
  })

  it('is not exchanged past somebody who stands before in the line', () => {
    const standings = [
      user(1, { ...holds('A'), ...wants('B') }),
      user(2, { ...holds('B'), ...wants('A', 5) }),
      user(3, wants('A', 1)),
    ]
    expect(decide(full, standings).said.toSorted()).toEqual(['1 wait B', '2 wait A', '3 wait A'])
  })
})

describe('a pool that falls back', () => {
  const pools = [pool('A', 0, 0, { shortage: 'fall-back' }), pool('B', 1, 0, { position: 1 })]

  it('gives the first free lower tier, and keeps the place in the line for the one wanted', () => {
    expect(decide(pools, [user(1, wants('A'))]).said).toEqual(['1 give B', '1 wait A'])
  })

  it('gives it after those who want that tier itself', () => {
    expect(decide(pools, [user(1, wants('A', 1)), user(2, wants('B', 9))]).said).toEqual(['2 give B', '1 wait A'])
  })
})
