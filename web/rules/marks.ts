import type { Contributions, Rule, Touching } from '../../src/contract/rule.ts'

import type { ShownDraft } from './shown.ts'

/** How a rule of the draft differs from the live one. */
export type Mark = 'added' | 'changed' | 'moved'

/** What is worth a word on a rule. */
export interface Marks {
  of(id: string): Mark | undefined
  /** It is on, has members, says something, and all of that is said above it. */
  isIdle(rule: Rule): boolean
  /** It is of somebody's group, and its condition does not hold for them. */
  fails(id: string): boolean
}

export function marksOf(
  draft: ShownDraft | undefined,
  contributions: Contributions | undefined,
  touching: Touching | undefined,
): Marks {
  const { added = [], changed = [], moved = [] } = draft?.differs ?? {}
  const decides = new Map(contributions?.contributions.map(({ rule, decides: count }) => [rule, count]))
  const failing = new Set(touching?.rules.filter(({ conditionHolds }) => !conditionHolds).map(({ rule }) => rule))
  return {
    of: (id) =>
      added.includes(id) ? 'added' : changed.includes(id) ? 'changed' : moved.includes(id) ? 'moved' : undefined,
    isIdle: (rule) => rule.state === 'on' && rule.members > 0 && givesAnything(rule) && decides.get(rule.id) === 0,
    fails: (id) => failing.has(id),
  }
}

export function givesAnything({ products, deviceGroups, ...single }: RuleGives): boolean {
  const { role, language, userGroup, settingsTemplate, welcomeTemplate } = single
  const values = [role, language, userGroup, settingsTemplate, welcomeTemplate]
  return products.length > 0 || deviceGroups.length > 0 || values.some((value) => value !== null)
}

type RuleGives = Pick<
  Rule,
  'products' | 'deviceGroups' | 'role' | 'language' | 'userGroup' | 'settingsTemplate' | 'welcomeTemplate'
>

/** How many rules differ. One that was changed and moved counts once. */
export function countOf({ differs: { added, removed, changed, moved } }: ShownDraft): number {
  return new Set([...added, ...removed, ...changed, ...moved]).size
}
