import { describe, expect, it } from 'vitest'
import { AdjustableClock } from './clock.ts'

describe('a clock that can be moved', () => {
  it('goes on from where it was set, and forward', () => {
    const clock = new AdjustableClock()
    clock.set(new Date('2030-01-01T00:00:00Z'))
    clock.advance(86_400)
    expect(clock.now().toISOString()).toMatch(/^2030-01-02T00:00:0/)
  })

  it('never goes back', () => {
    expect(() => new AdjustableClock().advance(-1)).toThrow('forward')
  })
})
