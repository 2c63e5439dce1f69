import { namedBy, type ReferenceInput } from '../contract/reference.ts'
import type { UserNo } from '../directory/user.ts'
import type { Plan } from '../plan/plan.ts'
import { shownDifference } from '../plan/routes/plan.ts'
import { planById, usersByNo } from '../plan/store/plans.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import type { ProductId } from '../products/product.ts'
import { namesOf } from '../rules/store/names.ts'
import { confirmedAhead } from './store/edits.ts'

/** What an admin saw before they said yes: whether it still holds, may be, and what they confirmed in the same act. */

/**
 * A plan is applied only if working it out again takes the same from the same users. More gains go through.
 * @throws {Refused} 404; 409 PLAN_CHANGED with only what differs
 */
export async function refuseOther(tx: Db, id: string, now: Plan): Promise<void> {
  const seen = isId(id) ? await planById(tx, id) : undefined
  if (!seen) throw new Refused(404, 'NO_PLAN', 'There is no such plan. Make it again.', { pointer: '/plan' })
  if (seen.digest === now.digest) return
  const difference = await shownDifference(tx, seen.takings, now.takings)
  throw new Refused(
    409,
    'PLAN_CHANGED',
    'Meanwhile it would take something else than the plan that you saw. Nothing was applied. Look at the difference, and make the plan again.',
    { details: difference },
  )
}

/** @throws {Refused} 409 POOL_EXCEEDED: a pool that blocks has no room for all whom the plan would give a seat */
export async function refuseBlocked(tx: Db, { products }: Plan): Promise<void> {
  const blocked = products.flatMap(({ product, tiers }) =>
    tiers.filter((tier) => tier.blocked > 0).map((tier) => ({ product, tier: tier.tier, users: tier.blocked })),
  )
  const first = blocked[0]
  if (!first) return
  const names = await namesOf(
    tx,
    blocked.flatMap(({ product, tier }) => [product, tier]),
  )
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? '' })
  const what = `${named(first.product).name} ${named(first.tier).name}`
  throw new Refused(
    409,
    'POOL_EXCEEDED',
    `${what} has too few seats: ${first.users} would wait, and its pool is set to refuse that. Raise the seats owned, or change its policy.`,
    {
      details: {
        pools: blocked.map(({ product, tier, users }) => ({ product: named(product), tier: named(tier), users })),
      },
    },
  )
}

/**
 * Confirms losses that are still to come: the run that follows takes them whatever the limit.
 * @returns how many
 * @throws {Refused} 422 for somebody who would not lose it
 */
export async function confirmAhead(
  tx: Db,
  confirm: readonly { readonly product: ReferenceInput; readonly users?: readonly ReferenceInput[] }[],
  plan: Plan,
  by: { readonly by: string; readonly at: Date; readonly request: string },
): Promise<number> {
  let count = 0
  for (const { product: named, users: asked } of confirm) {
    const product = namedBy(named).toLowerCase() as ProductId
    const losing = plan.takings[`lose ${product}`] ?? []
    const users = asked ? await among(tx, losing, asked) : losing
    if (users.length === 0) continue
    await confirmedAhead(tx, product, users, by)
    count += users.length
  }
  return count
}

async function among(tx: Db, losing: readonly UserNo[], asked: readonly ReferenceInput[]): Promise<readonly UserNo[]> {
  const byId = new Map([...(await usersByNo(tx, losing))].map(([user, { id }]) => [id, user]))
  const ids = asked.map((user) => namedBy(user).toLowerCase())
  const others = ids.filter((id) => !byId.has(id))
  if (others.length > 0)
    throw new Refused(422, 'NOT_LOSING', 'Some of these users would not lose it: nothing was applied.', {
      pointer: '/confirm',
      details: { users: others },
    })
  return ids.map((id) => byId.get(id)!)
}
