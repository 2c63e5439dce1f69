import { PlanInput, Plan as PlanJson, PlannedChanges, PlannedChangesQuery } from '../../contract/plan.ts'
import { ById } from '../../contract/reference.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isNumber, readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId, newId } from '../../platform/id.ts'
import { addRule, changeRule, orderRules, type RuleEdit, removeRule } from '../../rules/edit.ts'
import { emptyRule, withChange } from '../../rules/input.ts'
import { knownFor } from '../../rules/routes/writing.ts'
import type { Rule, RuleId } from '../../rules/rule.ts'
import { type Draft, draftOf } from '../../rules/store/draft.ts'
import { liveRules, liveVersion } from '../../rules/store/rules.ts'
import type { Change } from '../change.ts'
import type { Plan } from '../plan.ts'
import { CHANGES_KEPT, planById, type StoredPlan, savePlan } from '../store/plans.ts'
import { SHOWN_FIRST, shownChanges, shownPlan } from './plan.ts'

export interface PlanDeps {
  readonly clock: Clock
  readonly planRules: (db: Db, rules: readonly Rule[], now: Date) => Promise<{ readonly plan: Plan; readonly at: Date }>
}

const tags = ['plans']

/** What would become of everybody, before it happens. */
export function planRoutes(fastify: TypedRoutes, { clock, planRules }: PlanDeps): void {
  fastify.post(
    '/plans',
    {
      schema: {
        tags,
        summary: 'What the draft, or a change to it, would do to everybody',
        description:
          'Without a body: the plan of the draft, kept under its id to be applied with it (404 where there is no draft). With one: ' +
          'that of a change being typed or dragged, on top of the draft or of the live rules; kept nowhere.',
        body: PlanInput,
        response: { 200: PlanJson, 201: PlanJson },
      },
    },
    async ({ caller, body }, reply) => {
      requireAdmin(caller)
      const { db } = caller
      const draft = await draftOf(db)
      const version = await liveVersion(db)
      const edit = body && Object.keys(body).length > 0 ? await editIn(db, body) : null
      if (!draft && !edit) throw new Refused(404, 'NO_DRAFT', 'There is no draft: the live rules are not being edited.')
      const rules = draft?.rules ?? (await liveRules(db))
      const { plan, at } = await planRules(db, edit ? edit(rules) : rules, clock.now())
      const from = { ruleSetVersion: version, draftVersion: draft?.version ?? null, digest: plan.digest }
      if (edit) return shownPlan(db, plan, { ...from, id: null, at: at.toISOString(), next: null })
      const stored = await keep(caller, plan, at, version, draft!)
      reply.code(201)
      return shownStored(db, stored)
    },
  )

  fastify.get(
    '/plans/:id',
    { schema: { tags, summary: 'A plan of the draft, as it was made', params: ById, response: { 200: PlanJson } } },
    async ({ caller: { db }, params }) => shownStored(db, await find(db, params.id)),
  )

  fastify.get(
    '/plans/:id/changes',
    {
      schema: {
        tags,
        summary: 'The changes of a plan, in the order of a run',
        description:
          'The first thousand are kept; those after are worked out again, as long as the draft and the live rules are those of the plan ' +
          '(else 409 PLAN_OUTDATED).',
        params: ById,
        querystring: PlannedChangesQuery,
        response: { 200: PlannedChanges },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const plan = await find(db, params.id)
      const { limit = 100, product, kind } = query
      const first = readCursor(query.cursor, isNumber) ?? 0
      const isMeant = (change: Change) =>
        (product === undefined || change.product === product) && (kind === undefined || change.kind.startsWith(kind))
      const enough = plan.outlook.changeCount <= plan.changes.length
      let meant = plan.changes.filter(isMeant)
      if (!enough && meant.length < first + limit + 1) meant = (await again(db, plan)).filter(isMeant)
      const page = meant.slice(first, first + limit)
      const next = meant.length > first + limit ? writeCursor(first + limit) : null
      return { changes: await shownChanges(db, page), next }
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

/** @throws {Refused} 422 unless it is one edit, and what the edit refuses */
async function editIn(db: Db, body: NonNullable<PlanInput>): Promise<RuleEdit> {
  const { add, change, remove, order } = body
  if ([add, change, remove, order].filter((one) => one !== undefined).length !== 1)
    throw new Refused(422, 'ONE_EDIT', 'A plan is of one edit: add, change, remove or order.')
  if (remove !== undefined) return removeRule(remove)
  if (order) return orderRules(order)
  const known = await knownFor(db, add ?? change!.to)
  if (add) return addRule(withChange(emptyRule(newId() as RuleId), add, known))
  return changeRule(change!.id, (rule) => withChange(rule, change!.to, known))
}

async function keep(
  { db, actor }: Caller,
  { takings, digest, changes, ...outlook }: Plan,
  at: Date,
  ruleSetVersion: number,
  draft: Draft,
): Promise<StoredPlan> {
  const stored: StoredPlan = {
    id: newId(),
    at,
    madeBy: actor.name,
    ruleSetVersion,
    draftVersion: draft.version,
    digest,
    outlook,
    changes: changes.slice(0, CHANGES_KEPT),
    takings,
  }
  await db.transaction((tx) => savePlan(tx, stored))
  return stored
}

function shownStored(db: Db, { id, at, ruleSetVersion, draftVersion, digest, outlook, changes }: StoredPlan) {
  const next = outlook.changeCount > SHOWN_FIRST ? writeCursor(SHOWN_FIRST) : null
  return shownPlan(
    db,
    { ...outlook, changes },
    { id, at: at.toISOString(), ruleSetVersion, draftVersion, digest, next },
  )
}

/** @throws {Refused} 404 */
async function find(db: Db, id: string): Promise<StoredPlan> {
  const plan = isId(id) ? await planById(db, id) : undefined
  if (!plan) throw new Refused(404, 'NOT_FOUND', 'There is no such plan.')
  return plan
}
