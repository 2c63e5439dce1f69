import type { UserNo } from '../directory/user.ts'
import type { TierId } from '../products/product.ts'
import type { RuleId } from '../rules/rule.ts'

/**
 * plan/ owns what must change, and whether it is safe. All but its store is pure. It never changes anything itself:
 * that is apply's.
 */

/** How one user stands to one product when the product's turn comes in a run. */
export interface Standing {
  readonly user: UserNo
  /** When the user came to the organization, milliseconds since 1970. */
  readonly joinedAt: number
  readonly seat: CurrentSeat | null
  readonly waiting: CurrentWait | null
  /** What they should have; null: nothing (and then `standing.loss` says why in the change). */
  readonly want: Want | null
  /** Whether a pin denies it: then a seat is taken at once, for an admin named the user. */
  readonly denied: boolean
  /** Whether a held seat of another product carries them. */
  readonly carried: boolean
  /** Whether the loss of this seat was stopped before: waiting for an admin, or confirmed by one. */
  readonly stopped: 'no' | 'waiting' | 'confirmed'
}

export interface CurrentSeat {
  readonly tier: TierId
  readonly state: 'held' | 'grace'
  /** When grace ends, milliseconds since 1970; null while held. */
  readonly graceUntil: number | null
}

export interface CurrentWait {
  readonly tier: TierId
  readonly rule: RuleId | null
  /** The run since which they want that tier. */
  readonly sinceRun: number
}

export interface Want {
  readonly tier: TierId
  /** The rule that wins, null for a pin. */
  readonly rule: RuleId | null
  /** Its rank: 1 is the highest rule, 0 a pin. */
  readonly rank: number
}

/** What becomes of one user's seat of one product. Several may follow for one user: a seat in grace returns, then moves. */
export type SeatDecision = { readonly user: UserNo } & (
  | { readonly action: 'give'; readonly tier: TierId; readonly want: Want; readonly waited: boolean }
  | { readonly action: 'move'; readonly from: TierId; readonly to: TierId; readonly want: Want }
  | { readonly action: 'return'; readonly tier: TierId; readonly want: Want }
  | { readonly action: 'take'; readonly tier: TierId; readonly graceUntil: number | null; readonly byWord: boolean }
  | { readonly action: 'release'; readonly tier: TierId; readonly why: 'carried' | 'grace-ended' | 'denied' }
  | { readonly action: 'stop'; readonly tier: TierId }
  | { readonly action: 'unstop' }
  | { readonly action: 'wait'; readonly want: Want; readonly sinceRun: number; readonly isNew: boolean }
  | { readonly action: 'leave-line' }
)
