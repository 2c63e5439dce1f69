import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Draft, DraftApplied, DraftReverted } from '../../src/contract/draft.ts'
import type { Pin } from '../../src/contract/pin.ts'
import type { Outcome, Plan, PlannedChanges } from '../../src/contract/plan.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Rules } from '../../src/contract/rule.ts'
import { ask, get } from '../api.ts'
import { edited } from '../runs/queries.ts'

/** A plan is never edited; only whether it was applied may change. */
export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['plans', 'plan', id],
    queryFn: ({ signal }) => get<Plan>(`/api/v1/plans/${id}`, undefined, signal),
    staleTime: 60_000,
  })
export const usePlan = (id: string) => useQuery(planQuery(id))

/** Null where no rules are being edited. */
export const draftQuery = queryOptions({
  queryKey: ['plans', 'draft'],
  queryFn: async ({ signal }): Promise<Draft | null> => {
    // In one question: asking for a draft that was applied meanwhile is an error, and browsers say so aloud.
    const { version, draft, rules } = await get<Rules>('/api/v1/rules', { draft: true }, signal)
    return draft && { ...draft, liveVersion: version, rules }
  },
  refetchInterval: 20_000,
})
export const useDraft = () => useQuery(draftQuery)

/** The plan of the draft as it is, kept on the server, so that it can be applied. */
export const makePlan = () => ask<Plan>('POST', '/api/v1/plans', { body: {} })

export const useDraftPlan = (draft: Draft) =>
  useQuery({
    queryKey: ['plans', 'of-draft', draft.liveVersion, draft.version],
    queryFn: makePlan,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })

export interface ChangesFilter {
  readonly outcome?: Outcome | undefined
  readonly product?: string | undefined
  readonly rule?: string | undefined
  readonly search?: string | undefined
}

const changesQuery = (plan: string, filter: ChangesFilter) =>
  infiniteQueryOptions({
    queryKey: ['plans', 'changes', plan, filter],
    queryFn: ({ pageParam, signal }) =>
      get<PlannedChanges>(
        `/api/v1/plans/${plan}/changes`,
        { ...filter, limit: 200, ...(pageParam && { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  })
export const usePlannedChanges = (plan: string, filter: ChangesFilter) => useInfiniteQuery(changesQuery(plan, filter))

/** Losses of a product that go through whatever the safeguard says: of all whom the plan names, or of some. */
export interface Confirmation {
  readonly product: string
  readonly users?: readonly string[]
}

export interface Applying {
  readonly plan: string
  readonly confirm: readonly Confirmation[]
  readonly draft: Draft
  /** The live rules have moved on since the draft was made, and may be replaced. */
  readonly replace: boolean
}

/** Done when a run has seen it. */
export function useApplyPlan() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ plan, confirm, draft, replace }: Applying) => {
      let applied: DraftApplied | undefined
      const outcome = await edited(async () => {
        applied = await ask<DraftApplied>('POST', '/api/v1/draft/apply', {
          body: { plan, confirm, ...(replace && { replace: draft.liveVersion }) },
          ifMatch: `"v${draft.basedOn}-d${draft.version}"`,
        })
      })
      return { ...applied!, ...outcome }
    },
    // Not waited for: the page moves on meanwhile.
    onSettled: () => void queries.invalidateQueries(),
  })
}

/** Makes the plan of the draft as it is by now. */
export function useMakePlan() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: makePlan,
    onSuccess: (plan) => plan.id && queries.setQueryData(planQuery(plan.id).queryKey, plan),
  })
}

/** The draft becomes the rules of an earlier version; its plan is the answer. Nothing is live by it. */
export function useRevertRules() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ version, replace }: { readonly version: number; readonly replace?: boolean }) => {
      const body = { version, ...(replace && { replace }) }
      const { leftOut } = await ask<DraftReverted>('POST', '/api/v1/draft/revert', { body })
      return { leftOut, plan: await makePlan() }
    },
    onSettled: () => queries.invalidateQueries(),
  })
}

export interface Keeping {
  readonly user: Reference
  readonly product: Reference
  readonly tier: Reference
  readonly endsAt: string
  readonly reason: string
}

/** A pin holds what the draft would take; the plan made after it says so. */
export function useKeepSeat() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ user, product, tier, endsAt, reason }: Keeping) => {
      const body = { field: 'product', user: user.id, product: product.id, tier: tier.id, endsAt, reason }
      const pin = await ask<Pin>('POST', '/api/v1/pins', { body })
      await ask('POST', '/api/v1/runs', { body: {} })
      return { pin, plan: await makePlan() }
    },
    onSuccess: () => void queries.invalidateQueries(),
  })
}

export async function endPin(id: string): Promise<Plan> {
  await ask('DELETE', `/api/v1/pins/${id}`)
  await ask('POST', '/api/v1/runs', { body: {} })
  return makePlan()
}
