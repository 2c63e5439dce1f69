import type { Reference } from '../../contract/reference.ts'
import type { Lack as LackJson } from '../../contract/why.ts'
import type { Judged, Lack } from '../../rules/explain.ts'
import type { FailingPart } from '../../rules/failing.ts'
import { shownPin } from '../../rules/routes/pin.ts'
import type { Rule } from '../../rules/rule.ts'
import { listed, say } from '../../words/say.ts'
import type { Ruled } from '../store/why.ts'
import type { Told } from './told.ts'

/** The rule that wins: where it stands, the way to its group, and the acts that made it so. */
export function shownWinner(told: Told, { winning, paths, joined, edit }: Ruled) {
  if (!winning) return null
  const { rule } = winning.bearing
  const ways = paths.map((path) => path.map(({ id, name }) => ({ id, name })).toReversed())
  const edited = told.request(edit?.request)
  return {
    kind: 'rule' as const,
    ...shownRule(told, rule),
    group: groupOf(told, rule),
    path: ways[0] ?? [],
    paths: ways,
    request: told.request(joined),
    edit: edit && edited ? { version: edit.version, request: edited } : null,
  }
}

/** The pin that decides, also where it takes the value away. */
export function shownPinned(told: Told, { pin, pinned }: Ruled) {
  return (
    pin && { kind: 'pin' as const, pin: shownPin({ pin, user: told.user }, told.names), request: told.request(pinned) }
  )
}

export function shownRule(told: Told, rule: Rule) {
  return { rule: { id: rule.id, name: told.nameOf(rule.id) }, rank: rule.rank }
}

export function groupOf(told: Told, rule: Rule): Reference {
  const group = told.names.get(rule.group)
  return { id: group?.id ?? rule.group, name: group?.name ?? '' }
}

/** ", because they are in “Sales” through “Sales Europe” and rule 1 “Sellers” gives it"; empty where no rule or pin decides. */
export function because(told: Told, { pin, winning, paths }: Ruled, verb: 'gives' | 'sets' = 'gives'): string {
  if (pin) return say('clause.pin', { by: pin.createdBy, reason: pin.reason })
  if (!winning) return ''
  const { rule } = winning.bearing
  const [path = []] = paths
  const values = { group: groupOf(told, rule).name, rank: rule.rank, rule: told.nameOf(rule.id) }
  return path.length > 1
    ? say(`clause.${verb}Through`, { ...values, through: path[0]!.name })
    : say(`clause.${verb}`, values)
}

/** Rules that match and do not decide, each with why. */
export function losersOf(told: Told, { rules, winning }: Ruled, what: 'tier' | 'value') {
  const rule = winning?.bearing.rule
  const higher = { rank: rule?.rank ?? 0, rule: told.nameOf(rule?.id ?? '') }
  return rules.flatMap((judged) => {
    const { verdict } = judged
    if (verdict !== 'outranked' && verdict !== 'gives-it-too' && verdict !== 'pinned') return []
    const sentence = verdict === 'outranked' ? say(`loser.outranked.${what}`, higher) : say(`loser.${verdict}`)
    return [{ judged, reason: verdict, sentence }]
  })
}

/** Rules that do not match, each with all that it lacks. */
export function missingOf(told: Told, { rules }: Ruled) {
  return rules.flatMap((judged) => {
    const lacks = judged.lacks.map((lack) => shownLack(told, judged, lack))
    const [first] = lacks
    if (!first) return []
    return [
      { judged, group: groupOf(told, judged.bearing.rule), reason: first.reason, sentence: first.sentence, lacks },
    ]
  })
}

function shownLack(told: Told, { bearing, lacks }: Judged, lack: Lack): LackJson {
  const group = groupOf(told, bearing.rule).name
  const only = lacks.length === 1
  switch (lack) {
    case 'not-a-member':
    case 'group-gone':
      return { reason: lack, sentence: say(`lack.${lack}`, { group }) }
    case 'condition': {
      const failing = bearing.failing.map(({ part, has }) => ({
        part,
        has: has.map(({ attribute, values }) => ({ attribute, values: [...values] })),
      }))
      const word = bearing.isMember ? 'lack.conditionOfMember' : 'lack.condition'
      return { reason: lack, sentence: say(word, { group, failing: failingText(bearing) }), failing }
    }
    case 'shadow':
      return { reason: lack, sentence: say(only ? 'lack.shadowOnly' : 'lack.shadow') }
    case 'off':
      return { reason: lack, sentence: say(only ? 'lack.offOnly' : 'lack.off') }
  }
}

function failingText({ rule, failing }: Judged['bearing']): string {
  if (failing.length === 0) return rule.condition ?? ''
  return failing.map(({ part, has }) => `${part} (${listed(has.map(hasText))})`).join('; ')
}

function hasText({ attribute, values }: FailingPart['has'][number]): string {
  if (values.length === 0) return say('lack.hasNone', { attribute })
  return say('lack.has', { attribute, values: listed(values.map((value) => `“${value}”`)) })
}
