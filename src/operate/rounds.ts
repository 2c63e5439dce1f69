import { forget } from '../history/forget.ts'
import { dropEmptyPartitions, preparePartitions } from '../history/store/kept.ts'
import { emptyDeletedSources } from '../inbound/receive/source.ts'
import { forgetTraffic } from '../inbound/traffic/forget.ts'
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
 * looked at again as a whole. What it finds is a defect of ours, so it says so; the next run puts it right. Then history:
 * what is older than it is kept goes, and the months ahead get their place.
 */
export async function makeRounds(rounds: Rounds): Promise<void> {
  const { database, clock, log, planner, wake } = rounds
  await keepMonths(rounds)
  await finishDeletions(rounds)
  for (const organization of await allOrganizations(database.gate)) {
    const db = database.of(organization)
    const { differing, products, wrongCounters } = await planner.fullPass(db, clock.now())
    if (wrongCounters.length > 0) log.error({ organization, wrongCounters }, 'counters of seats are wrong: a defect')
    if (differing + products > 0) {
      log.warn({ organization, differing, products }, 'the full pass found what runs had left behind')
      wake(organization)
    }
    await forget(db, clock.now())
    await forgetTraffic(db, clock.now())
  }
  await tolerating(log, async () => void (await dropEmptyPartitions(database.gate, clock.now())))
}

/** Makes the partitions of history for the months ahead: at start, and every hour. Without them writes are safe, only not apart. */
export function keepMonths({ database, clock, log }: Pick<Rounds, 'database' | 'clock' | 'log'>): Promise<void> {
  return tolerating(log, async () => {
    const made = await preparePartitions(database.gate, clock.now())
    if (made.length > 0) log.info({ made }, 'partitions of history made')
  })
}

/** Partitions need a lock that somebody may hold for long: there is another round in an hour. */
async function tolerating(log: Log, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.warn({ err: error }, 'partitions of history could not be made or dropped now')
  }
}

/** Deletions of sources that were cut off go on: at every start, and every hour. */
export async function finishDeletions({ database, clock, log, wake }: Omit<Rounds, 'planner'>): Promise<void> {
  for (const organization of await allOrganizations(database.gate)) {
    const finished = await emptyDeletedSources(database.of(organization), { clock, wake })
    if (finished > 0) log.info({ organization, finished }, 'finished deleting sources')
  }
}
