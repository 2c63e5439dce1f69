import type { Pool, TierId } from '../products/product.ts'
import { before, fallBack, type Served, serve, type Waiter } from './line.ts'
import { judge, type Safeguard, type Verdict } from './safeguard.ts'
import type { SeatDecision, Standing } from './standing.ts'

/** One product's turn in a run. */
export interface Turn {
  readonly pools: readonly Pool[]
  readonly graceMs: number
  readonly run: number
  /** Milliseconds since 1970. */
  readonly now: number
  readonly safeguard: Safeguard
  /**
   * Losses as they are when they are judged, seats of the carried freed and grace given back: recent ones, holders, and
   * stopped ones that are not among `standings`.
   */
  readonly losses: { readonly recent: number; readonly holders: number; readonly stoppedElsewhere: number }
  /** Users whose standing may have changed, and as many from the heads of the lines as may be needed. */
  readonly standings: readonly Standing[]
  /** Tiers whose line goes on after the standings that were given, and the last of it that was, as they stood before the run. */
  readonly lineGoesOn: ReadonlyMap<TierId, Waiter>
  /** The same of those in line who have no seat of the product, where a tier falls back and such may not have been given. */
  readonly seatlessGoOn: ReadonlyMap<TierId, Waiter>
}

export interface Outcome {
  readonly decisions: readonly SeatDecision[]
  readonly verdict: Verdict
  /** Tiers whose line ran out while it could still have been served: load more of it and decide again. */
  readonly exhausted: readonly TierId[]
  /** Tiers of whose line more of those without a seat must be known, for the same reason. */
  readonly seatlessExhausted: readonly TierId[]
}

/**
 * What becomes of the seats of one product, in the order of a run: seats of the carried are freed, grace that ended is
 * freed, who is back keeps the same seat, losses are judged and taken (who is denied by a pin is not judged), moves and gives are decided together, then
 * falling back. Who holds keeps while entitled, whatever the rank of those who come later.
 */
export function decideSeats(turn: Turn): Outcome {
  const decisions: SeatDecision[] = []
  const free = new Map<TierId, number>(
    turn.pools.map((pool) => [pool.tier, pool.owned === null ? Number.POSITIVE_INFINITY : pool.owned - pool.used]),
  )
  const release = (tier: TierId) => free.set(tier, (free.get(tier) ?? 0) + 1)

  const losing: Standing[] = []
  const lines = new Map<TierId, Waiter[]>(turn.pools.map((pool) => [pool.tier, []]))
  for (const standing of turn.standings) {
    const { user, want, waiting } = standing
    let seat = standing.seat
    if (standing.stopped !== 'no' && (want || standing.carried)) decisions.push({ user, action: 'unstop' })
    if (seat && standing.carried) {
      decisions.push({ user, action: 'release', tier: seat.tier, why: 'carried' })
      release(seat.tier)
      seat = null
    } else if (seat?.state === 'grace' && seat.graceUntil! <= turn.now) {
      decisions.push({ user, action: 'release', tier: seat.tier, why: 'grace-ended' })
      release(seat.tier)
      seat = null
    } else if (seat?.state === 'grace' && standing.denied) {
      decisions.push({ user, action: 'release', tier: seat.tier, why: 'denied' })
      release(seat.tier)
      seat = null
    } else if (seat?.state === 'grace' && want) {
      decisions.push({ user, action: 'return', tier: seat.tier, want })
    } else if (seat?.state === 'held' && !want) losing.push(standing)

    if (!want || standing.carried || seat?.tier === want.tier) {
      if (waiting) decisions.push({ user, action: 'leave-line' })
      continue
    }
    const sinceRun = waiting?.tier === want.tier ? waiting.sinceRun : turn.run
    lines.get(want.tier)?.push({ user, want, sinceRun, joinedAt: standing.joinedAt, holds: seat?.tier ?? null })
  }

  const verdict = takeLosses(turn, losing, decisions, release)
  for (const line of lines.values()) line.sort(before)
  const standingOf = new Map(turn.standings.map((standing) => [standing.user, standing]))
  const waited = (waiter: Waiter) => standingOf.get(waiter.user)?.waiting != null

  for (const { waiter, tier, from } of serve(lines, free)) {
    decisions.push(asDecision(waiter, tier, from, waited(waiter)))
    if (waited(waiter)) decisions.push({ user: waiter.user, action: 'leave-line' })
  }
  const fallen: readonly Served[] = fallBack(lines, free, turn.pools)
  for (const { waiter, tier } of fallen) decisions.push(asDecision(waiter, tier, null, waited(waiter)))

  for (const waiter of [...lines.values()].flat()) {
    const before = standingOf.get(waiter.user)?.waiting
    const isNew = before?.tier !== waiter.want.tier
    if (isNew || before.rule !== waiter.want.rule)
      decisions.push({ user: waiter.user, action: 'wait', want: waiter.want, sinceRun: waiter.sinceRun, isNew })
  }
  return {
    decisions,
    verdict,
    exhausted: exhausted(turn, lines),
    seatlessExhausted: seatlessExhausted(turn, free, fallen),
  }
}

