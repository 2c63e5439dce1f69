import type { Db } from '../platform/db/db.ts'
import { forgetChanges, forgetRequests, forgets } from './store/forget.ts'
import { keepSince, keptDays } from './store/kept.ts'

/** Rows deleted by one statement: others wait for none of them. */
const BATCH = 5000
/** Batches of one kind in one round: what is left over waits for the next round. */
const BATCHES_MAX = 400
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Deletes what is older than the organization keeps its history: requests, changes, and the intervals that have ended.
 * What is current stays, and the rules it names; the request that led to it may be gone. Nothing is shown as of a moment
 * before that any more, so that says so first.
 *
 * @returns since when history is kept; undefined: it is kept for ever
 */
export async function forget(db: Db, now: Date, batch = BATCH): Promise<Date | undefined> {
  const days = await keptDays(db)
  if (days === null) return undefined
  const before = new Date(now.getTime() - days * 86_400_000)
  await keepSince(db, before)
  for (const forgetOld of [forgetChanges, forgetRequests]) {
    let after: string | undefined = FIRST
    for (let batches = 0; batches < BATCHES_MAX && after !== undefined; batches++)
      after = await forgetOld(db, after, before, batch)
  }
  for (const forgetOld of forgets)
    for (let batches = 0; batches < BATCHES_MAX; batches++) if ((await forgetOld(db, before, batch)) < batch) break
  return before
}
