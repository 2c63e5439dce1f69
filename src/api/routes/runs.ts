import Type from 'typebox'
import { PageQuery } from '../../contract/paging.ts'
import { Plan } from '../../contract/plan.ts'
import { RunInput, RunOutcome, Runs } from '../../contract/run.ts'
import { runsPage } from '../../history/store.ts'
import { requireAdmin } from '../../organization/caller.ts'
import { shownPlan } from '../../plan/routes/plan.ts'
import type { Db } from '../../platform/db/db.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { reconcile } from '../../reconcile.ts'
import { rehearse } from '../../rehearse.ts'
import { draftOf } from '../../rules/store/draft.ts'
import { liveVersion } from '../../rules/store/rules.ts'
import type { ApiDeps } from '../deps.ts'

const tags = ['runs']

/** Runs, and asking for one. */
export function runRoutes(fastify: TypedRoutes, { clock, planner }: ApiDeps): void {
  fastify.post(
    '/runs',
    {
      schema: {
        tags,
        summary: 'Run now',
        description: 'Answers after a run that saw every earlier write. User Sync paused: nothing is applied.',
        body: RunInput,
        response: { 200: RunOutcome },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      if (body?.full) await planner.fullPass(caller.db, clock.now())
      const { run, touched, changed, stopped } = await reconcile(caller.db, clock.now())
      return { run, touched, changed, stopped }
    },
  )

  fastify.post(
    '/runs/plan',
    {
      schema: {
        tags,
        summary: 'What a run would do now',
        description: 'Where User Sync is paused: what switching it on would do. `full` looks at everybody first.',
        body: RunInput,
        response: { 200: Plan },
      },
    },
    ({ caller, body }) => {
      requireAdmin(caller)
      return rehearsedPlan(caller.db, clock.now(), undefined, body?.full)
    },
  )

  fastify.get(
    '/runs',
    {
      schema: {
        tags,
        summary: 'Runs that found something to do, newest first',
        querystring: Type.Object(PageQuery, { additionalProperties: false }),
        response: { 200: Runs },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100 } = query
      const rows = await runsPage(db, readCursor(query.cursor, isRun) ?? null, limit + 1)
      const { page, next } = pageOf(rows, limit, (row) => row.run)
      return { runs: page.map((row) => ({ ...row, at: row.at.toISOString() })), next }
    },
  )
}

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
    at: now.toISOString(),
    ruleSetVersion: version,
    draftVersion: draft?.version ?? null,
    digest: plan.digest,
    next: null,
  })
}

const isRun = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)
