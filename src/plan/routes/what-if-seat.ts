import type { SeatOutcome } from '../../contract/what-if.ts'
import type { Product, ProductId, TierId } from '../../products/product.ts'
import { momentText, say } from '../../words/say.ts'
import type { Person } from '../person.ts'
import type { WhatIf } from '../store/what-if.ts'

/** What somebody holds of a product, has in grace or waits for. Who holds one tier and waits for another holds. */
export function stateOf(person: Person, product: ProductId) {
  const seat = person.seats.get(product)
  const wait = person.waiting.get(product)
  if (seat) return { tier: seat.tier, state: seat.state }
  return { tier: wait?.tier ?? null, state: wait ? ('waiting' as const) : ('none' as const) }
}

type TierOf = (tier: TierId) => { readonly name: string } | null

/** What would become of the seat of one product, in a word and in words. */
export function seatAfter({ before, after, seats }: WhatIf, product: Product, carrier: string | null, tierOf: TierOf) {
  const was = before.seats.get(product.id)
  const is = after.seats.get(product.id)
  const given = after.entitlement.products.get(product.id)?.value
  const want = after.withheld || given === 'none' ? undefined : given
  const place = seats.get(product.id)?.place ?? null
  const outcome = outcomeOf(was, is, want, carrier !== null, place)
  const graceUntil = is?.graceUntil ? new Date(is.graceUntil).toISOString() : null
  const nameOf = (tier: TierId | undefined) => (tier ? (tierOf(tier)?.name ?? '') : '')
  const values = {
    ...{ product: product.name, tier: nameOf(is?.tier), was: nameOf(was?.tier), want: nameOf(want) },
    ...{ place: place ?? 0, by: carrier ?? '', at: is?.graceUntil ? momentText(new Date(is.graceUntil)) : '' },
  }
  const seat = say(`seat.${outcome}`, values)
  const waitsToo = place !== null && want !== undefined && outcome !== 'waits'
  return { outcome, sentence: waitsToo ? say('seat.andWaits', { ...values, seat }) : seat, place, graceUntil }
}

type Seat = ReturnType<Person['seats']['get']>

function outcomeOf(was: Seat, is: Seat, want: TierId | undefined, carried: boolean, place: number | null): SeatOutcome {
  if (is?.state === 'grace') return 'grace'
  if (is) {
    if (is.stopped !== 'no') return 'stopped'
    if (!was) return is.tier === want ? 'given' : 'falls-back'
    if (was.state === 'grace') return 'returned'
    return was.tier === is.tier ? 'keeps' : 'moved'
  }
  if (carried) return 'carried'
  if (place !== null) return 'waits'
  if (!was) return 'none'
  return was.state === 'grace' ? 'freed' : 'lost'
}
