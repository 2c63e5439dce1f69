import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { GraceEnded } from '../../src/contract/grace.ts'
import type { PastSeats } from '../../src/contract/past.ts'
import type { Pins } from '../../src/contract/pin.ts'
import type { Plan } from '../../src/contract/plan.ts'
import type { PoolChange, Product, ProductChange } from '../../src/contract/product.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Graces, Line, SeatHistory, Seats } from '../../src/contract/seat.ts'
import { ask, get } from '../api.ts'
import { edited } from '../runs/queries.ts'

/** Others change it too: identity providers all day. */
const freshenMs = 20_000

export const seatsQuery = queryOptions({
  queryKey: ['seats'],
  queryFn: ({ signal }) => get<Seats>('/api/v1/seats', undefined, signal),
  refetchInterval: freshenMs,
})

export const useSeats = () => useQuery(seatsQuery)

/** As they were at a moment. */
export const usePastSeats = (at: string) =>
  useQuery({
    queryKey: ['seats', { at }],
    queryFn: ({ signal }) => get<PastSeats>('/api/v1/seats', { at }, signal),
    placeholderData: keepPreviousData,
  })

export const useProduct = (product: string) =>
  useQuery({
    queryKey: ['product', product],
    queryFn: ({ signal }) => get<Product>(`/api/v1/products/${encodeURIComponent(product)}`, undefined, signal),
    refetchInterval: freshenMs,
  })

const pageLimit = 100
const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }: { readonly next: string | null }) => next ?? undefined,
}

/** Who waits for a product, tier by tier, in the order of the lines. */
export const useLine = (product: string) =>
  useInfiniteQuery({
    ...paged,
    queryKey: ['line', product],
    queryFn: ({ pageParam, signal }) =>
      get<Line>(`/api/v1/seats/${product}/waiting`, { limit: pageLimit, cursor: pageParam }, signal),
  })

export const useGraces = (product: string) =>
  useInfiniteQuery({
    ...paged,
    queryKey: ['graces', product],
    queryFn: ({ pageParam, signal }) =>
      get<Graces>(`/api/v1/seats/${product}/grace`, { limit: pageLimit, cursor: pageParam }, signal),
  })

/** Pins that give it, or deny it. */
export const usePinsOf = (product: string) =>
  useInfiniteQuery({
    ...paged,
    queryKey: ['pins', { product }],
    queryFn: ({ pageParam, signal }) =>
      get<Pins>('/api/v1/pins', { product, limit: pageLimit, cursor: pageParam }, signal),
  })

export const useSeatHistory = (product: string) =>
  useQuery({
    queryKey: ['seat-history', product],
    queryFn: ({ signal }) => get<SeatHistory>(`/api/v1/seats/${product}/history`, { days: 30 }, signal),
    staleTime: 300_000,
  })

/** What owning another number would do to everybody. Null asks nothing. */
export const usePoolPlan = (product: string, tier: string, change: PoolChange | null) =>
  useQuery({
    queryKey: ['pool-plan', product, tier, change],
    queryFn: ({ signal }) =>
      ask<Plan>('POST', `/api/v1/products/${product}/tiers/${tier}/plan`, { body: change, signal }),
    enabled: change !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** Whose graces end: of some users, or of everybody. */
export interface GraceChoice {
  readonly product: string
  readonly users?: readonly string[]
  readonly all?: true
}

/** Until they end: then there is none to plan, and the server would refuse. */
export const useGracePlan = (choice: GraceChoice, isAsked: boolean) =>
  useQuery({
    queryKey: ['grace-plan', choice],
    queryFn: ({ signal }) => ask<Plan>('POST', '/api/v1/seats/grace/plan', { body: choice, signal }),
    enabled: isAsked,
    retry: false,
    gcTime: 0,
  })

export interface PoolEdit {
  readonly product: Reference
  readonly tier: Reference
  readonly change: PoolChange
}

/** Done when a run has seen it: the seats that the answer shows are given. */
export function usePoolEdit() {
  return useEdit(({ product, tier, change }: PoolEdit) =>
    ask('PUT', `/api/v1/products/${product.id}/tiers/${tier.id}`, { body: change }),
  )
}

export function useProductEdit() {
  return useEdit(({ product, change }: { readonly product: Reference; readonly change: ProductChange }) =>
    ask('PATCH', `/api/v1/products/${product.id}`, { body: change }),
  )
}

export function useGraceEnd() {
  return useEdit((choice: GraceChoice) => ask<GraceEnded>('POST', '/api/v1/seats/grace/end', { body: choice }))
}

export interface Verdict {
  readonly product: string
  readonly users: readonly string[]
}

export function useApplyStopped() {
  return useEdit(({ product, users }: Verdict) => ask('POST', '/api/v1/stopped/apply', { body: { product, users } }))
}

export function useKeepStopped() {
  return useEdit((verdict: Verdict & { readonly endsAt: string; readonly reason: string }) =>
    ask('POST', '/api/v1/stopped/keep', { body: verdict }),
  )
}

function useEdit<Input>(edit: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => edited(() => edit(input)),
    // A plan is of what was: asked again after the edit it would be of something else, or refused.
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey: [name] }) => !String(name).endsWith('-plan') }),
  })
}
