import type { Shortage } from '../products/product.ts'

/** A pool at a moment; products/store/pool-intervals gives it. */
export interface PoolStand {
  readonly product: string
  readonly tier: string
  readonly sinceKnown: boolean
  readonly productName: string
  readonly name: string
  readonly position: number
  readonly owned: number | null
  readonly shortage: Shortage
}

/** Pools that were added, deleted or changed. One that is known from some moment on only is not called added. */
export function poolsDiffering(was: readonly PoolStand[], is: readonly PoolStand[]) {
  const before = new Map(was.map((pool) => [pool.tier, pool]))
  const after = new Map(is.map((pool) => [pool.tier, pool]))
  const tiers = [...new Set([...after.keys(), ...before.keys()])]
  return tiers.flatMap((tier) => {
    const [from, to] = [before.get(tier), after.get(tier)]
    if ((!from && !to!.sinceKnown) || (from && to && same(from, to))) return []
    const { product, productName, name } = (to ?? from)!
    const named = { product: { id: product, name: productName }, tier: { id: tier, name } }
    return [{ ...named, from: from ? shown(from) : null, to: to ? shown(to) : null }]
  })
}

function same(a: PoolStand, b: PoolStand): boolean {
  return JSON.stringify(shown(a)) === JSON.stringify(shown(b))
}

function shown({ productName, name, position, owned, shortage }: PoolStand) {
  return { product: productName, tier: name, position, owned, shortage }
}
