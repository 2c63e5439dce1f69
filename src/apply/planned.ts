import { createHash } from 'node:crypto'
import type { UserNo } from '../directory/user.ts'
import { sumsByRule } from '../plan/by-rule.ts'
import type { Change } from '../plan/change.ts'
import {
  type Count,
  concernsAdmin,
  outcomeOf,
  type Plan,
  type PlannedProduct,
  type PlannedTier,
  type Takings,
  takesSomething,
  takingOf,
} from '../plan/plan.ts'
import type { Verdict } from '../plan/safeguard.ts'
import type { Frame } from '../plan/store/frame.ts'
import type { Db } from '../platform/db/db.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { Entitlement } from '../rules/decide.ts'
import type { Rule } from '../rules/rule.ts'
import type { Record } from './record.ts'

/** Works out what other rules would do to everybody; nothing is written. `tx` may hold the organization's lock. */
export type PlanRules = (
  tx: Db,
  rules: readonly Rule[],
  now: Date,
) => Promise<{
  readonly plan: Plan
  /** As of when. */
  readonly at: Date
}>

/** Held, in grace and waiting, of each tier. */
export type Counts = ReadonlyMap<TierId, Count>

/**
 * What a record would do if it were written, in sums. `before` may leave out tiers that nobody has or waits for;
 * `entitled` is what users were entitled to until now, where that is known.
 */
export function planned(
  { products, pools }: Pick<Frame, 'products' | 'pools'>,
  record: Record,
  verdicts: ReadonlyMap<ProductId, Verdict>,
  before: Counts,
  entitled: (user: UserNo) => Entitlement | undefined = () => undefined,
): Plan {
  const { changes, mails } = record
  const takings = takingsOf(changes)
  const byProduct = Map.groupBy(changes, (change) => change.product)
  const moved = countsMoved(record)
  return {
    users: {
      gain: usersWith(changes, (change) => outcomeOf(change) === 'gain'),
      lose: usersWith(changes, (change) => outcomeOf(change) === 'lose'),
      change: usersWith(changes, (change) => outcomeOf(change) === 'change'),
    },
    userCount: usersWith(changes, () => true),
    rules: sumsByRule(changes, entitled),
    products: products.flatMap(({ id }) => {
      const those = byProduct.get(id)
      const tiers = (pools.get(id) ?? []).map((pool): PlannedTier => {
        const count = before.get(pool.tier) ?? none
        const { held, grace, waiting } = moved.get(pool.tier) ?? none
        const newly = record.waiting.filter((row) => row.tier === pool.tier && row.before !== pool.tier)
        return {
          tier: pool.tier,
          owned: pool.owned,
          before: count,
          after: { held: count.held + held, grace: count.grace + grace, waiting: count.waiting + waiting },
          blocked: pool.shortage === 'block' ? newly.length : 0,
        }
      })
      return those ? [sumsOf(id, those, verdicts.get(id) ?? null, tiers)] : []
    }),
    roles: {
      changed: usersWith(changes, (change) => change.kind === 'role.changed'),
      admins: usersWith(changes, concernsAdmin),
    },
    mails: {
      welcome: mails.filter((mail) => mail.kind === 'welcome').length,
      change: mails.filter((mail) => mail.kind === 'change').length,
    },
    takes: changes.some(takesSomething),
    takings,
    digest: digestOf(takings),
    changeCount: changes.length,
    changes,
  }
}

const none: Count = { held: 0, grace: 0, waiting: 0 }

function usersWith(changes: readonly Change[], which: (change: Change) => boolean | undefined): number {
  return new Set(changes.filter(which).map((change) => change.user)).size
}

function sumsOf(
  product: ProductId,
  changes: readonly Change[],
  verdict: Verdict | null,
  tiers: readonly PlannedTier[],
): PlannedProduct {
  return {
    product,
    gain: usersWith(changes, ({ kind }) => kind === 'seat.given' || kind === 'seat.returned'),
    lose: usersWith(changes, (change) => takingOf(change)?.startsWith('lose')),
    move: usersWith(changes, ({ kind }) => kind === 'seat.moved'),
    wait: usersWith(changes, ({ kind }) => kind === 'seat.waiting'),
    verdict: verdict && verdict.losses > 0 ? verdict : null,
    tiers,
  }
}

/** How the counts of each tier move. */
function countsMoved({ seatsClosed, seatsOpened, waiting, left }: Record): Counts {
  const counts = new Map<TierId, { held: number; grace: number; waiting: number }>()
  const move = (tier: TierId, what: keyof Count, by: number) => {
    const count = counts.get(tier) ?? { ...none }
    count[what] += by
    counts.set(tier, count)
  }
  for (const { tier, state } of seatsClosed) move(tier, state, -1)
  for (const { tier, state } of seatsOpened) move(tier, state, 1)
  for (const { tier } of left) move(tier, 'waiting', -1)
  for (const { tier, before } of waiting) {
    if (before !== null) move(before, 'waiting', -1)
    move(tier, 'waiting', 1)
  }
  return counts
}

function takingsOf(changes: readonly Change[]): Takings {
  const takings = new Map<string, Set<UserNo>>()
  for (const change of changes) {
    const key = takingOf(change)
    if (key === null) continue
    takings.set(key, (takings.get(key) ?? new Set()).add(change.user))
  }
  const keys = [...takings.keys()].sort()
  return Object.fromEntries(keys.map((key) => [key, [...takings.get(key)!].sort((a, b) => a - b)]))
}

/** SHA-256, in hex. */
function digestOf(takings: Takings): string {
  return createHash('sha256').update(JSON.stringify(takings)).digest('hex')
}
