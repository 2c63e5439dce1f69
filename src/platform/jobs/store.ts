import type { Gate, Owner } from '../db/db.ts'
import { sql } from '../db/sql.ts'

/**
 * The server's way into the queue, whose tables it may not touch: they have row-level security and no policy. The
 * body is checked at once, so this comes after graphile-worker's own schema; as text it does not tie that down.
 */
export async function createEnqueue(owner: Owner): Promise<void> {
  await owner.run(sql`
    create or replace function platform.enqueue(task text, payload json, job_key text, run_at timestamptz, max_attempts integer)
    returns void language sql security definer set search_path = pg_catalog as $$
      select graphile_worker.add_job(task, payload, run_at => run_at, max_attempts => max_attempts, job_key => job_key)
    $$`)
  const signature = sql.part`function platform.enqueue(text, json, text, timestamptz, integer)`
  await owner.run(sql`revoke execute on ${signature} from public`)
  await owner.run(sql`grant execute on ${signature} to rollcall_server`)
}

export interface JobOptions {
  /** A job of the same key that has not begun is replaced: "wake this connector" is there once. */
  readonly key?: string
  /** Not before. Default now. */
  readonly runAt?: Date
  /** Default 10, with growing pauses: about a quarter of an hour in all. */
  readonly attempts?: number
}

/** Adds a job; within a transaction it is there only when that commits. The payload says which organization, where there is one. */
export async function enqueue(db: Gate, task: string, payload: object, options: JobOptions = {}): Promise<void> {
  const { key = null, runAt = null, attempts = 10 } = options
  await db.run(sql`select platform.enqueue(${task}, ${JSON.stringify(payload)}::json, ${key}, ${runAt}, ${attempts})`)
}
