import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { organizationsToRun } from './plan/store/due.ts'
import { type Planner, plannerHere, runOf } from './planner.ts'
import type { Clock } from './platform/clock.ts'
import type { Connection, Database } from './platform/db/db.ts'
import { openWakeups } from './platform/db/listen.ts'
import { Retryable } from './platform/errors.ts'
import type { Log } from './platform/log.ts'
import type { RunOutcome } from './reconcile.ts'

/** The engine's motor: it decides when an organization has a run, never what the run does. */
export interface Worker {
  /** Something was committed for this organization. Returns at once; however many calls, one run answers them. */
  wake(organization: string): void
  /** How long the oldest wake-up has waited for its run; 0 when there is none. */
  lagSeconds(): number
  /** When the worker last managed to ask what is due; undefined before the first time. */
  lookedAt(): Date | undefined
  /** Begins no run any more, and waits for those in progress. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Where runs over very many users are made; without it, here. */
  readonly planner?: Planner
  /** For hearing from nodes that have no worker. Without it only `wake` and the look tell. */
  readonly connection?: Connection
  readonly registry?: Registry
  /** Organizations that have a run at once; each takes a connection of the pool. Default 4. */
  readonly runsAtOnce?: number
  /** Between two looks at what is due. Default 1,000. */
  readonly lookMs?: number
  /** One run; replaced in tests of the loop itself. */
  readonly run?: (organization: string) => Promise<RunOutcome>
}

interface Turn {
  /** When the wake-up came that no run has answered yet. */
  wokenAt: number | undefined
  state: 'idle' | 'queued' | 'running' | 'resting'
  failures: number
  /** What is in the log already. */
  lastError: string | undefined
  rest: NodeJS.Timeout | undefined
}

const RETRY_MS = 100
const RETRY_MS_MAX = 10_000
const DEFECT_MS = 1000
const DEFECT_MS_MAX = 300_000

