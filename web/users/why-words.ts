import type { Request } from '../../src/contract/because.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Why, WhyValue } from '../../src/contract/why.ts'
import { actText } from '../activity/act.ts'
import { shortMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'

export type Answered = Why | WhyValue
export type Winner = NonNullable<Answered['winner']>
export type RuleWinner = Extract<Winner, { kind: 'rule' }>
export type Missing = Answered['missing'][number]
export type Judged = Answered['losers'][number] | Missing

/** What a rule gives of what was asked about: a tier of the product, or a value. */
export function givenBy(of: Reference | null, row: RuleWinner | Judged): string {
  return 'tier' in row ? (of ? productName(of, row.tier) : row.tier.name) : row.text
}

export const productOf = (why: Answered): Reference | null => (why.field === 'product' ? why.product : null)

/** From the group the user is directly in up to the one that the rule names. */
export const upwards = ({ path, group }: RuleWinner): readonly Reference[] =>
  path.length === 0 ? [group] : path.toReversed()

/** The least to change first. */
export const leastFirst = <Row extends { readonly lacks: readonly unknown[]; readonly rank: number }>(
  rows: readonly Row[],
): readonly Row[] => rows.toSorted((a, b) => a.lacks.length - b.lacks.length || a.rank - b.rank)

/** Who did it and when, besides what led the user into the group. */
export function otherCause({ cause, winner }: Answered): Request | null {
  if (!cause) return null
  const told = winner && 'request' in winner ? winner.request : null
  return told?.id === cause.request.id ? null : cause.request
}

/** Further sentences of an answer: what is waited for, how long it is kept, what stopped its loss. */
export function asides(why: Answered): readonly string[] {
  if (why.field !== 'product') return []
  return [why.waiting, why.grace, why.stopped, why.lastLoss].flatMap((part) => (part ? [part.sentence] : []))
}

const acted = (request: Request): string =>
  `${actText(request)}, ${text('user.by', { name: request.actor.name })}, ${shortMoment(new Date(request.at))}`

function wayText(why: Answered): readonly string[] {
  const { winner, since } = why
  const line = (name: string, said: string) => `${name}: ${said}`
  const other = otherCause(why)
  const lines: string[] = []
  if (other) lines.push(line(text('why.cause'), acted(other)))
  if (winner && 'request' in winner && winner.request) lines.push(line(text('why.directory'), acted(winner.request)))
  if (winner?.kind === 'rule') {
    const rule = text('why.ruleRank', { rank: winner.rank, name: winner.rule.name })
    const names = upwards(winner).map(({ name }) => name)
    lines.push(line(text('why.group'), names.join(` ${text('why.nested')} `)))
    lines.push(line(text('why.rule'), `${rule}, ${text('why.gives', { product: givenBy(productOf(why), winner) })}`))
    if (winner.edit) lines.push(line(text('why.version', { version: winner.edit.version }), acted(winner.edit.request)))
  }
  if (winner?.kind === 'pin')
    lines.push(line(text('why.pin'), text('why.pinBy', { reason: winner.pin.reason, name: winner.pin.createdBy })))
  if (since !== null) lines.push(line(text('why.since'), shortMoment(new Date(since))))
  return lines
}

/** An answer as text for a ticket: the sentence, how it came about, what lost, what it would take, and where to see it. */
export function ticketText(why: Answered, address: string): string {
  const rule = ({ rank, rule: { name } }: Judged) => text('why.ruleRank', { rank, name })
  const losers = why.losers.map((row) => `- ${rule(row)}: ${row.sentence}`)
  const missing = leastFirst<Missing>(why.missing).map(
    (row) => `- ${rule(row)}: ${row.lacks.map(({ sentence }) => sentence).join(' ')}`,
  )
  return [
    why.sentence,
    ...asides(why),
    ...wayText(why),
    ...(losers.length > 0 ? [`${text('why.losers')}:`, ...losers] : []),
    ...(missing.length > 0 ? [`${text('why.missing')}:`, ...missing] : []),
    address,
  ].join('\n')
}
