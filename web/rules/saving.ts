import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Plan } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { ask } from '../api.ts'
import { changeOf, contentOf, type Missing, missingIn } from './entered.ts'
import { problemIn } from './form-problem.ts'
import type { useRuleEdit } from './queries.ts'
import type { Typing } from './typing.ts'

interface Of {
  readonly rule: Rule | undefined
  readonly typing: Typing
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onClose: () => void
  readonly onSavedAndNew: (() => void) | undefined
}

/**
 * Saving what is typed: live where it takes nothing from anybody, and then the form closes or begins anew; else in the
 * draft, whose plan opens. What became of it, the page says.
 */
export function useSaving({ rule, typing, edit, onClose, onSavedAndNew }: Of) {
  const navigate = useNavigate()
  const [failed, setFailed] = useState<{ readonly missing: readonly Missing[]; readonly error?: Error }>()
  const [tries, setTries] = useState(0)
  const [round, setRound] = useState(0)
  const [nexts, setNexts] = useState(0)
  const isSettled = useRef(false)
  const { entered, before, isTyped, forget } = typing

  const beginAnew = () => {
    setFailed(undefined)
    setRound((earlier) => earlier + 1)
  }
  const fail = (missing: readonly Missing[], error?: Error) => {
    setFailed({ missing, ...(error && { error }) })
    setTries((earlier) => earlier + 1)
  }
  const goOn = async (isLive: boolean, isNext: boolean) => {
    forget()
    if (isNext) {
      beginAnew()
      setNexts((earlier) => earlier + 1)
      return onSavedAndNew?.()
    }
    isSettled.current = true
    const plan = isLive ? null : await planOfDraft()
    if (plan === null) onClose()
    else await navigate({ to: '/plans/$plan', params: { plan } })
  }
  const save = (isNext: boolean) => {
    const { group } = entered
    const lacking = missingIn(entered)
    if (lacking.length > 0 || !group) return fail(lacking)
    if (rule && !isTyped) return void goOn(true, isNext)
    edit.mutate(
      rule
        ? { kind: 'change', rule, change: changeOf(entered, before) }
        : { kind: 'add', input: contentOf({ ...entered, group }) },
      {
        onSuccess: ({ live }) => void goOn(live, isNext),
        onError: (error) => fail([], error),
      },
    )
  }

  return {
    save,
    beginAnew,
    /** Of what was refused, what is typed since may be right: only what is still missing is still said. */
    forgive: () => failed?.error && setFailed({ missing: failed.missing }),
    missing: failed ? missingIn(entered).filter((each) => failed.missing.includes(each)) : [],
    problem: problemIn(failed?.error),
    /** Counts the tries that failed. */
    tries,
    /** Another one: the fields forget what they keep to themselves. */
    round,
    /** Counts the rules that were begun after one was saved. */
    nexts,
    isSettled,
  }
}

/** Kept under its id to be applied. Null where it cannot be had: what was saved is saved, and its plan can be asked for again. */
async function planOfDraft(): Promise<string | null> {
  try {
    return (await ask<Plan>('POST', '/api/v1/plans', { body: null })).id
  } catch {
    return null
  }
}