/**
 * Runs each organization that was woken, one run at a time for each, several organizations at once. What was touched
 * stays touched when a run fails, so a run is repeated, after a growing pause, until it succeeds: nothing is lost.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { database, clock, log, planner = plannerHere(), connection, registry, runsAtOnce = 4, lookMs = 1000 } = options
  const run = options.run ?? ((organization) => runOf(planner, database.of(organization), clock.now()))
  const turns = new Map<string, Turn>()
  const queue: string[] = []
  const running = new Set<Promise<void>>()
  const measure = measures(registry, () => lagSeconds())
  let stopped = false
  let lookedAt: Date | undefined
  let looking: Promise<void> | undefined
  let blind = false

  const turnOf = (organization: string): Turn => {
    let turn = turns.get(organization)
    if (!turn) {
      turn = { wokenAt: undefined, state: 'idle', failures: 0, lastError: undefined, rest: undefined }
      turns.set(organization, turn)
    }
    return turn
  }

  const wake = (organization: string): void => {
    const turn = turnOf(organization)
    turn.wokenAt ??= performance.now()
    if (turn.state === 'idle') enqueue(organization, turn)
  }

  const enqueue = (organization: string, turn: Turn): void => {
    if (stopped) return
    turn.state = 'queued'
    queue.push(organization)
    pump()
  }

  const pump = (): void => {
    while (!stopped && running.size < runsAtOnce && queue.length > 0) {
      const organization = queue.shift()!
      const one = runOnce(organization, turns.get(organization)!).finally(() => {
        running.delete(one)
        pump()
      })
      running.add(one)
    }
  }

  const runOnce = async (organization: string, turn: Turn): Promise<void> => {
    const wokenAt = turn.wokenAt ?? performance.now()
    // Taken before the run reads: whoever wakes from here on may have written what this run does not see.
    turn.wokenAt = undefined
    turn.state = 'running'
    const startedAt = performance.now()
    try {
      const outcome = await run(organization)
      turn.failures = 0
      turn.lastError = undefined
      measure.ran(outcome, startedAt, wokenAt)
      turn.state = 'idle'
      if (turn.wokenAt !== undefined) enqueue(organization, turn)
      else turns.delete(organization)
    } catch (error) {
      turn.wokenAt = wokenAt
      rest(organization, turn, error)
    }
  }

  const rest = (organization: string, turn: Turn, error: unknown): void => {
    const retryable = error instanceof Retryable
    const [first, most] = retryable ? [RETRY_MS, RETRY_MS_MAX] : [DEFECT_MS, DEFECT_MS_MAX]
    const asked = retryable ? (error.retryAfterSeconds ?? 0) * 1000 : 0
    const pauseMs = Math.max(asked, Math.min(first * 2 ** turn.failures, most))
    turn.failures += 1
    measure.failed(retryable ? 'retryable' : 'defect')
    // Once for as long as it is the same: a defect that lasts must not fill the disk.
    const said = error instanceof Error ? error.message : String(error)
    if (said !== turn.lastError)
      log[retryable ? 'warn' : 'error'](
        { err: error, organization },
        `A run failed; it is tried again from ${pauseMs} ms on.`,
      )
    turn.lastError = said
    turn.state = 'resting'
    turn.rest = setTimeout(() => enqueue(organization, turn), pauseMs)
    turn.rest.unref()
  }

  const look = async (): Promise<void> => {
    try {
      for (const organization of await organizationsToRun(database.gate, clock.now())) wake(organization)
      lookedAt = new Date()
      blind = false
    } catch (error) {
      if (!blind && !stopped) log.warn({ err: error }, 'The worker cannot ask what is due; it goes on asking.')
      blind = true
    }
  }
  const lookAgain = (): void => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }

  const lagSeconds = (): number => {
    let oldest = Number.POSITIVE_INFINITY
    for (const turn of turns.values()) oldest = Math.min(oldest, turn.wokenAt ?? oldest)
    return oldest === Number.POSITIVE_INFINITY ? 0 : (performance.now() - oldest) / 1000
  }

  const timer = setInterval(lookAgain, lookMs)
  lookAgain()
  const wakeups = connection ? openWakeups({ connection, onTouched: wake, log: (text) => log.warn(text) }) : undefined

  return {
    wake,
    lagSeconds,
    lookedAt: () => lookedAt,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      for (const turn of turns.values()) clearTimeout(turn.rest)
      await Promise.all([wakeups?.close(), looking, ...running])
    },
  }
}

/** What /metrics says of the worker. Nothing names an organization. */
function measures(registry: Registry | undefined, lagSeconds: () => number) {
  const registers = registry ? [registry] : []
  new Gauge({
    name: 'rollcall_run_lag_seconds',
    help: 'How long the oldest wake-up has waited for its run.',
    registers,
    collect() {
      this.set(lagSeconds())
    },
  })
  const answered = new Histogram({
    name: 'rollcall_run_answer_seconds',
    help: 'From a wake-up until the run that answered it was durable.',
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  })
  const took = new Histogram({
    name: 'rollcall_run_duration_seconds',
    help: 'Duration of runs that had something to do.',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const changes = new Counter({ name: 'rollcall_run_changes_total', help: 'Changes that runs made.', registers })
  const stops = new Counter({
    name: 'rollcall_stopped_losses_total',
    help: 'Losses that the safeguard stopped.',
    registers,
  })
  const failures = new Counter({
    name: 'rollcall_run_failures_total',
    help: 'Runs that failed and were tried again.',
    labelNames: ['cause'] as const,
    registers,
  })
  return {
    ran(outcome: RunOutcome, startedAt: number, wokenAt: number): void {
      const now = performance.now()
      answered.observe((now - wokenAt) / 1000)
      if (outcome.run === null) return
      took.observe((now - startedAt) / 1000)
      changes.inc(outcome.changed)
      stops.inc(outcome.stopped)
    },
    failed(cause: 'retryable' | 'defect'): void {
      failures.inc({ cause })
    },
  }
}
