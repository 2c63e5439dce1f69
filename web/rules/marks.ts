import type { Contributions, Rule, Touching } from '../../src/contract/rule.ts'

import type { ShownDraft } from './shown.ts'

/** How a rule of the draft differs from the live one. */
export type Mark = 'added' | 'changed' | 'moved'

/** What is worth a word on a rule. */
export interface Marks {
  of(id: string): Mark | undefined
  /** It is on, has members, and all that it says is said above it. */
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
    isIdle: ({ id, state, members }) => state === 'on' && members > 0 && decides.get(id) === 0,
    fails: (id) => failing.has(id),
  }
}

/** How many rules differ. One that was changed and moved counts once. */
export function countOf({ differs: { added, removed, changed, moved } }: ShownDraft): number {
  return new Set([...added, ...removed, ...changed, ...moved]).size
}
