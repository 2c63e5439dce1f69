import type { UserNo } from '../directory/user.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { RuleSum } from './by-rule.ts'
import type { Change } from './change.ts'
import type { Verdict } from './safeguard.ts'

/** What would become of everybody: the changes a round decided, and their sums. */
export interface Plan {
  /** Users who are given something, lose something, or have something changed; one may be in several. */
  readonly users: { readonly gain: number; readonly lose: number; readonly change: number }
  /** Users to whom anything happens, each once. */
  readonly userCount: number
  /** Rules by which anything happens. */
  readonly rules: readonly RuleSum[]
  /** Products that anything happens to. */
  readonly products: readonly PlannedProduct[]
  /** Users whose role changes; and those of them who become admin or super admin, or cease to be. */
  readonly roles: { readonly changed: number; readonly admins: number }
  readonly mails: { readonly welcome: number; readonly change: number }
  /** Whether anybody loses or moves anything: a seat, a role, a user group, a device group. */
  readonly takes: boolean
  readonly takings: Takings
  /** Of the takings: equal digests, the same taken from the same users. */
  readonly digest: string
  readonly changeCount: number
  /** In the order of a run. */
  readonly changes: readonly Change[]
}

export interface PlannedProduct {
  readonly product: ProductId
  /** Users who gain a seat of it, lose it, change tier, or begin to wait. */
  readonly gain: number
  readonly lose: number
  readonly move: number
  readonly wait: number
  /** What the safeguard says to the losses. Null: nothing to judge. */
  readonly verdict: Verdict | null
  readonly tiers: readonly PlannedTier[]
}

export interface PlannedTier {
  readonly tier: TierId
  readonly owned: number | null
  readonly before: Count
  readonly after: Count
  /** Users who would begin to wait for it though its pool says that no plan may exceed it. */
  readonly blocked: number
}

export interface Count {
  readonly held: number
  readonly grace: number
  readonly waiting: number
}

/**
 * Who loses, moves tier or changes role, by what they lose: the part of a plan that must still be the same when it is
 * applied. Keys as `takingOf` makes them; numbers in rising order.
 */
export type Takings = Readonly<Record<string, readonly UserNo[]>>

/** How what a change takes is named: null where it takes nothing that a plan must stand by. */
export function takingOf({ kind, product, detail, because }: Change): string | null {
  if (kind === 'seat.lost' || kind === 'loss.stopped') return `lose ${product}`
  if (kind === 'seat.freed' && because.kind === 'pin') return `lose ${product}`
  if (kind === 'seat.moved') return `move ${product} ${detail?.from} ${detail?.to}`
  if (kind === 'role.changed') return `role ${roleIn(detail?.from)} ${roleIn(detail?.to)}`
  return null
}

/**
 * What a change means for its user. `wait`: they are entitled and begin to wait, or go on in another place. `none`: nothing
 * they have becomes more or less, such as a seat that is freed because another one carries them.
 */
export type Outcome = 'gain' | 'lose' | 'change' | 'wait' | 'none'

export function outcomeOf(change: Change): Outcome {
  const { kind } = change
  if (kind === 'seat.given' || kind === 'seat.returned' || kind === 'access.given') return 'gain'
  if (kind === 'access.ended' || takingOf(change)?.startsWith('lose')) return 'lose'
  if (kind === 'seat.waiting') return 'wait'
  return kind === 'seat.moved' || !/^(seat|loss)\./.test(kind) ? 'change' : 'none'
}

/** What is taken now and was not when the plan was made, and the other way round. */
export function takingsBetween(seen: Takings, now: Takings): { readonly more: Takings; readonly less: Takings } {
  return { more: without(now, seen), less: without(seen, now) }
}

function without(these: Takings, those: Takings): Takings {
  const left = Object.entries(these).map(([key, users]) => {
    const others = new Set(those[key])
    return [key, users.filter((user) => !others.has(user))] as const
  })
  return Object.fromEntries(left.filter(([, users]) => users.length > 0))
}

function roleIn(detail: unknown): string {
  return (detail as { role?: string } | null)?.role ?? 'member'
}

/** Whether a change of role gives or takes admin or super admin. */
export function concernsAdmin({ kind, detail }: Change): boolean {
  if (kind !== 'role.changed') return false
  return [detail?.from, detail?.to].some((role) => /^(super-)?admin$/.test(roleIn(role)))
}

/** Whether somebody has less after a change, or something else in its place. */
export function takesSomething(change: Change): boolean {
  if (takingOf(change) !== null || change.kind === 'access.ended') return true
  const { from, to } = change.detail ?? {}
  if (change.kind === 'user-group.changed') return from !== null && from !== 'none'
  if (change.kind !== 'device-groups.changed') return false
  return (from as readonly string[]).some((group) => !(to as readonly string[]).includes(group))
}
