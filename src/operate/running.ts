import { mkdirSync } from 'node:fs'
import { allOrganizations } from '../plan/store/due.ts'
import { type Planner, plannerThread } from '../planner.ts'
import { AdjustableClock, type Clock, systemClock } from '../platform/clock.ts'
import type { Connection, Database } from '../platform/db/db.ts'
import { openWakeups } from '../platform/db/listen.ts'
import { type Closing, closeInOrder } from '../platform/graceful.ts'
import { startJobs } from '../platform/jobs/jobs.ts'
import type { Log } from '../platform/log.ts'
import { createMetrics, type Registry } from '../platform/metrics.ts'
import { buildServer } from '../server.ts'
import { startWorker, type Worker } from '../worker.ts'
import { buildConsole } from './console.ts'
import { type Installation, openInstallation } from './installation.ts'
import { drain, listen, refuseExposure } from './listening.ts'
import { finishDeletions, keepMonths, makeRounds } from './rounds.ts'
import type { RollcallConfig } from './settings.ts'
import { migrationsMissing } from './store/checks.ts'

/** A Rollcall that serves, works, or both. */
export interface Running {
  readonly installation: Installation
  readonly clock: Clock
  /** Where people reach it. */
  readonly url: string
  /** Stops everything in order, in under five seconds. @returns whether all went well */
  stop(): Promise<boolean>
}

/** Ctrl-C is answered within five seconds; the rest of them is the program's own. */
const STOP_MS = 4500
/** Every hour, and not at the minute at which everybody's hourly jobs begin. */
const FULL_PASS_AT = '17 * * * *'
/** The worker asks every second. */
const BLIND_SECONDS_MAX = 10

/** @throws {Refused} for what the operator can change: a port that is taken, a data folder in use, plain http in public */
export async function startRollcall(config: RollcallConfig, env: NodeJS.ProcessEnv, log: Log): Promise<Running> {
  refuseExposure(config)
  await buildConsole((text) => void process.stderr.write(`${text}\n`))
  const installation = await openInstallation(config, log)
  mkdirSync(installation.data, { recursive: true, mode: 0o700 })
  const closing = closeInOrder(log, STOP_MS)
  closing.add('the database', installation.close)
  try {
    const { database, connection } = installation
    const metrics = createMetrics()
    const clock = env.ROLLCALL_TEST_CLOCK === '1' ? new AdjustableClock() : systemClock
    const planner = plannerThread(connection, config.databasePrepare)
    closing.add('the thread for plans', planner.close)
    const worker = config.work
      ? await startWork({ database, connection, clock, log, metrics, planner, closing })
      : undefined
    const wake = worker?.wake ?? tellOthers(connection, log, closing)
    const readiness = readinessOf(database, worker)
    const http = await buildServer({ ...config, database, clock, log, metrics, wake, planner, readiness })
    closing.add('requests', () => drain(http))
    const url = await listen(http, config)
    installation.announce(url)
    return { installation, clock, url, stop: closing.close }
  } catch (error) {
    await closing.close()
    throw error
  }
}

/** What must hold before requests may come here. One organization's trouble is not the node's: lag is in /metrics. */
function readinessOf(database: Database, worker: Worker | undefined): ReadonlyMap<string, () => Promise<void>> {
  const checks = new Map([
    [
      'migrations',
      async () => {
        const missing = await migrationsMissing(database.owner)
        if (missing.length > 0) throw new Error(`not run yet: ${missing.join(', ')}`)
      },
    ],
    ['database', async () => void (await allOrganizations(database.gate))],
  ])
  if (worker)
    checks.set('worker', async () => {
      const seconds = (Date.now() - (worker.lookedAt()?.getTime() ?? 0)) / 1000
      if (seconds > BLIND_SECONDS_MAX) throw new Error('it has not managed to ask what is due')
    })
  return checks
}

export interface WorkOptions {
  readonly database: Database
  readonly connection: Connection
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Registry
  readonly planner: Planner
  readonly closing: Closing
}

/** The worker, and the moments that come by themselves. */
export async function startWork(options: WorkOptions): Promise<Worker> {
  const { database, connection, clock, log, metrics, planner, closing } = options
  await keepMonths({ database, clock, log })
  const worker = startWorker({ database, connection, clock, log, planner, registry: metrics })
  closing.add('the worker', worker.stop)
  const rounds = { database, clock, log, planner, wake: worker.wake }
  finishDeletions(rounds).catch((error: unknown) => log.warn({ err: error }, 'deletions go on with the next round'))
  const jobs = await startJobs({
    owner: database.owner,
    tasks: { 'full-pass': () => makeRounds(rounds) },
    cron: [{ task: 'full-pass', at: FULL_PASS_AT }],
    log,
  })
  closing.add('jobs', jobs.stop)
  return worker
}

/** Without a worker here, those of other nodes hear at once; with one, it is quicker than they are. */
function tellOthers(connection: Connection, log: Log, closing: Closing): (organization: string) => void {
  const wakeups = openWakeups({ connection, onTouched: () => {}, log: (text) => log.warn(text) })
  closing.add('wake-ups', wakeups.close)
  return wakeups.notify
}
