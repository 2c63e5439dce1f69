import type { ProductId, TierId } from '../products/product.ts'
import type { RuleId } from '../rules/rule.ts'
import type { Withheld } from './change.ts'

/** Everybody of an organization at one moment, in arrays by user number: what is looked at as a whole fits in memory. */
export interface Census {
  /** Numbers of users are below it. */
  readonly size: number
  /** Why something is withheld from whom, as the directory is now: an index into `reasons`. */
  readonly withheld: Uint8Array
  /** The number of the entitlement that is stored; 0: no assignment. */
  readonly entitlementNo: Int32Array
  /** Of what is stored: `reasons` in the low bits, `ACCESS`, `HAD_ACCESS`. */
  readonly assigned: Uint8Array
  readonly holdings: ReadonlyMap<ProductId, Holding>
}

export const reasons: readonly (Withheld | null)[] = [
  null,
  'inactive',
  'deleted',
  'no-address',
  'conflict',
  'not-adopted',
]
/** Withholds from users whom neither rules nor pins see, what the directory does not withhold already. */
export function hide(census: Census, unseen: ReadonlyMap<number, Withheld>): void {
  for (const [user, reason] of unseen)
    if (user < census.size && census.withheld[user] === 0) census.withheld[user] = reasons.indexOf(reason)
}

export const REASON = 7
export const ACCESS = 8
export const HAD_ACCESS = 16

/** The seats of one product, and its lines. */
export interface Holding {
  /** Tiers that anybody holds or waits for; what follows names them by their place here, from 1. */
  readonly tiers: readonly TierId[]
  /** The tier somebody has a seat of; 0: none. */
  readonly seat: Uint16Array
  /** How that seat is: one of `states`. */
  readonly state: Uint8Array
  /** The tier somebody waits for; 0: they do not wait. */
  readonly waits: Uint16Array
  /** By tier and rule, in no order. */
  readonly lines: readonly Line[]
}

/** Everybody who waits for one tier by one rule, in their order. */
export interface Line {
  readonly tier: TierId
  /** The rule whose rank counts, or `PIN`. */
  readonly rule: RuleId
  readonly users: Uint32Array
  /** For each of them, the run since which they want that tier. */
  readonly since: Float64Array
}

/** How the line names a pin, which has no rule. */
export const PIN = '00000000-0000-0000-0000-000000000000' as RuleId

/** Grace that has ended is over; a stopped loss waits for an admin, or was confirmed by one. */
export const states = { none: 0, held: 1, grace: 2, over: 3, stopped: 4, confirmed: 5 } as const

/** Whether the seat is held: not in grace, whatever is to become of it. */
export function isHeld(state: number): boolean {
  return state === states.held || state >= states.stopped
}

export const noHolding = (size: number): Holding => ({
  tiers: [],
  seat: new Uint16Array(size),
  state: new Uint8Array(size),
  waits: new Uint16Array(size),
  lines: [],
})

/** The users who hold one of some products, and so are carried in what these include. 1: they do. */
export function carriedIn(census: Census, carriers: Iterable<ProductId>): Uint8Array | null {
  let carried: Uint8Array | null = null
  for (const carrier of carriers) {
    const holding = census.holdings.get(carrier)
    if (!holding) continue
    carried ??= new Uint8Array(census.size)
    for (let user = 0; user < census.size; user++) if (isHeld(holding.state[user]!)) carried[user] = 1
  }
  return carried
}
