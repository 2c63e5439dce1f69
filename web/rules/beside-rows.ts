import { createContext, type RefObject } from 'react'
import type { PlannedRule } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { type Marks, marksOf } from './marks.ts'

// What rows show or do beside their rule. They read it themselves, each part only where it stands: of hundreds of rows,
// a plan that changes draws again its numbers and nothing else.

/** What each rule brings about in the plan that is shown. */
export const SumsContext = createContext<ReadonlyMap<string, PlannedRule>>(new Map())

export const MarksContext = createContext<Marks>(marksOf(undefined, undefined, undefined))

/** The rule that is open in the editor. */
export const OpenContext = createContext<string | undefined>(undefined)

/** What can be done with a rule, as it stands when it is done. */
export interface Acts {
  /** How many rules there are. */
  readonly count: number
  readonly onOpen: (id: string) => void
  readonly onSwitch: (rule: Rule, on: boolean) => void
  readonly onMove: (rule: Rule, to: number) => void
  readonly onPlace: (rule: Rule) => void
  readonly onDuplicate: (rule: Rule) => void
  readonly onDelete: (rule: Rule) => void
}
export type ActsRef = RefObject<Acts>
