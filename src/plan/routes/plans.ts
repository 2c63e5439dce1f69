import { PlanInput, Plan as PlanJson } from '../../contract/plan.ts'
import { ById } from '../../contract/reference.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { writeCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { newId } from '../../platform/id.ts'
import { addRule, changeRule, orderRules, type RuleEdit, removeRule } from '../../rules/edit.ts'
import { emptyRule, withChange } from '../../rules/input.ts'
import { knownFor } from '../../rules/routes/writing.ts'
import type { Rule, RuleId } from '../../rules/rule.ts'
import { type Draft, draftOf } from '../../rules/store/draft.ts'
import { liveRules, liveVersion } from '../../rules/store/rules.ts'
import type { Plan } from '../plan.ts'
import { CHANGES_KEPT, type StoredPlan, savePlan } from '../store/plans.ts'
import { SHOWN_FIRST, shownPlan } from './plan.ts'
import { planNamed, plannedChangesRoutes } from './planned-changes.ts'

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
      const nowhere = { id: null, madeBy: null, appliedAs: null, next: null }
      if (edit) return shownPlan(db, plan, { ...from, ...nowhere, at: at.toISOString() })
      const stored = await keep(caller, plan, at, version, draft!)
      reply.code(201)
      return shownStored(db, stored)
    },
  )

  fastify.get(
    '/plans/:id',
    { schema: { tags, summary: 'A plan of the draft, as it was made', params: ById, response: { 200: PlanJson } } },
    async ({ caller: { db }, params }) => shownStored(db, await planNamed(db, params.id)),
  )

  plannedChangesRoutes(fastify, { clock, planRules })
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
    appliedAs: null,
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

function shownStored(db: Db, { outlook, changes, takings: _, ...origin }: StoredPlan) {
  const next = outlook.changeCount > SHOWN_FIRST ? writeCursor(SHOWN_FIRST) : null
  return shownPlan(db, { ...outlook, changes }, { ...origin, at: origin.at.toISOString(), next })
}
