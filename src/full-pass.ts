import type { UserNo } from './directory/user.ts'
import { frameOf } from './plan/store/frame.ts'
import {
  digestOf,
  entitlementNumbers,
  type PackedSeats,
  packedSeats,
  packedUsers,
  touch,
  wrongCounters,
} from './plan/store/packed.ts'
import { type Unseen, unseenOf } from './plan/store/unseen.ts'
import { productsInOrder } from './plan/turn.ts'
import type { Db } from './platform/db/db.ts'
import type { Pool, ProductId, TierId } from './products/product.ts'
import { contentOf, isNothing } from './rules/content.ts'
import { decideEach, type Entitlement, withPins } from './rules/decide.ts'
import { refine } from './rules/refine.ts'
import { deciding } from './rules/rule.ts'
import { membersOfRules, unpacked } from './rules/store/members.ts'
import { pinsOf } from './rules/store/pins.ts'
import { liveRules } from './rules/store/rules.ts'

export interface FullPass {
  readonly users: number
  /** Users whose assignment or seats are not as they should be; marked for the next run. */
  readonly differing: number
  /** Products with a seat free that somebody waits for, or would fall back to; marked too. */
  readonly products: number
  /** Pools whose counter is wrong: a defect, reported by `doctor`. */
  readonly wrongCounters: Awaited<ReturnType<typeof wrongCounters>>
}

/**
 * Looks at everybody, takes no lock and writes nothing but marks: users that differ are touched, and the next run puts
 * them right. So it cannot overwrite a newer decision, and whoever was changed meanwhile is merely looked at twice.
 *
 * Grows with users and memberships; what the rules mean is computed once for each distinct set of them.
 */
export async function fullPass(db: Db, now: Date): Promise<FullPass> {
  const frame = await frameOf(db)
  const rules = deciding(await liveRules(db))
  const members = await membersOfRules(db, rules, null)
  const pins = await pinsOf(db, null)
  const unseen: ReadonlyMap<UserNo, Unseen> = frame.mayBeUnseen ? await unseenOf(db, null) : new Map()
  const users = await packedUsers(db, unseen)
  const numbers = await entitlementNumbers(db)

  let size = 1
  for (let index = 0; index < users.count; index++) size = Math.max(size, users.user(index) + 1)
  const inRange = members.map((those) => those.filter((user) => user < size))
  const { nodeOf, ...refined } = refine(inRange, size)
  const entitlements = [...decideEach({ nodeOf, ...refined }, rules)]
  for (const [user, own] of Map.groupBy(pins, (pin) => pin.user)) {
    if (user >= size) continue
    nodeOf[user] = entitlements.push(withPins(entitlements[nodeOf[user]!]!, own)) - 1
  }

  // Node 0 is what somebody has whom no rule matches.
  for (const user of unseen.keys()) if (user < size) nodeOf[user] = 0

  const differing = new Set<UserNo>()
  const seats = new SeatCheck(size, users, nodeOf, entitlements)
  const short: ProductId[] = []
  for (const { product, carriers } of productsInOrder(frame.products)) {
    const packed = await packedSeats(db, product.id, now)
    const seatless = seats.check(product.id, carriers, packed, differing)
    const waited = new Set(packed.filter((some) => some.kind === 'waiting').map((some) => some.tier))
    const pools = frame.pools.get(product.id) ?? []
    const free = pools.filter((pool) => pool.owned === null || pool.used < pool.owned)
    const fallsBack = (pool: Pool) => pool.shortage === 'fall-back' && seatless.has(pool.tier)
    const isBelow = (pool: Pool) => pools.some((above) => above.position < pool.position && fallsBack(above))
    if (free.some((pool) => waited.has(pool.tier) || isBelow(pool))) short.push(product.id)
  }

  const expected = entitlements.map((entitlement) => {
    const { content, key } = contentOf(entitlement)
    const isMember = content.role === null || content.role.role === 'member'
    return { isNothing: isNothing(content), isMember, no: numbers.get(digestOf(key)) ?? -1 }
  })
  for (let index = 0; index < users.count; index++) {
    const user = users.user(index)
    const { isNothing, isMember, no } = expected[nodeOf[user]!]!
    const withheld = users.withheldNow(index)
    const access = withheld === null && (!isMember || seats.hasAny[user] === 1)
    const stored = users.entitlementNo(index)
    if (
      stored === 0
        ? isNothing && !access
        : stored === no && users.withheld(index) === withheld && users.access(index) === access
    )
      continue
    differing.add(user)
  }

  if (differing.size > 0 || short.length > 0) await db.transaction((tx) => touch(tx, now, [...differing], short))
  return {
    users: users.count,
    differing: differing.size,
    products: short.length,
    wrongCounters: await wrongCounters(db),
  }
}

