import { planned } from './apply/planned.ts'
import { fullPass } from './full-pass.ts'
import { lockOrganization } from './organization/store/lock.ts'
import type { Plan } from './plan/plan.ts'
import { frameOf } from './plan/store/frame.ts'
import { countsNow } from './plan/store/plans.ts'
import type { Db } from './platform/db/db.ts'
import { decide, takeDue } from './reconcile.ts'

/** How a rehearsal ends: nothing of it is kept. */
class Over extends Error {
  readonly plan: Plan
  constructor(plan: Plan) {
    super('A rehearsal is over.')
    this.plan = plan
  }
}

/**
 * What a run would do after an edit, or now: the edit is made and the run decided in a transaction that is rolled back. It
 * holds the organization's lock meanwhile, as a run would. Also where User Sync is paused: then it is what switching it on
 * would do.
 *
 * Grows as a run does, and with a count of all seats and lines.
 *
 * @param edit what to do before; it may throw what the edit throws
 * @param isFull whether to look at everybody, not only at who is touched
 */
export async function rehearse(
  db: Db,
  now: Date,
  edit: (tx: Db) => Promise<unknown> = async () => {},
  isFull = false,
): Promise<Plan> {
  try {
    return await db.transaction(async (tx) => {
      await lockOrganization(tx)
      const before = await countsNow(tx)
      await edit(tx)
      if (isFull) await fullPass(tx, now)
      const due = await takeDue(tx, now)
      const { record, verdicts } = await decide(tx, due, now, Number.MAX_SAFE_INTEGER)
      throw new Over(planned(await frameOf(tx), record, verdicts, before))
    })
  } catch (error) {
    if (error instanceof Over) return error.plan
    throw error
  }
}
