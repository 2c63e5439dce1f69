import type { CSSProperties } from 'react'

export interface Segment {
  readonly id: string
  readonly amount: number
  readonly look: 'full' | 'hatched' | 'over'
}

const looks = { full: 'bg-accent', hatched: 'bg-accent hatched', over: 'bg-bad hatched' }

interface Props {
  readonly segments: readonly Segment[]
  /** Where there is no more; null: no end. What goes beyond it stands beyond a line. */
  readonly limit: number | null
}

/**
 * Amounts against a limit. A picture of numbers that stand beside it, so nothing of it is said aloud. What was asked for
 * beyond the limit reaches beyond it: a full bar and an overdrawn one never look the same.
 */
export function Bar({ segments, limit }: Props) {
  const total = segments.reduce((sum, { amount }) => sum + amount, 0)
  const scale = Math.max(limit ?? total * 1.25, total, 1)
  const share = (amount: number): string => `${(amount / scale) * 100}%`
  return (
    <div aria-hidden="true" className="relative h-2.5 w-full min-w-24 forced-color-adjust-none">
      <div className="absolute inset-y-0 left-0 rounded-full bg-sunken" style={{ width: share(limit ?? scale) }} />
      <div className="absolute inset-0 flex gap-px overflow-hidden rounded-full">
        {segments.map(({ id, amount, look }) =>
          amount > 0 ? <div key={id} className={`${looks[look]} min-w-0.5`} style={{ width: share(amount) }} /> : null,
        )}
      </div>
      {limit !== null && total > limit && (
        <div
          className="absolute -inset-y-1 w-0.5 rounded-full bg-ink"
          style={{ left: share(limit) } as CSSProperties}
        />
      )}
    </div>
  )
}