/** Compares seats and lines with what is wanted, a product at a time, includers first. */
class SeatCheck {
  /** 1 for each user with any seat, held or in grace. */
  readonly hasAny: Uint8Array
  readonly #size: number
  readonly #withheld: Uint8Array
  readonly #nodeOf: Int32Array
  readonly #entitlements: readonly Entitlement[]
  readonly #held = new Map<ProductId, Uint8Array>()

  constructor(
    size: number,
    users: Awaited<ReturnType<typeof packedUsers>>,
    nodeOf: Int32Array,
    entitlements: readonly Entitlement[],
  ) {
    this.hasAny = new Uint8Array(size)
    this.#size = size
    this.#nodeOf = nodeOf
    this.#entitlements = entitlements
    this.#withheld = new Uint8Array(size)
    for (let index = 0; index < users.count; index++)
      if (users.withheldNow(index) !== null) this.#withheld[users.user(index)] = 1
  }

  /** @returns tiers that somebody waits for who has no seat of the product */
  check(
    product: ProductId,
    carriers: ReadonlySet<ProductId>,
    packed: readonly PackedSeats[],
    differing: Set<UserNo>,
  ): ReadonlySet<TierId> {
    const tiers = new Map<TierId, number>()
    const numberOf = (tier: TierId) => tiers.get(tier) ?? tiers.set(tier, tiers.size + 1).size
    const wanted = this.#entitlements.map((entitlement) => {
      const value = entitlement.products.get(product)?.value
      return value === undefined ? 0 : value === 'none' ? DENIED : numberOf(value)
    })
    const seat = new Int32Array(this.#size)
    const state = new Uint8Array(this.#size)
    const waits = new Int32Array(this.#size)
    const held = new Uint8Array(this.#size)
    for (const { tier, kind, users } of packed) {
      for (const user of unpacked(users)) {
        if (user >= this.#size) continue
        if (kind === 'waiting') waits[user] = numberOf(tier!)
        else if (kind !== 'stopped') {
          seat[user] = numberOf(tier!)
          state[user] = states.indexOf(kind)
          this.hasAny[user] = 1
          if (kind === 'held') held[user] = 1
        } else if (held[user] === 1) state[user] = states.indexOf(kind)
      }
    }
    this.#held.set(product, held)
    const seatless = new Set<number>()
    const carrying = [...carriers].map((carrier) => this.#held.get(carrier)!)
    for (let user = 0; user < this.#size; user++) {
      const given = wanted[this.#nodeOf[user]!]!
      const want = this.#withheld[user] ? Math.min(given, 0) : given
      if (want <= 0 && seat[user] === 0 && waits[user] === 0) continue
      const carried = carrying.some((holders) => holders[user] === 1)
      if (!settled(want, seat[user]!, states[state[user]!]!, waits[user]!, carried)) differing.add(user as UserNo)
      if (seat[user] === 0 && waits[user] !== 0) seatless.add(waits[user]!)
    }
    return new Set([...tiers].flatMap(([tier, no]) => (seatless.has(no) ? [tier] : [])))
  }
}

/** Instead of a tier's number: a pin takes the product. */
const DENIED = -1

const states = ['none', 'held', 'grace', 'stopped', 'over'] as const

/** Whether a user's seat and place in the line are as they should be, tiers by number, 0 for none. */
function settled(want: number, seat: number, state: string, waits: number, carried: boolean): boolean {
  if (carried || want === DENIED) return seat === 0 && waits === 0
  if (want === 0) return waits === 0 && (state === 'none' || state === 'grace' || state === 'stopped')
  if (waits !== 0) return waits === want && seat !== want && (state === 'none' || state === 'held')
  return seat === want && state === 'held'
}
