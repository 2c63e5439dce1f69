import type { Plan as PlanJson, PlannedChange } from '../../contract/plan.ts'
import type { UserNo } from '../../directory/user.ts'
import { namedInBecause, shownBecause } from '../../history/shown.ts'
import type { Db } from '../../platform/db/db.ts'
import { referenceIn } from '../../rules/routes/shown.ts'
import { namesOf } from '../../rules/store/names.ts'
import type { Change } from '../change.ts'
import { type Outcome, outcomeOf, type Plan, type Takings, takingsBetween } from '../plan.ts'
import { usersByNo } from '../store/plans.ts'

/** What of a plan is shown at once. */
export const SHOWN_FIRST = 100

/** Where a plan comes from. */
export type Origin = Pick<
  PlanJson,
  'id' | 'at' | 'madeBy' | 'appliedAs' | 'ruleSetVersion' | 'draftVersion' | 'digest' | 'next'
>

/** What plans kept by an earlier release have not. */
type SinceKept = Pick<Plan, 'rules' | 'userCount'>

/** A plan as it is shown: with names, and its first changes. */
export async function shownPlan(
  db: Db,
  plan: Omit<Plan, 'takings' | 'digest' | keyof SinceKept> & Partial<SinceKept>,
  origin: Origin,
): Promise<PlanJson> {
  // A plan that was kept by an earlier release has no rules.
  const { rules = [], userCount = plan.changeCount } = plan
  const names = await namesOf(db, [
    ...plan.products.flatMap(({ product, tiers }) => [product, ...tiers.map(({ tier }) => tier)]),
    ...rules.map(({ rule }) => rule),
  ])
  const ref = referenceIn(names)
  return {
    ...origin,
    takes: plan.takes,
    users: plan.users,
    userCount,
    rules: rules.map(({ rule, ...sums }) => ({ rule: ref(rule), ...sums })),
    roles: plan.roles,
    mails: plan.mails,
    products: plan.products.map(({ product, verdict, tiers, gain, lose, move, wait }) => ({
      product: ref(product),
      gain,
      lose,
      move,
      wait,
      safeguard: verdict && { stopped: verdict.verdict === 'stopped', losses: verdict.losses, limit: verdict.limit },
      tiers: tiers.map(({ tier, ...counts }) => ({ tier: ref(tier), ...counts })),
    })),
    changeCount: plan.changeCount,
    changes: await shownChanges(db, origin.id === null ? ofEach(plan.changes) : plan.changes.slice(0, SHOWN_FIRST)),
  }
}

const EACH = SHOWN_FIRST / 4

/** The first of each outcome: of a plan that has no further pages, a hundred gains would else hide every loss. */
function ofEach(changes: readonly Change[]): readonly Change[] {
  if (changes.length <= SHOWN_FIRST) return changes
  const counts = new Map<Outcome, number>()
  return changes.filter((change) => {
    const outcome = outcomeOf(change)
    const count = (counts.get(outcome) ?? 0) + 1
    counts.set(outcome, count)
    return outcome !== 'none' && count <= EACH
  })
}

export async function shownChanges(db: Db, changes: readonly Change[]): Promise<PlannedChange[]> {
  const [names, users] = await Promise.all([
    namesOf(
      db,
      changes
        .flatMap(({ product, tier, because }) => [product, tier, ...namedInBecause(because)])
        .filter((id) => id !== undefined),
    ),
    usersByNo(db, [...new Set(changes.map((change) => change.user))]),
  ])
  const ref = referenceIn(names)
  return changes.map((change) => {
    const { user, kind, product, tier, detail, because } = change
    return {
      user: users.get(user) ?? { id: '', name: '' },
      outcome: outcomeOf(change),
      kind,
      product: product ? ref(product) : null,
      tier: tier ? ref(tier) : null,
      detail: detail ?? null,
      because: shownBecause(because, names),
    }
  })
}

/** What differs between what a plan took and what it would take now, with names: the first hundred users of each kind. */
export async function shownDifference(db: Db, seen: Takings, now: Takings) {
  const { more, less } = takingsBetween(seen, now)
  const keys = [...Object.keys(more), ...Object.keys(less)]
  const shown = [more, less].flatMap((takings) =>
    Object.values(takings).flatMap((users) => users.slice(0, SHOWN_FIRST)),
  )
  const [names, users] = await Promise.all([
    namesOf(
      db,
      keys.flatMap((key) => (key.startsWith('role ') ? [] : key.split(' ').slice(1))),
    ),
    usersByNo(db, [...new Set(shown)]),
  ])
  const ref = referenceIn(names)
  const one = ([key, numbers]: readonly [string, readonly UserNo[]]) => {
    const [kind = '', ...of] = key.split(' ')
    const [product, from, to] = kind === 'role' ? [undefined, ...of] : [of[0]!, of[1], of[2]]
    const named = (id: string | undefined) => (id === undefined ? {} : kind === 'role' ? id : ref(id))
    return {
      kind,
      ...(product && { product: ref(product) }),
      ...(from && to && { from: named(from), to: named(to) }),
      count: numbers.length,
      users: numbers.slice(0, SHOWN_FIRST).map((user) => users.get(user) ?? { id: '', name: '' }),
    }
  }
  return { more: Object.entries(more).map(one), less: Object.entries(less).map(one) }
}
