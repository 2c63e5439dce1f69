import type { Brand } from '../platform/brand.ts'

/**
 * products/ owns what can be had: products, their tiers, the pools of seats, what a product includes. It never
 * decides who gets a seat.
 */
export type ProductId = Brand<string, 'ProductId'>
export type TierId = Brand<string, 'TierId'>

export interface Product {
  readonly id: ProductId
  readonly name: string
  /** Whether device groups mean anything for it (GoToAssist Remote Support v4 and v5, or one flagged so). */
  readonly hasDevices: boolean
  /** How long a lost seat stays taken, waiting for its holder to come back. 0: it is free at once. */
  readonly graceSeconds: number
  /** Products whose use comes with a held seat of this one, one step; more steps follow from theirs. */
  readonly includes: readonly ProductId[]
  /** Whether something tells the product; without it a seat is a record only. */
  readonly hasConnector: boolean
}

/** The seats of one tier of one product. */
export interface Pool {
  readonly product: ProductId
  readonly tier: TierId
  readonly name: string
  /** 0 is the best tier; the chain that falling back goes down. */
  readonly position: number
  /** Null: unlimited. */
  readonly owned: number | null
  /** Held and in grace. */
  readonly used: number
  readonly shortage: Shortage
}

/** What happens when a pool is empty: wait in the line, take a lower tier meanwhile, or refuse the plan (a directory's write waits). */
export type Shortage = 'wait' | 'fall-back' | 'block'
