import type { UserId, UserNo } from '../directory/user.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { contentOf } from '../rules/content.ts'
import type { Outlook } from '../rules/outlook.ts'
import type { Pin } from '../rules/pin.ts'
import type { Rule, RuleId } from '../rules/rule.ts'
import { SIGNATURE } from '../rules/signature.ts'
import {
  ACCESS,
  type Census,
  HAD_ACCESS,
  type Holding,
  isHeld,
  type Line,
  noHolding,
  PIN,
  REASON,
  reasons,
  states,
} from './census.ts'
import type { HeldSeat, Person } from './person.ts'
import type { Count } from './plan.ts'
import type { KeptRole } from './roles.ts'
import { windowHours } from './safeguard.ts'
import type { CurrentWait } from './standing.ts'

/** Everybody at one moment, and what the live rules mean for them: what a preview compares with. */
export interface Everybody {
  /** As of when. */
  readonly at: Date
  /** What says whether it is still so: see store/everybody.ts. */
  readonly mark: string
  readonly census: Census
  readonly places: Places
  /** Held, in grace and waiting, of each tier. */
  readonly counts: ReadonlyMap<TierId, Count>
  /** For each product, losses that are stopped and that no admin has confirmed. */
  readonly stopped: ReadonlyMap<ProductId, number>
  /** The live rules, all of them. */
  readonly rules: readonly Rule[]
  readonly outlook: Outlook
  readonly pins: readonly Pin[]
  /** Whom neither rules nor pins see. */
  readonly unseen: readonly UserNo[]
  /** Milliseconds since 1970, by user number. */
  readonly joinedAt: Float64Array
  readonly signedIn: ReadonlySet<UserNo>
  /** Who keeps another role than the rules give. */
  readonly keptRoles: ReadonlyMap<UserNo, KeptRole>
  /** Losses that may still count for the safeguard, without an admin's word. */
  readonly lost: readonly { readonly product: ProductId; readonly user: UserNo; readonly at: number }[]
}

/** A user as a round sees them: what they have, and what another outlook says they should have. */
export function personIn(
  { census, outlook, joinedAt, signedIn, keptRoles, places }: Everybody,
  ahead: Outlook,
  user: UserNo,
): Person {
  const node = outlook.nodeOf[user]!
  const now = contentOf(outlook.entitlement(node), keptRoles.get(user)?.kept)
  const flags = census.assigned[user]!
  const withheld = reasons[census.withheld[user]!]!
  const stored = reasons[flags & REASON]!
  const seats = new Map<ProductId, HeldSeat>()
  const waiting = new Map<ProductId, CurrentWait>()
  for (const [product, holding] of census.holdings) {
    if (holding.seat[user] !== 0) seats.set(product, seatIn(holding, user))
    if (holding.waits[user] !== 0) waiting.set(product, places.waitIn(product, user))
  }
  return {
    user,
    id: '' as UserId,
    joinedAt: joinedAt[user]!,
    withheld,
    address: withheld === 'no-address' ? null : '',
    directoryLanguage: null,
    signedIn: signedIn.has(user),
    chosenLanguage: null,
    request: null,
    entitlement: ahead.entitlement(ahead.nodeOf[user]!),
    assignment: {
      entitlementNo: census.entitlementNo[user]!,
      ...now,
      withheld: stored,
      access: (flags & ACCESS) !== 0,
      hadAccess: (flags & HAD_ACCESS) !== 0,
      role: stored ? 'member' : (now.content.role?.role ?? 'member'),
    },
    seats,
    waiting,
    templated: new Set(),
  }
}

/** Whether two outlooks give a user the same. */
export function isSameFor(a: Outlook, b: Outlook, user: number): boolean {
  const [at, other] = [a.nodeOf[user]! * SIGNATURE, b.nodeOf[user]! * SIGNATURE]
  for (let lane = 0; lane < SIGNATURE; lane++) if (a.signatures[at + lane] !== b.signatures[other + lane]) return false
  return true
}

function seatIn({ tiers, seat, state }: Holding, user: number): HeldSeat {
  const is = state[user]!
  const tier = tiers[seat[user]! - 1]!
  const graceUntil = is === states.grace ? Number.POSITIVE_INFINITY : is === states.over ? 0 : null
  const stopped = is === states.stopped ? 'waiting' : is === states.confirmed ? 'confirmed' : 'no'
  return { tier, state: isHeld(is) ? 'held' : 'grace', graceUntil, stopped }
}

/** Where everybody stands in the lines. */
export interface Places {
  waitIn(product: ProductId, user: number): CurrentWait
}

