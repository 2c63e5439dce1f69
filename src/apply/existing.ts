import type { ExistingProblem, ExistingState } from '../contract/existing-account.ts'
import { fold } from '../directory/fold.ts'
import type { Frame } from '../plan/store/frame.ts'
import type { Pool, ProductId } from '../products/product.ts'
import type { AccountRow } from './store/existing.ts'

/** An account from before Rollcall, and how it stands. */
export interface ExistingAccount extends AccountRow {
  readonly state: ExistingState
  readonly problem: ExistingProblem | null
  /** What it is of; undefined: nobody knows the product or the tier. */
  readonly pool: Pool | undefined
}

/** How accounts stand. Those of one pool are counted in their order: once it is full, the rest conflict. */
export function standingsOf(rows: readonly AccountRow[], frame: Frame): readonly ExistingAccount[] {
  const products = new Map(frame.products.map(({ id, name }) => [fold(name), id]))
  const free = new Map<string, number>()
  return rows.map((row) => {
    const product = products.get(row.productFolded)
    const pool = product && poolOf(product, row.tier, frame)
    const stands = (state: ExistingState, problem: ExistingProblem | null = null) => ({ ...row, state, problem, pool })
    if (row.adoptedAt) return stands('adopted')
    if (row.users === 0) return stands('unmatched')
    if (!product) return stands('conflicting', 'unknown-product')
    if (!pool) return stands('conflicting', 'unknown-tier')
    if (row.users > 1) return stands('conflicting', 'several-users')
    if (row.holds.includes(product) || pool.owned === null) return stands('matched')
    const left = free.get(pool.tier) ?? pool.owned - pool.used
    if (left <= 0) return stands('conflicting', 'pool-full')
    free.set(pool.tier, left - 1)
    return stands('matched')
  })
}

function poolOf(product: ProductId, tier: string, frame: Frame): Pool | undefined {
  const pools = frame.pools.get(product) ?? []
  if (tier === '') return pools.length === 1 ? pools[0] : undefined
  return pools.find(({ name }) => fold(name) === fold(tier))
}

export type ExistingCounts = Readonly<Record<ExistingState, number>>

export function countsOf(accounts: readonly ExistingAccount[]): ExistingCounts {
  const counts = { matched: 0, unmatched: 0, conflicting: 0, adopted: 0 }
  for (const { state } of accounts) counts[state]++
  return counts
}
