import { totalmem } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PlanRules } from './apply/planned.ts'
import { type FullPass, fullPass } from './full-pass.ts'
import type { Plan } from './plan/plan.ts'
import type { Connection, Db } from './platform/db/db.ts'
import { Retryable } from './platform/errors.ts'
import { previewRules } from './preview.ts'
import { type RunOutcome, reconcile, TooMany } from './reconcile.ts'
import type { Rule } from './rules/rule.ts'

/** What looks at very many users of an organization at once, away from the thread that answers requests. */
export interface Planner {
  readonly planRules: PlanRules
  /** A run, however many it looks at. */
  run(db: Db, now: Date): Promise<RunOutcome>
  fullPass(db: Db, now: Date): Promise<FullPass>
  close(): Promise<void>
}

/** What is asked of the thread. */
export type Asked = { readonly organization: string; readonly now: Date } & (
  | { readonly what: 'plan'; readonly rules: readonly Rule[] }
  | { readonly what: 'full-pass' }
  | { readonly what: 'run' }
)

export interface Answered {
  readonly id: number
  readonly result?: { readonly plan: Plan; readonly at: Date } | FullPass | RunOutcome
  readonly failure?: { readonly message: string; readonly stack: string | undefined; readonly isRetryable: boolean }
}

/** In the thread that asks: for programs that end soon, and tests. Nothing is kept between two previews. */
export function plannerHere(): Planner {
  return {
    planRules: async (db, rules, now) => {
      const { plan, at } = await previewRules(db, rules, now)
      return { plan, at }
    },
    run: (db, now) => reconcile(db, now),
    fullPass,
    close: async () => {},
  }
}

/** Runs over more users than this hold up the thread they are in: a second or more. */
const USERS_HERE = 20_000

/** A run in this thread, or in the planner's where it looks at very many. */
export async function runOf(planner: Planner, db: Db, now: Date): Promise<RunOutcome> {
  try {
    return await reconcile(db, now, USERS_HERE)
  } catch (error) {
    if (!(error instanceof TooMany)) throw error
    return planner.run(db, now)
  }
}

/** After this long with nothing to do the thread ends, and with it what it kept in memory. */
const IDLE_MS = 600_000

/** Of the machine's memory, the most that the thread may take. */
const MEMORY_SHARE = 0.6

interface Waiting {
  resolve(result: never): void
  reject(error: Error): void
}

/** A thread with connections of its own, started when it is first asked. What it remembers is a cache, and may go at any time. */
export function plannerThread(connection: Connection, prepare: boolean): Planner {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let asked = 0

  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const begin = (): Worker => {
    // The extension is that of this file: TypeScript in a clone, JavaScript in the package.
    const made = new Worker(new URL(`./planner-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url), {
      workerData: { connection, prepare },
      // A first run over a million users takes some gigabytes, more than a program has by default.
      resourceLimits: { maxOldGenerationSizeMb: Math.round((totalmem() / 2 ** 20) * MEMORY_SHARE) },
    })
    made.on('message', ({ id, result, failure }: Answered) => {
      const waiter = waiting.get(id)
      waiting.delete(id)
      if (failure) waiter?.reject(asError(failure))
      else waiter?.resolve(result as never)
      rest()
    })
    made.on('error', (cause) => {
      if (thread === made) thread = undefined
      failAll(new Retryable('The thread that works out plans ended.', { cause }))
    })
    made.on('exit', () => {
      if (thread !== made) return
      thread = undefined
      failAll(new Retryable('The thread that works out plans ended.'))
    })
    return made
  }
  /** It keeps the program alive only while it is asked something. */
  const rest = () => {
    if (waiting.size > 0) return
    thread?.unref()
    clearTimeout(idle)
    idle = setTimeout(() => void close(), IDLE_MS)
    idle.unref()
  }
  const ask = <Result>(question: Asked): Promise<Result> => {
    clearTimeout(idle)
    thread ??= begin()
    thread.ref()
    const id = ++asked
    return new Promise<Result>((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      thread!.postMessage({ id, ...question })
    })
  }
  const close = async () => {
    clearTimeout(idle)
    const ending = thread
    thread = undefined
    await ending?.terminate()
    failAll(new Retryable('The thread that works out plans ended.'))
  }
  return {
    planRules: ({ organization }, rules, now) => ask({ what: 'plan', organization, rules, now }),
    run: ({ organization }, now) => ask({ what: 'run', organization, now }),
    fullPass: ({ organization }, now) => ask({ what: 'full-pass', organization, now }),
    close,
  }
}

function asError({ message, stack, isRetryable }: NonNullable<Answered['failure']>): Error {
  const error = isRetryable ? new Retryable(message) : new Error(message)
  if (stack) error.stack = stack
  return error
}
