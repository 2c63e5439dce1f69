import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { StopApplied, StopKept, Stopped, StoppedGains, StoppedLosses } from '../../src/contract/stop.ts'
import { ask, get } from '../api.ts'
import { edited } from '../runs/queries.ts'

/** What the safeguard stopped, of every product, and roles. */
const stoppedQuery = queryOptions({
  queryKey: ['stopped'],
  queryFn: ({ signal }) => get<Stopped>('/api/v1/stopped', undefined, signal),
  refetchInterval: 20_000,
})
export const useStopped = () => useQuery(stoppedQuery)

const page = (cursor: string, search: string | undefined) => ({
  limit: 200,
  ...(cursor && { cursor }),
  ...(search && { search }),
})

const lossesQuery = (stop: string, search: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['stopped', 'losses', stop, search],
    queryFn: ({ pageParam, signal }) =>
      get<Static<typeof StoppedLosses>>(`/api/v1/stopped/${stop}/losses`, page(pageParam, search), signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })
export const useStoppedLosses = (stop: string, search: string | undefined) =>
  useInfiniteQuery(lossesQuery(stop, search))

const rolesQuery = (search: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['stopped', 'roles', search],
    queryFn: ({ pageParam, signal }) =>
      get<Static<typeof StoppedGains>>('/api/v1/stopped/roles', page(pageParam, search), signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })
export const useStoppedRoles = (search: string | undefined) => useInfiniteQuery(rolesQuery(search))

/** What of the stopped is meant: losses of a product, or roles; of some users, or of everybody. */
export interface Meant {
  readonly product?: string
  readonly field?: 'role'
  readonly users?: readonly string[]
}

/** Lets go through what was stopped. Done when a run has seen it. */
export function useApplyStopped() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (meant: Meant) => {
      let applied = 0
      await edited(async () => {
        const answer = await ask<Static<typeof StopApplied>>('POST', '/api/v1/stopped/apply', { body: meant })
        applied = answer.applied
      })
      return applied
    },
    onSettled: () => queries.invalidateQueries(),
  })
}

/** Keeps what was stopped, by pins that end. */
export function useKeepStopped() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (body: Meant & { readonly endsAt: string; readonly reason?: string }) => {
      let kept: StopKept | undefined
      await edited(async () => {
        kept = await ask<StopKept>('POST', '/api/v1/stopped/keep', { body })
      })
      return kept!
    },
    onSettled: () => queries.invalidateQueries(),
  })
}
