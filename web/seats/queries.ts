import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PoolChange } from '../../src/contract/product.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Line, Seats } from '../../src/contract/seat.ts'
import type { Stopped } from '../../src/contract/stop.ts'
import { ask, get } from '../api.ts'
import { edited } from '../runs/queries.ts'

/** Others change it too: identity providers all day. */
const freshenMs = 20_000

export const seatsQuery = queryOptions({
  queryKey: ['seats'],
  queryFn: ({ signal }) => get<Seats>('/api/v1/seats', undefined, signal),
  refetchInterval: freshenMs,
})

export const stoppedQuery = queryOptions({
  queryKey: ['stopped'],
  queryFn: ({ signal }) => get<Stopped>('/api/v1/stopped', undefined, signal),
  refetchInterval: freshenMs,
})

export const useSeats = () => useQuery(seatsQuery)
export const useStopped = () => useQuery(stoppedQuery)

/** The first of a line: enough to see who is next. */
export const useLine = (product: string, tier: string) =>
  useQuery({
    queryKey: ['line', product, tier],
    queryFn: ({ signal }) => get<Line>(`/api/v1/seats/${product}/waiting`, { tier, limit: 10 }, signal),
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
    onSuccess: () => queries.invalidateQueries(),
  })
}
