import type { Change } from '../../src/contract/activity.ts'

/** Changes of one moment, or of several too close to tell apart; `at` is the last of them. */
export interface Dot {
  readonly at: string
  readonly changes: readonly Change[]
}

export interface Placed extends Dot {
  /** From the beginning of the strip. */
  readonly x: number
}

/** Room for a finger: WCAG 2.5.8 asks for 24. */
export const SPACE = 30

/**
 * Moments on a strip: where they belong in time, but never so close that one cannot be pressed. Where there are more than
 * fit, the two nearest in time become one, until all do.
 */
export function placed(changes: readonly Change[], width: number, now: number): readonly Placed[] {
  const dots = [...Map.groupBy(changes, ({ at }) => at)]
    .map(([at, each]): Dot => ({ at, changes: each }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
  const room = Math.max(1, Math.floor(width / SPACE))
  while (dots.length > room) {
    const gaps = dots.slice(1).map((dot, index) => timeOf(dot) - timeOf(dots[index]!))
    const nearest = gaps.indexOf(Math.min(...gaps))
    const [earlier, later] = [dots[nearest]!, dots[nearest + 1]!]
    dots.splice(nearest, 2, { at: later.at, changes: [...later.changes, ...earlier.changes] })
  }
  const from = dots[0] ? timeOf(dots[0]) : now
  const span = Math.max(now - from, 1)
  const half = SPACE / 2
  const xs = dots.map((dot) => half + ((timeOf(dot) - from) / span) * (width - SPACE))
  for (let index = 1; index < xs.length; index++) xs[index] = Math.max(xs[index]!, xs[index - 1]! + SPACE)
  let end = width - half
  for (let index = xs.length - 1; index >= 0; index--) {
    xs[index] = Math.min(xs[index]!, end)
    end = xs[index]! - SPACE
  }
  return dots.map((dot, index) => ({ ...dot, x: xs[index]! }))
}

/** Where a moment stands between the dots around it. */
export function placeOf(at: number, dots: readonly Placed[], width: number, now: number): number {
  const marks = [...dots.map((dot) => ({ time: timeOf(dot), x: dot.x })), { time: now, x: width }]
  const after = marks.findIndex(({ time }) => time >= at)
  if (after <= 0) return after === 0 && marks[0]!.time === at ? marks[0]!.x : after === 0 ? 0 : width
  const [a, b] = [marks[after - 1]!, marks[after]!]
  return a.x + ((at - a.time) / Math.max(b.time - a.time, 1)) * (b.x - a.x)
}

const timeOf = ({ at }: { readonly at: string }) => new Date(at).getTime()
