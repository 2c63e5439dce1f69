import type { SeatOutcome } from '../../contract/what-if.ts'
import type { Product, ProductId, TierId } from '../../products/product.ts'
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

/** What would become of the seat of one product, in a word and in words that follow the product's name. */
export function seatAfter({ before, after, seats }: WhatIf, product: Product, carrier: string | null, tierOf: TierOf) {
  const was = before.seats.get(product.id)
  const is = after.seats.get(product.id)
  const given = after.entitlement.products.get(product.id)?.value
  const want = after.withheld || given === 'none' ? undefined : given
  const place = seats.get(product.id)?.place ?? null
  const outcome = outcomeOf(was, is, want, carrier !== null, place)
  const graceUntil = is?.graceUntil ? new Date(is.graceUntil).toISOString() : null
  const name = (tier: TierId | undefined) => (tier ? ` ${tierOf(tier)?.name ?? ''}` : '')
  const line = place !== null && want ? `, and waits for${name(want)} in place ${place}` : ''
  const words: Readonly<Record<SeatOutcome, string>> = {
    none: 'is not held',
    keeps: `is kept${name(is?.tier)}${line}`,
    given: `is given${name(is?.tier)}: a seat is free`,
    returned: `is given back${name(is?.tier)}${line}`,
    moved: `is moved from${name(was?.tier)} to${name(is?.tier)}${line}`,
    'falls-back': `falls back to${name(is?.tier)}${line}`,
    waits: `has no free seat: they wait for${name(want)} in place ${place}`,
    grace: `is lost, and the seat is kept for them until ${graceUntil}`,
    lost: 'is lost',
    stopped: 'is held on: the safeguard stops the loss',
    freed: 'has its seat freed',
    carried: `comes with ${carrier}`,
  }
  return { outcome, sentence: words[outcome], place, graceUntil }
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
