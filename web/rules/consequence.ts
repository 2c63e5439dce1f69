import type { Plan } from '../../src/contract/plan.ts'
import { text } from '../locales/text.ts'
import type { Entered } from './entered.ts'

export interface Consequence {
  readonly look: 'good' | 'warn' | 'soft'
  /** Where it goes when it is saved. */
  readonly title: string
  /** What becomes of whom. */
  readonly parts: readonly string[]
}

/** So many products are named; the rest is counted. */
const NAMED = 2

/** What saving does, in words: to whom, and whether at once. `rank` is that of a new rule. */
export function consequenceOf(
  plan: Plan,
  state: Entered['state'],
  mayMakeAdmins: boolean,
  rank: number | undefined,
): Consequence {
  const { users, products, roles, takes, draftVersion } = plan
  const blocked = products.filter(({ tiers }) => tiers.some((tier) => tier.blocked > 0))
  const losing = products.filter(({ lose }) => lose > 0).toSorted((a, b) => b.lose - a.lose)
  const moving = products.reduce((sum, { move }) => sum + move, 0)
  const waiting = products.filter(waitingMore)
  const parts = [
    users.gain > 0 && text('rule.gain', { count: users.gain }),
    users.change > 0 && text('rule.change', { count: users.change }),
    ...losing.slice(0, NAMED).map(({ product, lose }) => text('rule.lose', { count: lose, product: product.name })),
    losing.length > NAMED && text('rule.loseMore', { count: losing.length - NAMED }),
    roles.changed > 0 && text('rule.roles', { count: roles.changed }),
    moving > 0 && text('rule.move', { count: moving }),
    ...waiting
      .slice(0, NAMED)
      .map((each) => text('rule.wait', { count: waitingMore(each), product: each.product.name })),
    !takes && users.gain + users.change > 0 && text('rule.nobodyLoses'),
    users.gain + users.change + users.lose + waiting.length === 0 &&
      text(state === 'on' ? 'rule.nobodyChanges' : `rule.stays.${state}`),
  ].filter((part) => part !== false)
  if (blocked.length > 0)
    return { look: 'warn', title: text('rule.blocked', { product: blocked[0]!.product.name }), parts }
  if (draftVersion !== null) return { look: 'warn', title: text('rule.joinsDraft'), parts }
  if (takes) return { look: 'warn', title: text('rule.goesToDraft'), parts }
  if (roles.admins > 0 && !mayMakeAdmins) return { look: 'warn', title: text('rule.superAdminOnly'), parts }
  return {
    look: 'good',
    title: rank === undefined ? text('rule.goesLive') : text('rule.goesLiveLast', { rank }),
    parts,
  }
}

function waitingMore({ tiers }: Plan['products'][number]): number {
  return Math.max(
    tiers.reduce((sum, { before, after }) => sum + after.waiting - before.waiting, 0),
    0,
  )
}
