import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Rule } from '../../src/contract/rule.ts'
import { sessionQuery } from '../signin/queries.ts'
import { type Entered, enteredFrom, isTyped, rebased } from './entered.ts'

export interface Typing {
  readonly entered: Entered
  /** As the rule is. */
  readonly before: Entered
  readonly isTyped: boolean
  /** It was typed earlier, and comes back. */
  readonly isBack: boolean
  readonly set: (part: Partial<Entered>) => void
  /** What was typed is saved, or thrown away. */
  readonly forget: () => void
}

interface Kept {
  readonly entered: Entered
  readonly before: Entered
}

/**
 * What is typed about a rule, over what the rule is by now. Kept in this tab, for who is signed in, until it is saved or
 * thrown away: a reload or a slip of the hand loses nothing.
 */
export function useTyping(rule: Rule | undefined): Typing {
  const { data } = useQuery(sessionQuery)
  const { organization, email = '' } = data?.session ?? {}
  const place = `rollcall.rule.${organization?.id ?? ''}.${email}.${rule?.id ?? 'new'}`
  const now = enteredFrom(rule)
  const [first] = useState(() => keptAt(place))
  const [kept, keep] = useState<Kept>(() => (first ? over(first, now) : { entered: now, before: now }))
  const current = JSON.stringify(kept.before) === JSON.stringify(now) ? kept : over(kept, now)
  const typed = isTyped(current.entered, current.before)
  useEffect(() => write(place, typed ? JSON.stringify(current) : undefined), [place, typed, current])
  return {
    ...current,
    isTyped: typed,
    isBack: first !== undefined && typed,
    set: (part) => keep((earlier) => ({ ...over(earlier, now), entered: { ...over(earlier, now).entered, ...part } })),
    forget: () => {
      write(place, undefined)
      keep({ entered: now, before: now })
    },
  }
}

function over({ entered, before }: Kept, now: Entered): Kept {
  return { entered: rebased(entered, before, now), before: now }
}

function keptAt(place: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null')
    return typeof kept === 'object' && kept !== null && 'entered' in kept && 'before' in kept
      ? (kept as Kept)
      : undefined
  } catch {
    // Not ours, or the browser keeps nothing.
    return undefined
  }
}

function write(place: string, kept: string | undefined): void {
  try {
    if (kept === undefined) sessionStorage.removeItem(place)
    else sessionStorage.setItem(place, kept)
  } catch {
    // The browser keeps nothing: then it is only here.
  }
}
