import type { Seats } from '../../src/contract/seat.ts'
import { Bar } from '../ui/bar.tsx'

type Counts = Pick<Seats['seats'][number], 'owned' | 'held' | 'grace' | 'waiting'>

/** Held, then in grace, then, beyond what is owned, those who wait. */
export function PoolBar({ pool: { owned, held, grace, waiting } }: { readonly pool: Counts }) {
  return (
    <div className="overflow-hidden py-1">
      <Bar
        limit={owned}
        segments={[
          { id: 'held', amount: held, look: 'full' },
          { id: 'grace', amount: grace, look: 'hatched' },
          { id: 'waiting', amount: waiting, look: 'over' },
        ]}
      />
    </div>
  )
}

/** As wide as the rest leaves room for: on a page of middle width the names come first, and the numbers say it all. */
export const barColumn = {
  id: 'bar',
  width: 'clamp(0rem, 100cqw - 48rem, 16rem)',
  card: 'line',
  quietName: true,
} as const