/** Made a product at a time, when somebody in its line is first asked for. Grows with its line. */
export function placesIn({ holdings }: Census): Places {
  const known = new Map<ProductId, ReadonlyMap<number, CurrentWait>>()
  const read = (product: ProductId) => {
    const waits = new Map<number, CurrentWait>()
    for (const { tier, rule, users, since } of holdings.get(product)?.lines ?? [])
      for (const [index, user] of users.entries())
        waits.set(user, { tier, rule: rule === PIN ? null : rule, sinceRun: since[index]! })
    known.set(product, waits)
    return waits
  }
  return { waitIn: (product, user) => (known.get(product) ?? read(product)).get(user)! }
}

/** The first `count` in the line of each tier, in the order that these rules give. */
export function headsIn(
  { holdings, size }: Census,
  product: ProductId,
  rules: readonly RuleId[],
  count: number,
  who: 'all' | 'without a seat',
): readonly { readonly tier: TierId; readonly users: readonly UserNo[] }[] {
  const { lines, seat } = holdings.get(product) ?? noHolding(size)
  const ranks = new Map([PIN, ...rules].map((rule, rank) => [rule, rank]))
  const ranked = lines
    .filter((line) => ranks.has(line.rule))
    .toSorted((a, b) => ranks.get(a.rule)! - ranks.get(b.rule)!)
  return [...Map.groupBy(ranked, (line) => line.tier)].map(([tier, those]) => {
    const users: UserNo[] = []
    for (const line of those) takeFrom(line, users)
    return { tier, users }
  })

  function takeFrom({ users }: Line, into: UserNo[]): void {
    for (const user of users) {
      if (into.length === count) return
      if (who === 'all' || seat[user] === 0) into.push(user as UserNo)
    }
  }
}

/** Losses of a product as the safeguard counts them: see `lossesOf` in store/turns.ts. */
export function lossesIn(
  { census, counts, stopped, lost }: Everybody,
  product: ProductId,
  now: Date,
  back: readonly UserNo[],
  freed: readonly UserNo[],
): { readonly recent: number; readonly holders: number; readonly stopped: number } {
  const { state, tiers } = census.holdings.get(product) ?? noHolding(census.size)
  const since = now.getTime() - windowHours * 3_600_000
  const [isBack, isFreed] = [new Set(back), new Set(freed)]
  const recent = new Set(
    lost
      .filter((loss) => loss.product === product && loss.at > since)
      .map((loss) => loss.user)
      .filter((user) => !isBack.has(user) && (!isHeld(state[user]!) || isFreed.has(user))),
  )
  const held = tiers.reduce((sum, tier) => sum + counts.get(tier)!.held, 0)
  return { recent: recent.size, holders: held + back.length - freed.length, stopped: stopped.get(product) ?? 0 }
}

/** Held, in grace and waiting, of each tier. */
export function countsIn({ holdings }: Census): ReadonlyMap<TierId, Count> {
  const counts = new Map<TierId, Count>()
  for (const { tiers, seat, state, waits } of holdings.values()) {
    const held = new Uint32Array(tiers.length + 1)
    const grace = new Uint32Array(tiers.length + 1)
    const waiting = new Uint32Array(tiers.length + 1)
    for (let user = 0; user < seat.length; user++) {
      if (seat[user] !== 0) (isHeld(state[user]!) ? held : grace)[seat[user]!]!++
      if (waits[user] !== 0) waiting[waits[user]!]!++
    }
    for (const [index, tier] of tiers.entries())
      counts.set(tier, { held: held[index + 1]!, grace: grace[index + 1]!, waiting: waiting[index + 1]! })
  }
  return counts
}

/** For each product, losses that are stopped and that no admin has confirmed. */
export function stoppedIn({ holdings }: Census): ReadonlyMap<ProductId, number> {
  const stopped = new Map<ProductId, number>()
  for (const [product, { state }] of holdings) {
    let count = 0
    for (let user = 0; user < state.length; user++) if (state[user] === states.stopped) count++
    stopped.set(product, count)
  }
  return stopped
}

/** What it takes in memory, about, in bytes. */
export function bytesOf({ census, outlook, joinedAt }: Everybody): number {
  const perUser = 1 + 4 + 1 + 8 + 4 + census.holdings.size * 5
  const lines = [...census.holdings.values()].flatMap((holding) => holding.lines)
  const waiting = lines.reduce((sum, line) => sum + line.users.length, 0)
  return joinedAt.length * perUser + outlook.signatures.byteLength * 3 + waiting * 80
}
