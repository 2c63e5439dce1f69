import type { Plan } from '../../src/contract/plan.ts'
import { number } from '../locales/text.ts'

interface Props {
  readonly plan: Plan
  /** It is of what was there before the last keystroke. */
  readonly isBehind?: boolean
}

/** What a plan would do, in one look: who gains, loses, changes; seats before and after; what the safeguard says. */
export function WhatChanges({ plan }: Props) {
  return <p>{number(plan.changeCount)}</p>
}
