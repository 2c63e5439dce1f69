interface Amounts {
  readonly full: number
  readonly hatched: number
  readonly over: number
}

interface Props {
  readonly before: Amounts
  readonly after: Amounts
  /** Where there is no more; null: no end. */
  readonly limit: number | null
}

const parts = [
  { id: 'full', before: 'bg-edge', after: 'bg-accent' },
  { id: 'hatched', before: 'bg-edge hatched', after: 'bg-accent hatched' },
  { id: 'over', before: 'bg-edge hatched', after: 'bg-bad hatched' },
] as const

/**
 * How amounts were, thin, above how they will be, on one scale. A picture of numbers that stand beside it, so nothing of it
 * is said aloud. What reaches beyond the limit stands beyond a line.
 */
export function BeforeAfter({ before, after, limit }: Props) {
  const total = (amounts: Amounts) => amounts.full + amounts.hatched + amounts.over
  const most = Math.max(total(before), total(after), 1)
  const scale = Math.max(limit ?? most * 1.25, most)
  const share = (amount: number): string => `${(amount / scale) * 100}%`
  return (
    <div aria-hidden="true" className="relative flex min-w-24 flex-col gap-0.5 forced-color-adjust-none">
      {(['before', 'after'] as const).map((when) => (
        <div
          key={when}
          className={`relative flex gap-px overflow-hidden rounded-full bg-sunken ${when === 'before' ? 'h-1' : 'h-2'}`}
        >
          {parts.map((part) => {
            const amount = (when === 'before' ? before : after)[part.id]
            return amount > 0 ? (
              <div key={part.id} className={`min-w-0.5 ${part[when]}`} style={{ width: share(amount) }} />
            ) : null
          })}
        </div>
      ))}
      {limit !== null && most > limit && (
        <div className="absolute -inset-y-0.5 w-0.5 rounded-full bg-ink" style={{ left: share(limit) }} />
      )}
    </div>
  )
}
