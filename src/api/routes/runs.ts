import Type from 'typebox'
import { revertRun } from '../../apply/revert.ts'
import { PageQuery } from '../../contract/paging.ts'
import { Plan } from '../../contract/plan.ts'
import { namedBy, type ReferenceInput } from '../../contract/reference.ts'
import { ByRun, RunInput, RunOutcome, RunRevert, RunReverted, Runs } from '../../contract/run.ts'
import { shownRequest } from '../../history/shown.ts'
import { beginningsOf, recordRequest, runsPage, touchUsers } from '../../history/store.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import { runOf } from '../../planner.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { readMoment } from '../../platform/http/moment.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { productNamed } from '../../products/edit.ts'
import type { ProductId } from '../../products/product.ts'
import { usersById } from '../../rules/store/shown-pins.ts'
import type { ApiDeps } from '../deps.ts'
import { rehearsedPlan } from '../rehearsed.ts'

const tags = ['runs']

/** Runs, and asking for one. */
export function runRoutes(fastify: TypedRoutes, { clock, wake, planner }: ApiDeps): void {
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
      if (body?.users) await touchNamed(caller, body.users, clock.now())
      const { run, touched, changed, stopped } = await runOf(planner, caller.db, clock.now())
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
        description: '`began` is the first request that one of its changes names; null where only time passed.',
        querystring: Type.Object(PageQuery, { additionalProperties: false }),
        response: { 200: Runs },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100 } = query
      const rows = await runsPage(db, readCursor(query.cursor, isRun) ?? null, limit + 1)
      const { page, next } = pageOf(rows, limit, (row) => row.run)
      const began = await beginningsOf(
        db,
        page.map(({ run }) => run),
      )
      const beginning = (run: number) => {
        const request = began.get(run)
        return request ? shownRequest(request) : null
      }
      return { runs: page.map((row) => ({ ...row, at: row.at.toISOString(), began: beginning(row.run) })), next }
    },
  )

  fastify.post(
    '/runs/:run/revert',
    {
      schema: {
        tags,
        summary: 'Give back what a run took, by pins until a moment',
        description:
          'Whoever lost a seat, was moved to another tier or lost a role in that run, and does not have it back, is pinned ' +
          'to what they had. Who cannot be pinned is named with the reason. The run itself stays as it was.',
        params: ByRun,
        body: RunRevert,
        response: { 200: RunReverted },
      },
    },
    async ({ caller, params, body }) => {
      requireAdmin(caller)
      const at = clock.now()
      const reverted = await revertRun(caller, runNamed(params.run), await revertingAsked(caller.db, body, at), at)
      wake(caller.db.organization)
      return reverted
    },
  )

  fastify.post(
    '/runs/:run/revert/plan',
    {
      schema: {
        tags,
        summary: 'What giving back would do to everybody',
        params: ByRun,
        body: RunRevert,
        response: { 200: Plan },
      },
    },
    async ({ caller, params, body }) => {
      requireAdmin(caller)
      const at = clock.now()
      const reverting = await revertingAsked(caller.db, body, at)
      return rehearsedPlan(caller.db, at, (tx) => revertRun({ ...caller, db: tx }, runNamed(params.run), reverting, at))
    },
  )
}

/** @throws {Refused} 422 an end in the past, an unknown product */
async function revertingAsked(db: Db, { endsAt: asked, product, users, reason }: RunRevert, now: Date) {
  const endsAt = readMoment(asked, '/endsAt')
  if (endsAt <= now) throw new Refused(422, 'ENDS_IN_PAST', 'The end must be in the future.', { pointer: '/endsAt' })
  const named = product === undefined ? null : await productNamed(db, namedBy(product))
  return { product: (named?.id ?? null) as ProductId | null, users: users ?? null, endsAt, reason: reason.trim() }
}

/** Marks users whom an admin wants looked at again. @throws {Refused} 422 */
async function touchNamed({ db, actor }: Caller, named: readonly ReferenceInput[], at: Date): Promise<void> {
  const ids = [...new Set(named.map(namedBy))]
  const found = ids.every(isId) ? await usersById(db, ids) : []
  if (found.length < ids.length)
    throw new Refused(422, 'UNKNOWN_USER', 'One of these users is not there.', { pointer: '/users' })
  await db.transaction(async (tx) => {
    const [first, ...others] = found
    const target = others.length === 0 && first ? { kind: 'user', id: first.id, name: first.name } : undefined
    const detail = { users: found.length }
    const request = await recordRequest(tx, {
      at,
      actor,
      action: 'users.re-evaluate',
      detail,
      ...(target && { target }),
    })
    await touchUsers(
      tx,
      found.map(({ user }) => user),
      request,
    )
  })
}

const isRun = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

/** @throws {Refused} 404 for what is no number of a run */
function runNamed(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Refused(404, 'NOT_FOUND', `There is no run ${text}.`)
  return Number(text)
}
