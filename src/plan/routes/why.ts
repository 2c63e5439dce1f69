import type { Request } from '../../contract/because.ts'
import type { Reference } from '../../contract/reference.ts'
import type { Why as WhyJson } from '../../contract/why.ts'
import type { DirectoryUser } from '../../directory/user.ts'
import { shownRequest } from '../../history/shown.ts'
import { requestsById } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import type { CountedProduct } from '../../products/store.ts'
import type { Explained } from '../../rules/explain.ts'
import type { Named } from '../../rules/named.ts'
import { namedInPin, shownPin } from '../../rules/routes/pin.ts'
import type { Rule } from '../../rules/rule.ts'
import { namesOf } from '../../rules/store/names.ts'
import { membershipRequest, type SeatRow, seatsOf } from '../store/shown.ts'
import type { Why } from '../store/why.ts'

/** Everything about one user and one product as it is shown: a sentence, and the tree below it. */
export async function shownWhy(db: Db, user: DirectoryUser, product: CountedProduct, why: Why): Promise<WhyJson> {
  const { explained, path } = why
  const { pin } = explained
  const seats = await seatsOf(db, [user.no])
  const seat = seats.find((row) => row.product_id === product.id)
  const joined = path[0] ? await membershipRequest(db, user.no, path[0].id) : null
  const requestId = seat?.because.request ?? null
  const [names, requests] = await Promise.all([
    namesOf(db, [
      ...explained.rules.flatMap(({ rule }) => [rule.id, rule.group]),
      ...(pin ? namedInPin(pin) : []),
      ...(why.carriedBy ? [why.carriedBy] : []),
    ]),
    requestsById(
      db,
      [joined, requestId].filter((id) => id !== null),
    ),
  ])
  const requestOf = (id: string | null): Request | null => {
    const row = id === null ? undefined : requests.get(id)
    return row ? shownRequest(row) : null
  }
  const tierRef = (id: string): Reference => ({ id, name: product.tiers.find((tier) => tier.id === id)?.name ?? '' })
  const winning = explained.rules.find(({ verdict }) => verdict === 'wins')
  const shown: Omit<WhyJson, 'sentence'> = {
    user: { id: user.id, name: user.displayName },
    product: { id: product.id, name: product.name },
    answer: answerOf(why, seat),
    tier: explained.tier === null || explained.tier === 'none' ? null : tierRef(explained.tier),
    winner: pin
      ? { kind: 'pin', pin: shownPin({ pin, user: { id: user.id, name: user.displayName } }, names) }
      : winning
        ? {
            kind: 'rule',
            ...ruleRow(winning, names, tierRef),
            group: groupOf(winning.rule, names),
            path: path.map(({ id, name }) => ({ id, name })).toReversed(),
            request: requestOf(joined),
          }
        : null,
    losers: explained.rules.flatMap((row) => {
      if (row.verdict !== 'outranked' && row.verdict !== 'pinned') return []
      return { ...ruleRow(row, names, tierRef), reason: row.verdict, sentence: lost(row.verdict, winning?.rule, names) }
    }),
    missing: explained.rules.flatMap((row) => {
      if (row.verdict === 'wins' || row.verdict === 'outranked' || row.verdict === 'pinned') return []
      return { ...ruleRow(row, names, tierRef), reason: row.verdict, sentence: lacks(row, names) }
    }),
    withheld: why.person.withheld,
    since: seat?.since.toISOString() ?? null,
    request: requestOf(requestId),
    waiting: why.waiting && { place: why.waiting.place, since: why.waiting.since.toISOString() },
    carriedBy: why.carriedBy ? { id: why.carriedBy, name: nameOf(why.carriedBy, names) } : null,
  }
  return { ...shown, sentence: sentenceOf(shown, seat && tierRef(seat.tier_id).name) }
}

type Names = ReadonlyMap<string, Named>
type Row = Explained['rules'][number]

function answerOf(why: Why, seat: SeatRow | undefined): WhyJson['answer'] {
  if (seat?.state === 'held') return seat.stopped ? 'stopped' : 'held'
  if (why.carriedBy) return 'carried'
  if (why.waiting) return 'waiting'
  return seat ? 'grace' : 'none'
}

function ruleRow({ rule, tier }: Row, names: Names, tierRef: (id: string) => Reference) {
  return { rule: { id: rule.id, name: nameOf(rule.id, names) }, rank: rule.rank, tier: tierRef(tier) }
}

function groupOf(rule: Rule, names: Names): Reference {
  const group = names.get(rule.group)
  return { id: group?.id ?? rule.group, name: group?.name ?? '' }
}

function nameOf(id: string, names: Names): string {
  return names.get(id)?.name ?? ''
}

function lost(verdict: 'outranked' | 'pinned', winner: Rule | undefined, names: Names): string {
  if (verdict === 'pinned') return 'A pin decides, and is stronger than every rule.'
  return `Rule ${winner?.rank} “${nameOf(winner?.id ?? '', names)}” is higher, and decides the tier.`
}

function lacks({ rule, verdict }: Row, names: Names): string {
  const group = `“${groupOf(rule, names).name}”`
  switch (verdict) {
    case 'not-a-member':
      return `They are not in ${group}.`
    case 'condition':
      return `They are in ${group}, and the condition does not hold: ${rule.condition}`
    case 'group-gone':
      return `Its group ${group} was deleted in the directory.`
    case 'shadow':
      return 'It matches, and is in shadow: it is reported and gives nothing.'
    default:
      return 'It matches, and is off.'
  }
}

function sentenceOf(why: Omit<WhyJson, 'sentence'>, heldTier: string | undefined): string {
  const who = why.user.name
  const what = why.product.name
  const because = becauseOf(why)
  switch (why.answer) {
    case 'held': {
      const other = why.tier && why.tier.name !== heldTier ? `, and is to have ${why.tier.name}` : ''
      return `${who} has ${what} ${heldTier}${other}${because}.`
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

function becauseOf({ winner }: Omit<WhyJson, 'sentence'>): string {
  if (winner?.kind === 'pin') return `, pinned by ${winner.pin.createdBy}: ${winner.pin.reason}`
  if (!winner) return ''
  const through = winner.path.length > 1 ? ` through “${winner.path.at(-1)!.name}”` : ''
  return `, because they are in “${winner.group.name}”${through} and rule ${winner.rank} “${winner.rule.name}” gives it`
}

function noLonger({ withheld, winner, tier, missing }: Omit<WhyJson, 'sentence'>): string {
  if (withheld === 'deleted') return ': they were deleted in their directory'
  if (withheld === 'inactive') return ': they are not active in their directory'
  if (withheld === 'no-address') return ': they have no address'
  if (withheld === 'conflict') return ': their address belongs to the user of another source'
  if (withheld === 'not-adopted') return ': they had an account before Rollcall that nobody has adopted yet'
  if (winner?.kind === 'pin' && !tier) return `: ${winner.pin.createdBy} pinned it to none (${winner.pin.reason})`
  if (winner) return ' yet: the next run gives it'
  return missing.length > 0 ? ': no rule that gives it matches' : ': no rule gives it'
}