function asDecision(waiter: Waiter, tier: TierId, from: TierId | null, waited: boolean): SeatDecision {
  const { user, want } = waiter
  return from === null ? { user, action: 'give', tier, want, waited } : { user, action: 'move', from, to: tier, want }
}

/** Judges the losses together; those an admin confirmed are taken whatever the limit. */
function takeLosses(
  turn: Turn,
  losing: readonly Standing[],
  decisions: SeatDecision[],
  release: (tier: TierId) => void,
): Verdict {
  const judged = losing.filter((standing) => !standing.denied)
  const pending = judged.filter((standing) => standing.stopped === 'no')
  const stopped = judged.filter((standing) => standing.stopped === 'waiting').length + turn.losses.stoppedElsewhere
  const { recent, holders } = turn.losses
  const verdict = judge({ recent, holders, stopped, pending: pending.length }, turn.safeguard)
  const graceUntil = turn.graceMs > 0 ? turn.now + turn.graceMs : null
  for (const { user, seat, stopped: before, denied } of losing) {
    const tier = seat!.tier
    if (denied) {
      decisions.push({ user, action: 'take', tier, graceUntil: null, byWord: true })
      release(tier)
    } else if (before === 'waiting') continue
    else if (before === 'no' && verdict.verdict === 'stopped') decisions.push({ user, action: 'stop', tier })
    else {
      decisions.push({ user, action: 'take', tier, graceUntil, byWord: before === 'confirmed' })
      if (graceUntil === null) release(tier)
    }
  }
  return verdict
}

/**
 * Tiers of whose line more must be known. What was read of a line is the whole of its order down to the last that was
 * read, and somebody who was moved back may stand behind others that were not. So nobody behind the last may be the
 * head of what is left.
 */
function exhausted(turn: Turn, lines: ReadonlyMap<TierId, readonly Waiter[]>): TierId[] {
  return [...turn.lineGoesOn].flatMap(([tier, last]) => {
    const head = lines.get(tier)?.[0]
    return !head || before(last, head) < 0 ? [tier] : []
  })
}

/** Nobody behind the last that was read may have fallen back, nor a seat below be left for those who were not. */
function seatlessExhausted(turn: Turn, free: ReadonlyMap<TierId, number>, fallen: readonly Served[]): TierId[] {
  const positions = new Map(turn.pools.map((pool) => [pool.tier, pool.position]))
  const isFreeBelow = (tier: TierId) =>
    turn.pools.some((lower) => lower.position > positions.get(tier)! && (free.get(lower.tier) ?? 0) > 0)
  return [...turn.seatlessGoOn].flatMap(([tier, last]) =>
    isFreeBelow(tier) || fallen.some(({ waiter }) => before(last, waiter) < 0) ? [tier] : [],
  )
}
