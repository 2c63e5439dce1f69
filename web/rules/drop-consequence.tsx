import { useEffect } from 'react'
import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { useLivePlan } from '../plans/live.ts'
import type { Drop } from '../ui/drag-list.tsx'
import { dropped } from './order.ts'

interface Props {
  readonly rules: readonly Rule[]
  readonly drop: Drop
  /** Told once it is known: for who hears the page. */
  readonly onKnown: (said: string) => void
}

/** What it would do to everybody to let the rule go here. */
export function DropConsequence({ rules, drop, onKnown }: Props) {
  const order = dropped(rules, drop.row, drop.target, drop.where)
  const isSame = order.every((id, index) => rules[index]?.id === id)
  const { plan, isBehind, error } = useLivePlan(isSame ? null : { order })
  const said = isSame
    ? text('rules.dropSame')
    : error
      ? text('rules.dropUnknown')
      : plan && !isBehind
        ? text('rules.dropHere', { count: plan.userCount })
        : undefined
  useEffect(() => {
    if (said !== undefined) onKnown(said)
  }, [said, onKnown])
  return said ?? text('rules.dropPlanning')
}
