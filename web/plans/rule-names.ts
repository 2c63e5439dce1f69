import { useQuery } from '@tanstack/react-query'
import type { Plan } from '../../src/contract/plan.ts'
import type { Rules } from '../../src/contract/rule.ts'
import { get } from '../api.ts'
import type { Option } from '../ui/choice.tsx'

/** What a rule of the draft is the reason of, where a plan has counted that. */
export interface RuleShare {
  readonly rule: { readonly id: string; readonly name: string }
  readonly gain: number
  readonly lose: number
  readonly change: number
}

/** Not every plan has it. */
export function sharesOf(plan: Plan & { readonly rules?: readonly RuleShare[] }): readonly RuleShare[] {
  return (plan.rules ?? []).filter(({ gain, lose, change }) => gain + lose + change > 0)
}

/** Rules that a change of the plan may name: those of the draft, best first. */
export function useRuleNames(plan: Plan): readonly Option[] {
  const { data } = useQuery({
    queryKey: ['plans', 'draft-rules', plan.draftVersion, plan.ruleSetVersion],
    queryFn: ({ signal }) => get<Rules>('/api/v1/rules', { draft: true }, signal),
    staleTime: 60_000,
  })
  const named = plan.changes.flatMap(({ because }) => because.rule ?? [])
  const all = new Map([...(data?.rules ?? []), ...named].map(({ id, name }) => [id, name]))
  return [...all].map(([id, name]) => ({ id, name }))
}
