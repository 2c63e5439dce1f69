import { Readable } from 'node:stream'
import Type, { type Static } from 'typebox'
import { PlanExportQuery, type PlannedChange, PlannedChanges, PlannedChangesQuery } from '../../contract/plan.ts'
import { ById } from '../../contract/reference.ts'
import { csvLine, exportTypes } from '../../history/export.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isNumber, readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { draftOf } from '../../rules/store/draft.ts'
import { liveVersion } from '../../rules/store/rules.ts'
import type { Change } from '../change.ts'
import { outcomeOf } from '../plan.ts'
import { planById, type StoredPlan, usersCalled } from '../store/plans.ts'
import { shownChanges } from './plan.ts'
import type { PlanDeps } from './plans.ts'

const tags = ['plans']

/** Names are looked up so many at a time. */
const SENT = 1000

/** The changes of a plan that is kept: a page at a time, filtered, or as a file. */
export function plannedChangesRoutes(fastify: TypedRoutes, { clock, planRules }: PlanDeps): void {
  fastify.get(
    '/plans/:id/changes',
    {
      schema: {
        tags,
        summary: 'The changes of a plan, in the order of a run',
        description:
          'All filters that are given must hold. The first thousand are kept; those after are worked out again, as long as the draft ' +
          'and the live rules are those of the plan (else 409 PLAN_OUTDATED).',
        params: ById,
        querystring: PlannedChangesQuery,
        response: { 200: PlannedChanges },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const plan = await planNamed(db, params.id)
      const { limit = 100 } = query
      const first = readCursor(query.cursor, isNumber) ?? 0
      const isMeant = await meantBy(db, query)
      let meant = plan.changes.filter(isMeant)
      let isAll = plan.outlook.changeCount <= plan.changes.length
      if (!isAll && meant.length < first + limit + 1) {
        meant = (await again(db, plan)).filter(isMeant)
        isAll = true
      }
      const page = meant.slice(first, first + limit)
      const next = meant.length > first + limit ? writeCursor(first + limit) : null
      return { changes: await shownChanges(db, page), count: isAll ? meant.length : null, next }
    },
  )

  fastify.get(
    '/plans/:id/export',
    {
      schema: {
        tags,
        summary: 'All changes of a plan, as a file',
        description:
          'CSV (RFC 4180, UTF-8): a cell that a spreadsheet would take for a formula begins with an apostrophe. JSONL: each line as in the list.',
        params: ById,
        querystring: PlanExportQuery,
        response: { 200: Type.String() },
      },
    },
    async ({ caller: { db }, params, query: { format } }, reply) => {
      const plan = await planNamed(db, params.id)
      const isAll = plan.outlook.changeCount <= plan.changes.length
      const changes = isAll ? plan.changes : await again(db, plan)
      reply.type(exportTypes[format]).header('content-disposition', `attachment; filename="plan-${plan.id}.${format}"`)
      // A stream is no text, but what comes of it is.
      return Readable.from(linesOf(db, changes, format)) as unknown as string
    },
  )

  async function again(db: Db, stored: StoredPlan): Promise<readonly Change[]> {
    const draft = await draftOf(db)
    if (draft?.version !== stored.draftVersion || (await liveVersion(db)) !== stored.ruleSetVersion)
      throw new Refused(
        409,
        'PLAN_OUTDATED',
        'The rules were edited since this plan was made. Make it again to see all of it.',
      )
    return (await planRules(db, draft.rules, clock.now())).plan.changes
  }
}

/** @throws {Refused} 404 */
export async function planNamed(db: Db, id: string): Promise<StoredPlan> {
  const plan = isId(id) ? await planById(db, id) : undefined
  if (!plan) throw new Refused(404, 'NOT_FOUND', 'There is no such plan.')
  return plan
}

async function meantBy(
  db: Db,
  { product, kind, outcome, rule, search }: Static<typeof PlannedChangesQuery>,
): Promise<(change: Change) => boolean> {
  const called = search?.trim() ? await usersCalled(db, search) : undefined
  return (change) =>
    (product === undefined || change.product === product) &&
    (kind === undefined || change.kind.startsWith(kind)) &&
    (outcome === undefined || outcomeOf(change) === outcome) &&
    (rule === undefined || (change.because.kind === 'rule' && change.because.rule === rule)) &&
    (called === undefined || called.has(change.user))
}

async function* linesOf(db: Db, changes: readonly Change[], format: 'csv' | 'jsonl'): AsyncGenerator<string> {
  const lineOf = format === 'csv' ? (change: PlannedChange) => csvLine(cellsOf(change)) : jsonLine
  if (format === 'csv') yield csvLine(['user', 'user id', 'outcome', 'kind', 'product', 'tier', 'reason', 'detail'])
  for (let at = 0; at < changes.length; at += SENT)
    yield (await shownChanges(db, changes.slice(at, at + SENT))).map(lineOf).join('')
}

const jsonLine = (change: PlannedChange) => `${JSON.stringify(change)}\n`

function cellsOf({ user, outcome, kind, product, tier, because, detail }: PlannedChange): readonly string[] {
  const said = detail === null ? '' : JSON.stringify(detail)
  return [user.name, user.id, outcome, kind, product?.name ?? '', tier?.name ?? '', because.text, said]
}
