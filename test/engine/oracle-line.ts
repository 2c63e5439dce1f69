import type { WorldProduct } from './world.ts'

/** Who waits for which tier, and the run since which they want it. */
export type Line = Map<number, { readonly tier: string; readonly since: number; readonly rule: string | null }>

interface Standing {
  readonly user: number
  readonly joined: number
  readonly tier: string
  readonly rank: number
  readonly rule: string | null
}

type Seats = Map<number, { tier: string; graceUntil: number | null }>

/**
 * The seats of one product handed out to those who stand for it (user-sync.md §3, Seats). Changes `seats`; answers
 * the line that is left. Nobody overtakes the head of a tier's line: a free seat goes to the head, and when nothing is
 * free, heads that hold each other's tiers exchange.
 */
export function handOut(
  product: WorldProduct,
  seats: Seats,
  before: Line,
  run: {
    readonly runNo: number
    readonly standing: readonly Standing[]
    readonly note: (what: string) => void
  },
): Line {
  const holder = new Map(run.standing.map((one) => [one.user, one]))
  // The clock goes on when rule or rank change, begins anew after a lost entitlement or another tier.
  const since = (one: Standing) => {
    const was = before.get(one.user)
    return was && was.tier === one.tier ? was.since : run.runNo
  }
  const order = (a: Standing, b: Standing) =>
    a.rank - b.rank || since(a) - since(b) || a.joined - b.joined || a.user - b.user
  const waiting = (tier: string) =>
    run.standing.filter((one) => one.tier === tier && seats.get(one.user)?.tier !== tier).sort(order)
  const free = (tier: string) =>
    product.tiers.find((one) => one.id === tier)!.owned - [...seats.values()].filter((s) => s.tier === tier).length
  const give = (user: number, tier: string) => seats.set(user, { tier, graceUntil: null })

  for (let moved = true; moved; ) {
    moved = false
    for (const { id } of product.tiers) {
      const head = waiting(id)[0]
      if (!head || free(id) < 1) continue
      run.note(seats.has(head.user) ? 'moves to another tier' : waiting(id).length > 1 ? 'given, others wait' : 'given')
      give(head.user, id)
      moved = true
    }
    if (!moved) moved = exchange()
  }

  // Who has no seat of the product takes the first free tier further down, and stays in line.
  const fallingBack = [...holder.values()]
    .filter((one) => !seats.has(one.user))
    .filter((one) => product.tiers.find((tier) => tier.id === one.tier)!.shortage === 'fall-back')
    .sort(order)
  for (const one of fallingBack) {
    const below = product.tiers.slice(product.tiers.findIndex((tier) => tier.id === one.tier) + 1)
    const tier = below.find((candidate) => free(candidate.id) >= 1)
    if (!tier) continue
    give(one.user, tier.id)
    run.note('falls back')
  }

  return new Map(
    product.tiers.flatMap(({ id }) =>
      waiting(id).map((one) => [one.user, { tier: id, since: since(one), rule: one.rule }] as const),
    ),
  )

  /** From each tier to the one its head would leave: a circle of these is an exchange. A pool over its number gives nothing. */
  function exchange(): boolean {
    for (const { id } of product.tiers) {
      const ring: Standing[] = []
      let tier = id
      for (;;) {
        const head = waiting(tier)[0]
        const leaves = head && seats.get(head.user)?.tier
        if (!head || !leaves || free(tier) < 0 || ring.includes(head)) break
        ring.push(head)
        tier = leaves
        if (tier !== id) continue
        for (const one of ring) give(one.user, one.tier)
        run.note(`exchange of ${ring.length}`)
        return true
      }
    }
    return false
  }
}
