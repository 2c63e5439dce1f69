import { Logger, parseCronItems, run, runMigrations, type TaskList } from 'graphile-worker'
import type { Owner } from '../db/db.ts'
import { oneNodeAtATime } from '../db/migrate.ts'
import { Permanent } from '../errors.ts'
import type { Log } from '../log.ts'
import { createEnqueue } from './store.ts'

/**
 * Jobs are for what is rare: moments that come, mails, exports, waking a connector. Never one job a user: what is to be
 * carried out for many has a table of its own.
 */
export type Tasks = Readonly<Record<string, (payload: unknown, context: JobContext) => Promise<void>>>

export interface JobContext {
  readonly log: Log
  /** Counts from 1. */
  readonly attempt: number
  /** Aborts when the worker stops: a long job should look at it. */
  readonly signal: AbortSignal | undefined
}

/** A task that begins again and again. */
export interface Cron {
  readonly task: string
  /** Five fields of crontab(5), in UTC: minute, hour, day of month, month, day of week. */
  readonly at: string
  /** How long after its moment a missed one is still made up for, in minutes. Default 0: not at all. */
  readonly makeUpMinutes?: number
}

export interface JobsOptions {
  readonly owner: Owner
  readonly tasks: Tasks
  readonly cron?: readonly Cron[]
  readonly log: Log
  /** Jobs at a time; each that runs takes one of the owner's connections for a moment. Default 2. */
  readonly concurrency?: number
  readonly prepare?: boolean
}

export interface Jobs {
  /** Takes no more jobs and waits for those that run; what does not end within a few seconds is tried again by another. */
  stop(): Promise<void>
}

/** Makes or updates the queue's tables, and the function by which the server adds to it. After `migrate`. */
export function installJobs(owner: Owner, log: Log): Promise<void> {
  return oneNodeAtATime(owner, async () => {
    await runMigrations({ pgPool: owner.pool, logger: logger(log) })
    await createEnqueue(owner)
  })
}

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { owner, tasks, cron = [], log, concurrency = 2, prepare = true } = options
  const runner = await run({
    pgPool: owner.pool,
    concurrency,
    noHandleSignals: true,
    noPreparedStatements: !prepare,
    pollInterval: 1000,
    logger: logger(log),
    taskList: taskList(tasks, log),
    parsedCronItems: parseCronItems(
      cron.map(({ task, at, makeUpMinutes = 0 }) => ({
        task,
        match: at,
        options: { backfillPeriod: makeUpMinutes * 60_000, maxAttempts: 3, jobKey: `cron:${task}` },
      })),
    ),
  })
  // Its end by itself is the database's being away for long; the worker's own error says why.
  runner.promise.catch((error: unknown) => log.error({ err: error }, 'the job worker ended'))
  return { stop: () => runner.stop() }
}

function taskList(tasks: Tasks, log: Log): TaskList {
  const entries = Object.entries(tasks).map(([name, task]) => {
    const run: TaskList[string] = async (payload, { job, abortSignal }) => {
      const context = { log: log.child({ task: name, job: job.id }), attempt: job.attempts, signal: abortSignal }
      try {
        await task(payload, context)
      } catch (error) {
        context.log.error({ err: error, attempt: job.attempts, of: job.max_attempts }, 'job failed')
        // Trying again cannot help, so it is over. Anything else waits its turn.
        if (!(error instanceof Permanent)) throw error
      }
    }
    return [name, run] as const
  })
  return Object.fromEntries(entries)
}

/** graphile-worker tells every step; its own errors of jobs repeat ours. */
function logger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn(`job worker: ${message}`)
    else log.trace(`job worker: ${message}`)
  })
}
