import { carriersOf, includersFirst } from '../products/includes.ts'
import type { Product, ProductId } from '../products/product.ts'
import type { Origin } from '../rules/decide.ts'
import type { RuleId } from '../rules/rule.ts'
import type { Because, Change } from './change.ts'
import { becauseOf, withRequest } from './difference.ts'
import type { Waiter } from './line.ts'
import type { Person } from './person.ts'
import type { SeatDecision, Standing, Want } from './standing.ts'

/** A product whose turn it is in a run, and the products whose held seat carries it. */
export interface ProductTurn {
  readonly product: Product
  readonly carriers: ReadonlySet<ProductId>
}

/** The products in the order of a run: includers first. */
export function productsInOrder(products: readonly Product[]): readonly ProductTurn[] {
  const carriers = carriersOf(products)
  return includersFirst(products).map((product) => ({ product, carriers: carriers.get(product.id)! }))
}

/** Ranks of the live rules, for the line. */
export type Ranks = ReadonlyMap<RuleId, number>

/** What a person should have of a product; null when nothing. A rule that has gone cannot be the origin. */
export function wantOf(person: Person, product: ProductId, ranks: Ranks): Want | null {
  const given = person.entitlement.products.get(product)
  if (person.withheld || !given || given.value === 'none') return null
  if ('pin' in given.from) return { tier: given.value, rule: null, rank: 0 }
  return { tier: given.value, rule: given.from.rule, rank: ranks.get(given.from.rule)! }
}

/** How a person stands to a product, with the seats they have by now in this run. */
export function standingOf(
  person: Person,
  product: ProductId,
  carriers: ReadonlySet<ProductId>,
  ranks: Ranks,
): Standing {
  const seat = person.seats.get(product) ?? null
  return {
    user: person.user,
    joinedAt: person.joinedAt,
    seat: seat && { tier: seat.tier, state: seat.state, graceUntil: seat.graceUntil },
    waiting: person.waiting.get(product) ?? null,
    want: wantOf(person, product, ranks),
    denied: person.entitlement.products.get(product)?.value === 'none',
    carried: carrierOf(person, carriers) !== undefined,
    stopped: seat?.stopped ?? 'no',
  }
}

/** Whether somebody in grace has the same seat again, before losses are judged. */
export function isBack({ seat, want, carried }: Standing, now: Date): boolean {
  return seat?.state === 'grace' && seat.graceUntil! > now.getTime() && want !== null && !carried
}

/**
 * Whether a run has nothing to do for this standing by itself. Where that is so of all whose standing may have changed,
 * and the pools are as they were, the product has no turn: a line at rest stays as it is.
 */
export function isSettled({ seat, want, waiting, carried, denied, stopped }: Standing, now: Date): boolean {
  if (carried) return !seat && !waiting
  const isHeld = seat?.state === 'held'
  if (!want) {
    if (waiting) return false
    if (isHeld) return stopped === 'waiting' && !denied
    return !seat || (seat.graceUntil! > now.getTime() && !denied)
  }
  if (stopped !== 'no' || (seat && !isHeld)) return false
  if (seat?.tier === want.tier) return !waiting
  return waiting?.tier === want.tier && waiting.rule === want.rule
}

/** Where a person stands in the line for a product as it is stored, whatever they want by now. */
export function waiterOf(person: Person, product: ProductId, ranks: Ranks): Waiter {
  const { tier, rule, sinceRun } = person.waiting.get(product)!
  const want = { tier, rule, rank: rule === null ? 0 : ranks.get(rule)! }
  return { user: person.user, want, sinceRun, joinedAt: person.joinedAt, holds: null }
}

/** The product whose held seat carries them; a seat in grace carries nothing. */
function carrierOf(person: Person, carriers: ReadonlySet<ProductId>): ProductId | undefined {
  for (const carrier of carriers) if (person.seats.get(carrier)?.state === 'held') return carrier
  return undefined
}

/** Writes a decision into the person, for the products whose turn comes later and for what follows from seats. */
export function settle(person: Person, product: ProductId, decision: SeatDecision): void {
  const { seats, waiting } = person
  switch (decision.action) {
    case 'give':
    case 'return':
      seats.set(product, { tier: decision.tier, state: 'held', graceUntil: null, stopped: 'no' })
      break
    case 'move':
      seats.set(product, { tier: decision.to, state: 'held', graceUntil: null, stopped: 'no' })
      break
    case 'take':
      if (decision.graceUntil === null) seats.delete(product)
      else seats.set(product, { tier: decision.tier, state: 'grace', graceUntil: decision.graceUntil, stopped: 'no' })
      break
    case 'release':
      seats.delete(product)
      break
    case 'stop':
      seats.set(product, { ...seats.get(product)!, stopped: 'waiting' })
      break
    case 'unstop': {
      const seat = seats.get(product)
      if (seat) seats.set(product, { ...seat, stopped: 'no' })
      break
    }
    case 'wait':
      waiting.set(product, { tier: decision.want.tier, rule: decision.want.rule, sinceRun: decision.sinceRun })
      break
    case 'leave-line':
      waiting.delete(product)
  }
}

/** The change that a decision is, for the record. `version` is that of the live rule set. */
export function changeOf(
  person: Person,
  product: Product,
  carriers: ReadonlySet<ProductId>,
  decision: SeatDecision,
  version: number,
): Change {
  const change = (kind: Change['kind'], because: Because, more: Pick<Change, 'tier' | 'detail'> = {}): Change => ({
    user: person.user,
    kind,
    product: product.id,
    because,
    ...more,
  })
  const wanted = becauseOf(person, originOf(person, product.id), version)
  switch (decision.action) {
    case 'give':
      return change('seat.given', wanted, {
        tier: decision.tier,
        detail: { waited: decision.waited, wanted: decision.want.tier },
      })
    case 'move':
      return change('seat.moved', wanted, { tier: decision.to, detail: { from: decision.from, to: decision.to } })
    case 'return':
      return change('seat.returned', wanted, { tier: decision.tier })
    case 'take': {
      const graceUntil = decision.graceUntil === null ? null : new Date(decision.graceUntil).toISOString()
      return change('seat.lost', lossOf(person, product.id), {
        tier: decision.tier,
        detail: { graceUntil, byWord: decision.byWord },
      })
    }
    case 'release': {
      if (decision.why === 'denied') return change('seat.freed', wanted, { tier: decision.tier })
      const because: Because =
        decision.why === 'carried' ? { kind: 'carried', by: carrierOf(person, carriers)! } : { kind: 'grace-ended' }
      return change('seat.freed', withRequest(person, because), { tier: decision.tier })
    }
    case 'stop':
      return change('loss.stopped', lossOf(person, product.id), { tier: decision.tier })
    case 'unstop':
      return change('loss.cause-gone', withRequest(person, { kind: 'cause-gone' }))
    case 'wait':
      return change('seat.waiting', wanted, { tier: decision.want.tier, detail: { since: decision.sinceRun } })
    case 'leave-line':
      return change('seat.left-line', person.seats.has(product.id) ? wanted : lossOf(person, product.id))
  }
}

function originOf(person: Person, product: ProductId): Origin | undefined {
  return person.entitlement.products.get(product)?.from
}

/** Why somebody is no longer entitled: inactive before all, then a pin that denies, else no rule. */
export function lossOf(person: Person, product: ProductId): Because {
  if (person.withheld) return withRequest(person, { kind: person.withheld })
  const origin = originOf(person, product)
  if (origin && 'pin' in origin) return withRequest(person, { kind: 'pin', pin: origin.pin })
  return withRequest(person, { kind: 'no-rule-matches' })
}
