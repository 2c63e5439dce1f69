import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Plan, PlanInput } from '../../src/contract/plan.ts'
import { ask } from '../api.ts'

export interface LivePlan {
  /** The last one that was answered; of what was typed before, while `isBehind`. */
  readonly plan: Plan | undefined
  readonly error: Error | null
  /** What is shown is not yet the plan of what is asked. */
  readonly isBehind: boolean
  /** From asking to the answer. */
  readonly tookMs: number | undefined
}

/** So long nothing is asked while somebody types or drags on. */
const PAUSE_MS = 120

/**
 * What an edit would do to everybody, asked again whenever it changes: of a rule being typed, dragged, removed, on top of
 * the draft or of the live rules. Nothing is kept by it. Null asks nothing.
 */
export function useLivePlan(input: PlanInput): LivePlan {
  const asked = usePaused(JSON.stringify(input), PAUSE_MS)
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['live-plan', asked],
    queryFn: async ({ signal }) => {
      const from = performance.now()
      const plan = await ask<Plan>('POST', '/api/v1/plans', { body: JSON.parse(asked), signal })
      return { plan, tookMs: performance.now() - from }
    },
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    retry: false,
  })
  const isBehind = asked !== JSON.stringify(input) || isPlaceholderData || isFetching
  return { plan: data?.plan, error, isBehind, tookMs: data?.tookMs }
}

function usePaused(value: string, ms: number): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return paused
}
