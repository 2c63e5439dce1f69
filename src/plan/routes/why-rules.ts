import type { Reference } from '../../contract/reference.ts'
import type { Lack as LackJson } from '../../contract/why.ts'
import type { Judged, Lack } from '../../rules/explain.ts'
import type { FailingPart } from '../../rules/failing.ts'
import { shownPin } from '../../rules/routes/pin.ts'
import type { Rule } from '../../rules/rule.ts'
import type { Ruled } from '../store/why.ts'
import { listed, type Told } from './told.ts'

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
export function because(told: Told, { pin, winning, paths }: Ruled, verb = 'gives it'): string {
  if (pin) return `, pinned by ${pin.createdBy}: ${pin.reason}`
  if (!winning) return ''
  const { rule } = winning.bearing
  const [path = []] = paths
  const through = path.length > 1 ? ` through “${path[0]!.name}”` : ''
  return `, because they are in “${groupOf(told, rule).name}”${through} and rule ${rule.rank} “${told.nameOf(rule.id)}” ${verb}`
}

/** Rules that match and do not decide, each with why. `what` is decided: the tier, the role. */
export function losersOf(told: Told, { rules, winning }: Ruled, what: string) {
  const rule = winning?.bearing.rule
  const why = {
    outranked: `Rule ${rule?.rank} “${told.nameOf(rule?.id ?? '')}” is higher, and decides the ${what}.`,
    'gives-it-too': 'It gives it too: device groups add up.',
    pinned: 'A pin decides, and is stronger than every rule.',
  }
  return rules.flatMap((judged) => {
    const { verdict } = judged
    if (verdict !== 'outranked' && verdict !== 'gives-it-too' && verdict !== 'pinned') return []
    return [{ judged, reason: verdict, sentence: why[verdict] }]
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
  const group = `“${groupOf(told, bearing.rule).name}”`
  const before = lacks.length === 1 ? 'It matches, and is' : 'It is'
  switch (lack) {
    case 'not-a-member':
      return { reason: lack, sentence: `They are not in ${group}.` }
    case 'condition': {
      const where = bearing.isMember ? `They are in ${group}, and the condition` : 'The condition'
      const failing = bearing.failing.map(({ part, has }) => ({
        part,
        has: has.map(({ attribute, values }) => ({ attribute, values: [...values] })),
      }))
      return { reason: lack, sentence: `${where} does not hold: ${failingText(bearing)}.`, failing }
    }
    case 'group-gone':
      return { reason: lack, sentence: `Its group ${group} was deleted in the directory.` }
    case 'shadow':
      return { reason: lack, sentence: `${before} in shadow: it is reported and gives nothing.` }
    case 'off':
      return { reason: lack, sentence: `${before} off.` }
  }
}

function failingText({ rule, failing }: Judged['bearing']): string {
  if (failing.length === 0) return rule.condition ?? ''
  return failing.map(({ part, has }) => `${part} (${listed(has.map(hasText))})`).join('; ')
}

function hasText({ attribute, values }: FailingPart['has'][number]): string {
  if (values.length === 0) return `they have no ${attribute}`
  return `their ${attribute} is ${listed(values.map((value) => `“${value}”`))}`
}
