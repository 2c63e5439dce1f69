import Type from 'typebox'
import { PageQuery } from '../../contract/paging.ts'
import { RunInput, RunOutcome, Runs } from '../../contract/run.ts'
import { fullPass } from '../../full-pass.ts'
import { runsPage } from '../../history/store.ts'
import { requireAdmin } from '../../organization/caller.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { reconcile } from '../../reconcile.ts'
import type { ApiDeps } from '../deps.ts'

const tags = ['runs']

/** Runs, and asking for one. */
export function runRoutes(fastify: TypedRoutes, { clock }: ApiDeps): void {
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
      if (body?.full) await fullPass(caller.db, clock.now())
      const { run, touched, changed, stopped } = await reconcile(caller.db, clock.now())
      return { run, touched, changed, stopped }
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

const isRun = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)
