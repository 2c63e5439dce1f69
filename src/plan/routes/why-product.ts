import type { Why } from '../../contract/why.ts'
import type { Db } from '../../platform/db/db.ts'
import type { CountedProduct } from '../../products/store.ts'
import type { Judged } from '../../rules/explain.ts'
import { momentText, say } from '../../words/say.ts'
import { type SeatRow, seatsOf } from '../store/shown.ts'
import type { Circumstances, WhyProduct } from '../store/why.ts'
import { causeOf } from './cause.ts'
import { type Told, toldOf } from './told.ts'
import { because, losersOf, missingOf, shownPinned, shownRule, shownWinner } from './why-rules.ts'

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
  const all = owned === null || (free ?? 0) > 0 ? say('line.next') : say('line.taken', { owned, held, grace })
  return {
    place,
    since: since.toISOString(),
    tier: { id: tier, name: pool.name },
    sentence: [all, ...(stopped > 0 ? [say('line.stopped', { count: stopped })] : [])].join(' '),
    pool: { owned, held, grace, stopped },
  }
}

function graceOf(until: Date): NonNullable<Why['grace']> {
  return { until: until.toISOString(), sentence: say('grace.kept', { at: momentText(until) }) }
}

function stoppedOf(told: Told, { since, confirmedBy, because }: NonNullable<WhyProduct['stopped']>): Why['stopped'] {
  const next = confirmedBy ? say('stopped.confirmed', { by: confirmedBy }) : say('stopped.open')
  return {
    since: since.toISOString(),
    confirmedBy,
    request: told.request(because.request),
    sentence: `${say('stopped.since', { at: momentText(since) })} ${next}`,
  }
}

function lostBefore(
  told: Told,
  { at, byWord, because }: NonNullable<WhyProduct['lastLoss']>,
  tier: { readonly id: string; readonly name: string },
): Why['lastLoss'] {
  const cause = causeOf(told, null, because.request)
  const had = say(byWord ? 'lost.byWord' : 'lost.until', { tier: tier.name, at: momentText(at) })
  return {
    at: at.toISOString(),
    tier,
    request: told.request(because.request),
    sentence: [had, ...(cause ? [cause.sentence] : [])].join(' '),
  }
}

function sentenceOf(why: Omit<Why, 'sentence'>, heldTier: string | undefined, because: string): string {
  const [who, product, tier] = [why.user.name, why.product.name, heldTier ?? '']
  switch (why.answer) {
    case 'held': {
      const values = { who, product, tier, why: because }
      if (!why.tier || why.tier.name === heldTier) return say('why.held', values)
      const other = { ...values, other: why.tier.name }
      return why.waiting
        ? say('why.heldOtherPlace', { ...other, place: why.waiting.place })
        : say('why.heldOther', other)
    }
    case 'carried':
      return say('why.carried', { who, product, by: why.carriedBy?.name ?? '' })
    case 'waiting':
      return say('why.waiting', {
        ...{ who, product, tier: why.tier?.name ?? '', why: because },
        place: why.waiting?.place ?? 0,
      })
    case 'grace':
      return `${say('why.grace', { who, product, tier })} ${noLonger(why)}`
    case 'stopped':
      return say('why.stopped', { who, product, tier })
    case 'none':
      return `${say('why.none', { who, product })} ${noLonger(why)}`
  }
}

function noLonger({ withheld, winner, tier, missing }: Omit<Why, 'sentence'>): string {
  if (withheld) return say(`because.${withheld}`)
  if (winner?.kind === 'pin' && !tier)
    return say('why.pinnedToNone', { by: winner.pin.createdBy, reason: winner.pin.reason })
  if (winner) return say('why.nextRun')
  return say(missing.length > 0 ? 'why.noMatch' : 'why.noRule')
}
