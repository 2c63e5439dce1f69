import type { Db } from '../../platform/db/db.ts'
import { deleteTraffic, keptTraffic, trafficEnd } from './store/forget.ts'

/** Requests of one source that are kept, however young. */
const MOST = 50_000
const BATCH = 5000

/** Deletes what is older than its source keeps it, and what is too much. */
export async function forgetTraffic(db: Db, now: Date, most = MOST): Promise<void> {
  for (const { id, days } of await keptTraffic(db)) {
    const last = await trafficEnd(db, id, new Date(now.getTime() - days * 86_400_000), most)
    if (last !== undefined) while ((await deleteTraffic(db, id, last, BATCH)) === BATCH);
  }
}
