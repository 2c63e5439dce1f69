import type { ProductId, TierId } from '../products/product.ts'
import type { Pin } from './pin.ts'
import type { Rule } from './rule.ts'

/** How one rule that gives a product stands to one user. */
export interface Bearing {
  readonly rule: Rule
  /** Whether the user is a member of its group, direct or inherited, whatever its condition. */
  readonly isMember: boolean
  /** Whether the condition holds; true where there is none. */
  readonly conditionHolds: boolean
  /** Whether the group was deleted upstream, and none of its name came after it. */
  readonly groupGone: boolean
}

export type Verdict =
  | 'wins'
  /** Matches, but a higher rule decides the tier. */
  | 'outranked'
  /** Matches, but a pin decides. */
  | 'pinned'
  | 'off'
  | 'shadow'
  | 'not-a-member'
  | 'condition'
  | 'group-gone'

export interface Explained {
  readonly tier: TierId | 'none' | null
  readonly pin: Pin | null
  readonly rules: readonly { readonly rule: Rule; readonly tier: TierId; readonly verdict: Verdict }[]
}

/**
 * Why the rules entitle a user to a product, or do not: each rule that gives the product, with what became of it. The
 * same rules as `decide`: one winner at most, pins before all.
 *
 * @param bearings every live rule that gives the product, in any state, best rank first
 */
export function explain(product: ProductId, bearings: readonly Bearing[], pins: readonly Pin[]): Explained {
  const pin = pins.find((some) => some.field === 'product' && some.product === product) ?? null
  let tier: Explained['tier'] = pin?.field === 'product' ? pin.tier : null
  const rules = bearings.flatMap((bearing) => {
    const given = bearing.rule.gives.products.find((some) => some.product === product)
    if (!given) return []
    const missing = missingFor(bearing)
    const verdict = missing ?? (pin ? 'pinned' : tier === null ? 'wins' : 'outranked')
    if (verdict === 'wins') tier = given.tier
    return [{ rule: bearing.rule, tier: given.tier, verdict }]
  })
  return { tier, pin, rules }
}

/** What keeps a rule from matching, or null when it does: the first thing that would have to change. */
function missingFor({ rule, groupGone, isMember, conditionHolds }: Bearing): Verdict | null {
  if (groupGone) return 'group-gone'
  if (!isMember) return 'not-a-member'
  if (!conditionHolds) return 'condition'
  return rule.state === 'on' ? null : rule.state
}
