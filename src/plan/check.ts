import type { UserNo } from '../directory/user.ts'
import type { Pool, ProductId } from '../products/product.ts'
import { DENIED, type Outlook } from '../rules/outlook.ts'
import { SIGNATURE } from '../rules/signature.ts'
import { ACCESS, type Census, carriedIn, noHolding, REASON, states } from './census.ts'
import type { ProductTurn } from './turn.ts'

/** Contents that anybody ever had: the number of each, and its signature. */
export interface Known {
  readonly places: ReadonlyMap<number, number>
  /** Four numbers for each place. */
  readonly signatures: Int32Array
}

/** Whose role the safeguard keeps: what is stored is compared with that. */
export interface Kept {
  /** Of the content with the role that is kept. */
  readonly signature: Int32Array
  readonly isAbove: boolean
  /** False: a run has to look at what is kept. */
  readonly isSettled: boolean
}

export interface Findings {
  /** Users whose assignment or seats are not as they should be. */
  readonly differing: readonly UserNo[]
  /** Products with a seat free that somebody waits for, or would fall back to. */
  readonly short: readonly ProductId[]
}

/**
 * Compares everybody with what they should have: seats and lines a product at a time, includers first, then everything
 * else. What a run has to do follows from it; this says only where there is something to do.
 */
export function findDiffering(
  census: Census,
  outlook: Outlook,
  known: Known,
  turns: readonly ProductTurn[],
  pools: ReadonlyMap<ProductId, readonly Pool[]>,
  kept: ReadonlyMap<UserNo, Kept>,
): Findings {
  const differs = new Uint8Array(census.size)
  const hasSeat = new Uint8Array(census.size)
  const short: ProductId[] = []
  for (const turn of turns)
    if (checkProduct(census, outlook, turn, pools.get(turn.product.id) ?? [], differs, hasSeat))
      short.push(turn.product.id)

  const seatsDiffer = kept.size > 0 ? differs.slice() : differs
  const { nodeOf, isAbove, signatures } = outlook
  const { entitlementNo, withheld } = census
  // The content last found equal to a node's: most of those who share a node share the number too.
  const equalNo = new Int32Array(signatures.length / SIGNATURE)
  const isEqual = (node: number, no: number) => {
    if (equalNo[node] === no) return true
    if (!isSigned(known, no, signatures, node)) return false
    equalNo[node] = no
    return true
  }
  const isNothing = (node: number) => {
    for (let lane = 0; lane < SIGNATURE; lane++) if (signatures[node * SIGNATURE + lane] !== 0) return false
    return true
  }
  for (let user = 1; user < census.size; user++) {
    const node = nodeOf[user]!
    const no = entitlementNo[user]!
    const access = withheld[user] === 0 && (isAbove[node] === 1 || hasSeat[user] === 1)
    const isSame =
      no === 0 ? !access && (node === 0 || isNothing(node)) : isStored(census, user, access) && isEqual(node, no)
    if (!isSame) differs[user] = 1
  }
  for (const [user, { signature, isAbove, isSettled }] of kept) {
    const access = withheld[user] === 0 && (isAbove || hasSeat[user] === 1)
    const no = entitlementNo[user]!
    const isSame =
      no === 0
        ? !access && signature.every((lane) => lane === 0)
        : isStored(census, user, access) && isSigned(known, no, signature, 0)
    differs[user] = isSettled && isSame ? seatsDiffer[user]! : 1
  }
  const differing: UserNo[] = []
  for (let user = 1; user < census.size; user++) if (differs[user] === 1) differing.push(user as UserNo)
  return { differing, short }
}

/** Whether what is stored of a user, content aside, is as it should be. */
function isStored({ assigned, withheld }: Census, user: number, access: boolean): boolean {
  return (assigned[user]! & REASON) === withheld[user] && ((assigned[user]! & ACCESS) !== 0) === access
}

/** Whether the content with this number has that signature. */
function isSigned({ places, signatures }: Known, no: number, others: Int32Array, at: number): boolean {
  const place = places.get(no)
  if (place === undefined) return false
  for (let lane = 0; lane < SIGNATURE; lane++)
    if (others[at * SIGNATURE + lane] !== signatures[place * SIGNATURE + lane]) return false
  return true
}

/** One product: marks who differs, and who has a seat of it. @returns whether its line could be served as it is */
function checkProduct(
  census: Census,
  { nodeOf, wanted }: Outlook,
  { product, carriers }: ProductTurn,
  pools: readonly Pool[],
  differs: Uint8Array,
  hasSeat: Uint8Array,
): boolean {
  const holding = census.holdings.get(product.id) ?? noHolding(census.size)
  const tiers = [...holding.tiers]
  const wants = wanted(product.id, (tier) => tiers.indexOf(tier) + 1 || tiers.push(tier))
  const carried = carriedIn(census, carriers)
  const { seat, state, waits } = holding
  const waited = new Uint8Array(tiers.length + 1)
  const waitedWithout = new Uint8Array(tiers.length + 1)
  for (let user = 1; user < census.size; user++) {
    const given = wants[nodeOf[user]!]!
    const has = seat[user]!
    const place = waits[user]!
    if ((given | has | place) === 0) continue
    const want = census.withheld[user] !== 0 && given !== DENIED ? 0 : given
    const isSettled =
      carried?.[user] === 1 || want === DENIED ? (has | place) === 0 : settled(want, has, state[user]!, place)
    if (!isSettled) differs[user] = 1
    if (has !== 0) hasSeat[user] = 1
    if (place !== 0) (has === 0 ? waitedWithout : waited)[place] = 1
  }
  const isFree = (pool: Pool) => pool.owned === null || pool.used < pool.owned
  const isWaited = (pool: Pool) => {
    const number = tiers.indexOf(pool.tier) + 1
    return waited[number] === 1 || waitedWithout[number] === 1
  }
  const fallsBack = (pool: Pool) => pool.shortage === 'fall-back' && waitedWithout[tiers.indexOf(pool.tier) + 1] === 1
  const isBelow = (pool: Pool) => pools.some((above) => above.position < pool.position && fallsBack(above))
  return pools.some((pool) => isFree(pool) && (isWaited(pool) || isBelow(pool)))
}

/** Whether a seat and a place in the line are as they should be, of somebody whom nothing carries and no pin denies. */
function settled(want: number, has: number, state: number, place: number): boolean {
  if (want === 0) return place === 0 && (state === states.none || state === states.grace || state === states.stopped)
  if (place !== 0) return place === want && has !== want && (state === states.none || state === states.held)
  return has === want && state === states.held
}
