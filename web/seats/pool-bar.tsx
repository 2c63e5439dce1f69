import type { Seats } from '../../src/contract/seat.ts'
import { Bar } from '../ui/bar.tsx'

type Counts = Pick<Seats['seats'][number], 'owned' | 'held' | 'grace' | 'waiting'>

/** Held, then in grace, then, beyond what is owned, those who wait. */
export function PoolBar({ pool: { owned, held, grace, waiting } }: { readonly pool: Counts }) {
  return (
    <Bar
      limit={owned}
      segments={[
        { id: 'held', amount: held, look: 'full' },
        { id: 'grace', amount: grace, look: 'hatched' },
        { id: 'waiting', amount: waiting, look: 'over' },
      ]}
    />
  )
}
