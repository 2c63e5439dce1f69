import type { UserNo } from '../directory/user.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { PinId } from '../rules/pin.ts'
import type { RuleId } from '../rules/rule.ts'

/**
 * Why something changed. `request` is the act from outside that led to it: a source's push, an admin's edit; absent
 * where only time passed.
 */
export type Because = { readonly request?: string } & (
  | { readonly kind: 'rule'; readonly rule: RuleId; readonly version: number }
  | { readonly kind: 'pin'; readonly pin: PinId }
  | { readonly kind: 'no-rule-matches' | Withheld }
  | { readonly kind: 'carried'; readonly by: ProductId }
  | { readonly kind: 'grace-ended' }
  | { readonly kind: 'cause-gone' }
  /** They had it before Rollcall, and an admin adopted the account. */
  | { readonly kind: 'adopted' }
)

/** What keeps role, device groups and seats from a user, whatever the rules say. */
export type Withheld = 'inactive' | 'deleted' | 'no-address' | 'conflict' | 'not-adopted'

export type ChangeKind =
  | 'seat.given'
  | 'seat.moved'
  | 'seat.returned'
  | 'seat.lost'
  | 'seat.freed'
  | 'seat.waiting'
  | 'seat.left-line'
  | 'loss.stopped'
  | 'loss.cause-gone'
  | 'role.changed'
  | 'role.stopped'
  | 'role.kept'
  | 'role.cause-gone'
  | 'user-group.changed'
  | 'device-groups.changed'
  | 'language.changed'
  | 'welcome-template.changed'
  | 'settings-template.changed'
  | 'access.given'
  | 'access.ended'

/** One thing a run does to one user, with its reason. */
export interface Change {
  readonly user: UserNo
  readonly kind: ChangeKind
  readonly product?: ProductId
  readonly tier?: TierId
  /** What it was and what it becomes, in words of the kind. */
  readonly detail?: Readonly<Record<string, unknown>>
  readonly because: Because
}
