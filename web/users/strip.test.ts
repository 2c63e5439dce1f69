import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/contract/activity.ts'
import { placed, placeOf, SPACE } from './strip.ts'

const now = Date.parse('2026-11-24T12:00:00Z')
const change = (agoMs: number, id = String(agoMs)): Change => ({
  type: 'change',
  id,
  at: new Date(now - agoMs).toISOString(),
  kind: 'seat.given',
  run: 1,
  user: { id: 'u', name: 'Ada' },
  product: null,
  tier: null,
  detail: null,
  because: { kind: 'rule', text: '' },
})

describe('the strip of moments', () => {
  it('has one dot for what one run did, in the order of time', () => {
    const dots = placed([change(0, 'c'), change(1000, 'b'), change(1000, 'a')], 600, now)
    expect(dots.map(({ changes }) => changes.length)).toEqual([2, 1])
    expect(dots[0]!.x).toBeLessThan(dots[1]!.x)
  })

  it('keeps dots far enough apart to be pressed, within the strip, and loses no change', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e10), { maxLength: 60 }), fc.integer({ min: 60, max: 1500 }), (agos, width) => {
        const dots = placed(
          agos.map((ago, index) => change(ago, String(index))),
          width,
          now,
        )
        expect(dots.reduce((sum, dot) => sum + dot.changes.length, 0)).toBe(agos.length)
        for (const [index, { x }] of dots.entries()) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(width)
          if (index > 0) expect(x - dots[index - 1]!.x).toBeGreaterThanOrEqual(SPACE - 1e-6)
        }
      }),
    )
  })

  it('shows a moment between the dots around it', () => {
    const dots = placed([change(8000), change(4000)], 600, now)
    const at = placeOf(now - 6000, dots, 600, now)
    expect(at).toBeGreaterThan(dots[0]!.x)
    expect(at).toBeLessThan(dots[1]!.x)
    expect(placeOf(now - 9000, dots, 600, now)).toBe(0)
    expect(placeOf(now, dots, 600, now)).toBe(600)
  })
})
