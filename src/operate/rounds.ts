import { allOrganizations } from '../plan/store/due.ts'
import type { Planner } from '../planner.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/db.ts'
import type { Log } from '../platform/log.ts'

export interface Rounds {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly planner: Planner
  readonly wake: (organization: string) => void
}

/**
 * A full pass over every organization, one after the other: cheap insurance, since what runs keep right bit by bit is
 * looked at again as a whole. What it finds is a defect of ours, so it says so; the next run puts it right.
 */
export async function makeRounds({ database, clock, log, planner, wake }: Rounds): Promise<void> {
  for (const organization of await allOrganizations(database.gate)) {
    const { differing, products, wrongCounters } = await planner.fullPass(database.of(organization), clock.now())
    if (wrongCounters.length > 0) log.error({ organization, wrongCounters }, 'counters of seats are wrong: a defect')
    if (differing + products === 0) continue
    log.warn({ organization, differing, products }, 'the full pass found what runs had left behind')
    wake(organization)
  }
}
