import { describe, expect, it } from 'vitest'
import { decide, holds, inGrace, pool, user, waits, wants } from '../../test/support/standings.ts'

describe('grace', () => {
  it('keeps a lost seat taken, so that nobody else gets it', () => {
    const { decisions } = decide([pool('Pro', 1, 1)], [user(1, holds('Pro')), user(2, waits('Pro', 1))], {
      graceMs: 500,
    })
    expect(decisions).toMatchObject([{ user: 1, action: 'take', graceUntil: 1500 }])
  })

  it('gives the same seat back on return, before anybody in the line', () => {
    const standings = [user(1, { ...inGrace('Pro', 2000), ...wants('Pro', 9) }), user(2, waits('Pro', 1, 1))]
    expect(decide([pool('Pro', 1, 1)], standings).said).toEqual(['1 return Pro'])
  })

  it('is over at its end: who returns later goes to the end of the line', () => {
    const standings = [user(1, { ...inGrace('Pro', 1000), ...wants('Pro') }), user(2, waits('Pro', 1))]
    expect(decide([pool('Pro', 1, 1)], standings).said).toEqual([
      '1 release Pro',
      '2 give Pro',
      '2 leave-line',
      '1 wait Pro',
    ])
  })
})

describe('losses over the limit', () => {
  const leaving = Array.from({ length: 6 }, (_, no) => user(no + 1, holds('Pro')))

  it('are stopped, all of them, and who waits goes on waiting', () => {
    const { said } = decide([pool('Pro', 6, 6)], [...leaving, user(9, waits('Pro', 1))])
    expect(said).toEqual(leaving.map(({ user }) => `${user} stop Pro`))
  })

  it('are carried out for those whom an admin confirmed, and for no other', () => {
    const standings = leaving.map((standing) => ({
      ...standing,
      stopped: standing.user === 1 ? ('confirmed' as const) : ('waiting' as const),
    }))
    expect(decide([pool('Pro', 6, 6)], standings).said).toEqual(['1 take Pro'])
  })

  it('are no losses any more when the cause is gone', () => {
    const back = leaving.map((standing) => ({ ...standing, ...wants('Pro'), stopped: 'waiting' as const }))
    expect(decide([pool('Pro', 6, 6)], back).said).toEqual(back.map(({ user }) => `${user} unstop`))
  })
})
