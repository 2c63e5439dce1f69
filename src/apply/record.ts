import type { UserNo } from '../directory/user.ts'
import type { SettingsTemplateId, WelcomeTemplateId } from '../library/library.ts'
import type { Because, Change } from '../plan/change.ts'
import type { Target } from '../plan/difference.ts'
import type { HeldSeat, Person } from '../plan/person.ts'
import type { OpenRole } from '../plan/roles.ts'
import type { CurrentWait, SeatDecision } from '../plan/standing.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { RoleName } from '../rules/rule.ts'

/**
 * apply/ says yes: it writes what a run decided, and what an admin said, into assignments, seats and the line, with
 * the reason and the delivery in the same transaction. It decides nothing itself.
 */

export interface SeatRow {
  readonly user: UserNo
  readonly product: ProductId
  readonly tier: TierId
  readonly state: 'held' | 'grace'
  readonly graceUntil: number | null
  readonly because: Because
}

export interface Closed {
  readonly user: UserNo
  readonly product: ProductId
  readonly tier: TierId
  readonly state: 'held' | 'grace'
  /** Whether it ends by a loss, and then whether an admin confirmed it. */
  readonly lost: 'no' | 'judged' | 'by-word'
}

export interface WaitRow extends CurrentWait {
  readonly user: UserNo
  readonly product: ProductId
  readonly joinedAt: number
  /** The tier they waited for before; null: they join the line. */
  readonly before: TierId | null
  readonly because: Because
}

export interface MailRow {
  readonly user: UserNo
  readonly kind: 'welcome' | 'change'
  readonly template: WelcomeTemplateId | null
  readonly language: string
  readonly address: string
}

export interface RoleRows {
  readonly stopped: {
    readonly user: UserNo
    readonly kind: OpenRole['kind']
    readonly wanted: RoleName
    readonly isNew: boolean
    readonly because: Because
  }[]
  readonly ended: { readonly user: UserNo; readonly resolution: 'applied' | 'cause-gone' }[]
  readonly gained: { readonly user: UserNo; readonly had: RoleName; readonly role: RoleName }[]
}

/** Everything one run writes, collected while it decides. */
export class Record {
  readonly changes: Change[] = []
  readonly seatsClosed: Closed[] = []
  readonly seatsOpened: SeatRow[] = []
  readonly waiting: WaitRow[] = []
  readonly left: { readonly user: UserNo; readonly product: ProductId; readonly tier: TierId }[] = []
  readonly stopped: { readonly user: UserNo; readonly product: ProductId; readonly because: Because }[] = []
  readonly unstopped: {
    readonly user: UserNo
    readonly product: ProductId
    readonly resolution: 'applied' | 'cause-gone'
  }[] = []
  /** Roles that are stopped from now on, or stopped with another wish; those that are not any more; gains nobody named. */
  readonly roles: RoleRows = { stopped: [], ended: [], gained: [] }
  readonly assignments: { readonly user: UserNo; readonly target: Target; readonly request: string | null }[] = []
  readonly mails: MailRow[] = []
  readonly templates: {
    readonly user: UserNo
    readonly product: ProductId
    readonly template: SettingsTemplateId | null
  }[] = []
  /** `change` is the place of a change among `changes`: it gets its id when it is written. */
  readonly deliveries: { readonly change: number; readonly action: DeliveryAction }[] = []
  /** How many of the changes and of the deliveries are written already: a run begins to write before all is decided. */
  readonly written = { changes: 0, deliveries: 0 }
  /** How the seats used of each tier move. */
  readonly used = new Map<TierId, { readonly product: ProductId; by: number }>()

  /** @returns its place among the changes */
  change(change: Change): number {
    return this.changes.push(change) - 1
  }

  use(product: ProductId, tier: TierId, by: number): void {
    const used = this.used.get(tier)
    if (used) used.by += by
    else this.used.set(tier, { product, by })
  }

  get isEmpty(): boolean {
    const { changes, assignments, waiting, left, templates } = this
    return [changes, assignments, waiting, left, templates].every((rows) => rows.length === 0)
  }
}

export type DeliveryAction = 'give' | 'move' | 'suspend' | 'restore' | 'take'

/** The rows that one user's turn with one product leaves: its interval, its place in the line, a stop, and the counters. */
export function recordTurn(
  record: Record,
  person: Person,
  product: ProductId,
  before: HeldSeat | undefined,
  wasWaiting: CurrentWait | undefined,
  decisions: readonly SeatDecision[],
  because: Because,
): void {
  const { user } = person
  const after = person.seats.get(product)
  const taken = decisions.find((decision) => decision.action === 'take')
  if (before?.tier !== after?.tier || before?.state !== after?.state) {
    if (before) {
      const lost = !taken ? 'no' : taken.byWord ? 'by-word' : 'judged'
      record.seatsClosed.push({ user, product, tier: before.tier, state: before.state, lost })
      record.use(product, before.tier, -1)
    }
    if (after) {
      const { tier, state, graceUntil } = after
      record.seatsOpened.push({ user, product, tier, state, graceUntil, because })
      record.use(product, tier, 1)
    }
  }
  const wait = person.waiting.get(product)
  if (wait && (wait.tier !== wasWaiting?.tier || wait.rule !== wasWaiting.rule))
    record.waiting.push({
      user,
      product,
      ...wait,
      joinedAt: person.joinedAt,
      before: wasWaiting?.tier ?? null,
      because,
    })
  if (!wait && wasWaiting) record.left.push({ user, product, tier: wasWaiting.tier })
  if (after?.stopped === 'waiting' && before?.stopped === 'no') record.stopped.push({ user, product, because })
  if (before && before.stopped !== 'no' && (after?.stopped ?? 'no') === 'no')
    record.unstopped.push({ user, product, resolution: taken ? 'applied' : 'cause-gone' })
}
