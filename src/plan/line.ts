import type { UserNo } from '../directory/user.ts'
import type { Pool, TierId } from '../products/product.ts'
import type { Want } from './standing.ts'

/** Somebody in the line for a tier. */
export interface Waiter {
  readonly user: UserNo
  readonly want: Want
  readonly sinceRun: number
  readonly joinedAt: number
  /** The tier of the same product they hold meanwhile, and give back when they move. */
  holds: TierId | null
}

/** Order of the line: rank of the winning rule, then the run since which they want the tier, then who came first. */
export function before(a: Waiter, b: Waiter): number {
  return a.want.rank - b.want.rank || a.sinceRun - b.sinceRun || a.joinedAt - b.joinedAt || a.user - b.user
}

export interface Served {
  readonly waiter: Waiter
  readonly tier: TierId
  readonly from: TierId | null
}

/**
 * Serves the lines of one product until nobody at the head of a line can be served. The head of a line takes a free
 * seat; a mover frees the seat they hold, which may serve another line. When only full tiers are left, heads of lines
 * that hold each other's tiers exchange them, in a ring of any length. Nobody overtakes the head of a line, and a pool
 * that has more taken than owned gives nothing, not even in exchange.
 *
 * Changes `free` and the waiters' `holds`; removes who was served from `lines`. Each step serves somebody, so the cost
 * is that of the number served.
 *
 * @param lines for each tier its line, in order
 * @param free for each tier, seats that nobody uses; may be below 0 after a pool was lowered, Infinity when unlimited
 */
export function serve(lines: Map<TierId, Waiter[]>, free: Map<TierId, number>): readonly Served[] {
  const served: Served[] = []
  const heads = new Map([...lines.keys()].map((tier) => [tier, 0]))
  const head = (tier: TierId) => lines.get(tier)?.[heads.get(tier) ?? 0]
  const take = (tier: TierId, waiter: Waiter) => {
    heads.set(tier, heads.get(tier)! + 1)
    served.push({ waiter, tier, from: waiter.holds })
    waiter.holds = tier
  }

  let open = [...lines.keys()]
  while (open.length > 0) {
    for (let tier = open.pop(); tier !== undefined; tier = open.pop()) {
      for (let waiter = head(tier); waiter && (free.get(tier) ?? 0) > 0; waiter = head(tier)) {
        const from = waiter.holds
        take(tier, waiter)
        free.set(tier, free.get(tier)! - 1)
        if (from !== null) {
          free.set(from, (free.get(from) ?? 0) + 1)
          open.push(from)
        }
      }
    }
    const ring = ringOfHeads(lines.keys(), (tier) => ((free.get(tier) ?? 0) < 0 ? undefined : head(tier)))
    for (const tier of ring) take(tier, head(tier)!)
    open = ring
  }
  for (const [tier, line] of lines) line.splice(0, heads.get(tier)!)
  return served
}

/** Tiers whose heads of line hold one another's tiers, in a ring; empty where there is none. */
function ringOfHeads(tiers: Iterable<TierId>, head: (tier: TierId) => Waiter | undefined): TierId[] {
  const seen = new Set<TierId>()
  for (const start of tiers) {
    const path: TierId[] = []
    for (let tier: TierId | null | undefined = start; tier && !seen.has(tier); tier = head(tier)?.holds) {
      seen.add(tier)
      path.push(tier)
      const next = head(tier)?.holds
      const at = next ? path.indexOf(next) : -1
      if (at >= 0) return path.slice(at)
    }
  }
  return []
}

/**
 * Tiers that fall back in whose line, after the run before, somebody may stand who has no seat of the product: where no
 * seat below was free. Where one was, they would have been given it.
 */
export function mayBeSeatless(pools: readonly Pool[]): readonly TierId[] {
  const isFree = (pool: Pool) => pool.owned === null || pool.owned > pool.used
  return pools
    .filter((pool) => pool.shortage === 'fall-back')
    .filter((pool) => !pools.some((lower) => lower.position > pool.position && isFree(lower)))
    .map((pool) => pool.tier)
}

/**
 * Where pools say so, gives who has no seat of the product the first free tier below the one they wait for. They stay
 * in the line for that one. Goes after `serve`, so whoever wants a tier itself has been served before.
 */
export function fallBack(
  lines: Map<TierId, Waiter[]>,
  free: Map<TierId, number>,
  pools: readonly Pool[],
): readonly Served[] {
  const chain = pools.toSorted((a, b) => a.position - b.position)
  const falling = chain
    .filter((pool) => pool.shortage === 'fall-back')
    .flatMap((pool) => (lines.get(pool.tier) ?? []).filter((waiter) => waiter.holds === null))
    .sort(before)
  const served: Served[] = []
  for (const waiter of falling) {
    const wanted = chain.findIndex((pool) => pool.tier === waiter.want.tier)
    const lower = chain.slice(wanted + 1).find((pool) => (free.get(pool.tier) ?? 0) > 0)
    if (!lower) continue
    free.set(lower.tier, free.get(lower.tier)! - 1)
    served.push({ waiter, tier: lower.tier, from: null })
    waiter.holds = lower.tier
  }
  return served
}
