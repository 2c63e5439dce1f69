import type { Plan } from '../contract/plan.ts'
import { shownPlan } from '../plan/routes/plan.ts'
import type { Db } from '../platform/db/db.ts'
import { rehearse } from '../rehearse.ts'
import { draftOf } from '../rules/store/draft.ts'
import { liveVersion } from '../rules/store/rules.ts'

/** What a run would do after an edit, as it is shown; kept nowhere. */
export async function rehearsedPlan(
  db: Db,
  now: Date,
  edit?: (tx: Db) => Promise<unknown>,
  isFull?: boolean,
): Promise<Plan> {
  const plan = await rehearse(db, now, edit, isFull)
  const [version, draft] = await Promise.all([liveVersion(db), draftOf(db)])
  return shownPlan(db, plan, {
    id: null,
    madeBy: null,
    appliedAs: null,
    at: now.toISOString(),
    ruleSetVersion: version,
    draftVersion: draft?.version ?? null,
    digest: plan.digest,
    next: null,
  })
}
