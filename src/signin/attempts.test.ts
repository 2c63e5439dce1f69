import { describe, expect, it } from 'vitest'
import { Refused } from '../platform/errors.ts'
import { Attempts } from './attempts.ts'

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 24, 9, minutes))

describe('attempts to sign in', () => {
  it('stop after five failures with one account from one address, for a quarter of an hour', () => {
    const attempts = new Attempts()
    for (let failed = 0; failed < 5; failed++) attempts.begin('ada', '192.0.2.1', at(failed))
    const error = refusal(() => attempts.begin('ada', '192.0.2.1', at(5)))
    expect(error.status).toBe(429)
    expect(error.details.retryAfterSeconds).toBe(600)
    attempts.begin('ada', '192.0.2.1', at(16))
  })

  it('from one address leave the same account open to another, and another account to the same', () => {
    const attempts = new Attempts()
    for (let failed = 0; failed < 5; failed++) attempts.begin('ada', '192.0.2.1', at(0))
    attempts.begin('ada', '192.0.2.2', at(0))
    attempts.begin('grace', '192.0.2.1', at(0))
  })

  it('count from their beginning: many at once are no way around', () => {
    const attempts = new Attempts()
    const begun = Array.from({ length: 8 }, () => {
      try {
        attempts.begin('ada', '192.0.2.1', at(0))
        return true
      } catch {
        return false
      }
    })
    expect(begun.filter(Boolean)).toHaveLength(5)
  })

  it('that succeed are forgotten', () => {
    const attempts = new Attempts()
    for (let round = 0; round < 60; round++) {
      attempts.begin('ada', '192.0.2.1', at(0))
      attempts.succeed('ada', '192.0.2.1')
    }
  })

  it('with ever new accounts from one address stop at fifty', () => {
    const attempts = new Attempts()
    for (let failed = 0; failed < 50; failed++) attempts.begin(`user${failed}`, '192.0.2.1', at(0))
    expect(refusal(() => attempts.begin('another', '192.0.2.1', at(0))).code).toBe('TOO_MANY_ATTEMPTS')
  })

  it('from one IPv6 network count together, however its addresses are written', () => {
    const attempts = new Attempts()
    for (const host of ['1', '2', 'abcd', '5:6:7:8', 'ffff:1'])
      attempts.begin('ada', `2001:db8:1:2:${host.includes(':') ? host : `:${host}`}`.replace(':::', '::'), at(0))
    expect(() => attempts.begin('ada', '2001:db8:1:2:9:9:9:9', at(0))).toThrow(Refused)
    attempts.begin('ada', '2001:db8:1:3::1', at(0))
    attempts.begin('ada', '::ffff:192.0.2.1', at(0))
  })
})

function refusal(work: () => unknown): Refused {
  try {
    work()
  } catch (error) {
    if (error instanceof Refused) return error
  }
  throw new Error('was not refused')
}
