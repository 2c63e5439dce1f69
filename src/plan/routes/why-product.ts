import type { Why } from '../../contract/why.ts'
import type { Db } from '../../platform/db/db.ts'
import type { CountedProduct } from '../../products/store.ts'
import type { Judged } from '../../rules/explain.ts'
import { type SeatRow, seatsOf } from '../store/shown.ts'
import type { Circumstances, WhyProduct } from '../store/why.ts'
import { causeOf } from './cause.ts'
import { type Told, toldOf } from './told.ts'
import { because, losersOf, missingOf, shownPinned, shownRule, shownWinner } from './why-rules.ts'
import { withheldText } from './why-value.ts'

/** Everything about one user and one product as it is shown: a sentence, and the tree below it. */
export async function shownWhy(
  db: Db,
  { user, person }: Circumstances,
  product: CountedProduct,
  why: WhyProduct,
): Promise<Why> {
  const { ruled, stopped, lastLoss } = why
  const seat = (await seatsOf(db, [user.no])).find((row) => row.product_id === product.id)
  const waits = person.waiting.get(product.id as never)
  const told = await toldOf(db, user, [ruled], {
    names: why.carriedBy ? [why.carriedBy] : [],
    requests: [seat?.because.request, stopped?.because.request, lastLoss?.because.request],
  })
  const tierOf = (id: string) => ({ id, name: product.tiers.find((tier) => tier.id === id)?.name ?? '' })
  const row = ({ bearing, value }: Judged) => ({ ...shownRule(told, bearing.rule), tier: tierOf(String(value)) })
  const winner = shownWinner(told, ruled)
  const recorded = seat?.because.request ?? (waits ? null : lastLoss?.because.request)
  const shown: Omit<Why, 'sentence'> = {
    field: 'product',
    user: told.user,
    product: { id: product.id, name: product.name },
    answer: answerOf(why, seat),
    tier: ruled.value === null || ruled.value === 'none' ? null : tierOf(String(ruled.value)),
    winner: shownPinned(told, ruled) ?? (winner && ruled.winning && { ...winner, ...row(ruled.winning) }),
    losers: losersOf(told, ruled, 'tier').map(({ judged, ...lost }) => ({ ...row(judged), ...lost })),
    missing: missingOf(told, ruled).map(({ judged, ...lacking }) => ({ ...row(judged), ...lacking })),
    withheld: person.withheld,
    since: seat?.since.toISOString() ?? null,
    request: told.request(seat?.because.request),
    cause: causeOf(told, seat || why.waiting ? ruled : null, recorded),
    waiting: why.waiting && waits ? waitingFor(product, waits.tier, why.waiting) : null,
    carriedBy: why.carriedBy ? { id: why.carriedBy, name: told.nameOf(why.carriedBy) } : null,
    grace: seat?.grace_until ? graceOf(seat.grace_until) : null,
    stopped: stopped && stoppedOf(told, stopped),
    lastLoss: lastLoss && !seat ? lostBefore(told, lastLoss, tierOf(lastLoss.tier)) : null,
  }
  return { ...shown, sentence: sentenceOf(shown, seat && tierOf(seat.tier_id).name, because(told, ruled)) }
}

function answerOf(why: WhyProduct, seat: SeatRow | undefined): Why['answer'] {
  if (seat?.state === 'held') return why.stopped ? 'stopped' : 'held'
  if (why.carriedBy) return 'carried'
  if (why.waiting) return 'waiting'
  return seat ? 'grace' : 'none'
}

function waitingFor(
  product: CountedProduct,
  tier: string,
  { place, since }: NonNullable<WhyProduct['waiting']>,
): NonNullable<Why['waiting']> {
  const pool = product.tiers.find((some) => some.id === tier)!
  const { owned, held, grace, stopped, free } = pool
  const taken = [`${held} held`, ...(grace > 0 ? [`${grace} in grace`] : [])].join(', ')
  const all =
    owned === null || (free ?? 0) > 0 ? 'The next run looks at the line' : `All ${owned} seats are taken: ${taken}`
  const loss =
    stopped > 0
      ? ` Of those held, ${stopped} ${stopped === 1 ? 'is a stopped loss' : 'are stopped losses'}: applying frees.`
      : ''
  return {
    place,
    since: since.toISOString(),
    tier: { id: tier, name: pool.name },
    sentence: `${all}.${loss}`,
    pool: { owned, held, grace, stopped },
  }
}

function graceOf(until: Date): NonNullable<Why['grace']> {
  const end = until.toISOString()
  return { until: end, sentence: `The seat is kept for them until ${end}: who is back by then has it again.` }
}

function stoppedOf(told: Told, { since, confirmedBy, because }: NonNullable<WhyProduct['stopped']>): Why['stopped'] {
  const at = since.toISOString()
  const next = confirmedBy
    ? `${confirmedBy} has confirmed it, and the next run takes the seat.`
    : 'They hold the seat until an admin applies or keeps the loss, or what gave it is back.'
  return {
    since: at,
    confirmedBy,
    request: told.request(because.request),
    sentence: `Nothing gives it since ${at}, and the safeguard stopped the loss. ${next}`,
  }
}

function lostBefore(
  told: Told,
  { at, byWord, because }: NonNullable<WhyProduct['lastLoss']>,
  tier: { readonly id: string; readonly name: string },
): Why['lastLoss'] {
  const cause = causeOf(told, null, because.request)
  const word = byWord ? ', by an admin’s word' : ''
  return {
    at: at.toISOString(),
    tier,
    request: told.request(because.request),
    sentence: `They had ${tier.name} until ${at.toISOString()}${word}${cause ? `: ${cause.sentence}` : '.'}`,
  }
}

function sentenceOf(why: Omit<Why, 'sentence'>, heldTier: string | undefined, because: string): string {
  const who = why.user.name
  const what = why.product.name
  switch (why.answer) {
    case 'held': {
      const other = why.tier && why.tier.name !== heldTier ? `, and is to have ${why.tier.name}` : ''
      const place = why.waiting ? ` (place ${why.waiting.place} in the line)` : ''
      return `${who} has ${what} ${heldTier}${other}${other && place}${because}.`
    }
    case 'carried':
      return `${who} has ${what} with a seat of ${why.carriedBy?.name}, and takes no seat of it.`
    case 'waiting':
      return `${who} waits for ${what} ${why.tier?.name ?? ''} in place ${why.waiting?.place}${because}: no seat is free.`
    case 'grace':
      return `${who} lost ${what} ${heldTier}${noLonger(why)}; the seat waits for them until its grace ends.`
    case 'stopped':
      return `${who} still has ${what} ${heldTier}: nothing gives it any more, and the safeguard stopped the loss.`
    case 'none':
      return `${who} does not have ${what}${noLonger(why)}.`
  }
}

function noLonger({ withheld, winner, tier, missing }: Omit<Why, 'sentence'>): string {
  if (withheld) return `: ${withheldText[withheld]}`
  if (winner?.kind === 'pin' && !tier) return `: ${winner.pin.createdBy} pinned it to none (${winner.pin.reason})`
  if (winner) return ' yet: the next run gives it'
  return missing.length > 0 ? ': no rule that gives it matches' : ': no rule gives it'
}
