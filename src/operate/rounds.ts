import { fullPass } from '../full-pass.ts'
import { emptyDeletedSources } from '../inbound/receive/source.ts'
import { allOrganizations } from '../plan/store/due.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/db.ts'
import type { Log } from '../platform/log.ts'

export interface Rounds {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly wake: (organization: string) => void
}

/**
 * A full pass over every organization, one after the other: cheap insurance, since what runs keep right bit by bit is
 * looked at again as a whole. What it finds is a defect of ours, so it says so; the next run puts it right.
 */
export async function makeRounds(rounds: Rounds): Promise<void> {
  const { database, clock, log, wake } = rounds
  await finishDeletions(rounds)
  for (const organization of await allOrganizations(database.gate)) {
    const { differing, products, wrongCounters } = await fullPass(database.of(organization), clock.now())
    if (wrongCounters.length > 0) log.error({ organization, wrongCounters }, 'counters of seats are wrong: a defect')
    if (differing + products === 0) continue
    log.warn({ organization, differing, products }, 'the full pass found what runs had left behind')
    wake(organization)
  }
}

/** Deletions of sources that were cut off go on: at every start, and every hour. */
export async function finishDeletions({ database, clock, log, wake }: Rounds): Promise<void> {
  for (const organization of await allOrganizations(database.gate)) {
    const finished = await emptyDeletedSources(database.of(organization), { clock, wake })
    if (finished > 0) log.info({ organization, finished }, 'finished deleting sources')
  }
}
