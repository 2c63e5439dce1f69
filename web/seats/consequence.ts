import type { Seats } from '../../src/contract/seat.ts'
import { text } from '../locales/text.ts'

type Pool = Pick<Seats['seats'][number], 'owned' | 'held' | 'grace' | 'waiting'>

/** What owning another number of seats does: who waits gets some, or nobody loses one and none is given for a while. */
export function consequenceOf({ owned, held, grace, waiting }: Pool, next: number | null): string {
  if (next === owned) return text('seats.same')
  const taken = held + grace
  const free = next === null ? Number.POSITIVE_INFINITY : next - taken
  if (free < 0) return text('seats.below', { count: -free })
  const given = Math.min(Math.max(free, 0), waiting)
  if (given > 0)
    return text(given === waiting ? 'seats.givesAll' : 'seats.gives', { count: given, left: waiting - given })
  if (next === null) return text('seats.becomesUnlimited')
  return text('seats.leaves', { count: free })
}
