import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import type { Conflict, Conflicts, HandOver } from '../../src/contract/conflict.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { User } from '../../src/contract/user.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'

/** One user who wants an address that another one has. */
export interface Claim {
  readonly address: string
  readonly owner: Conflict['owner']
  readonly claimant: Conflict['others'][number]
}

export const useConflicts = () =>
  useInfiniteQuery({
    queryKey: ['conflicts'],
    queryFn: ({ pageParam, signal }) => get<Conflicts>('/api/v1/conflicts', { limit: 100, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })

export const claimsOf = (conflicts: readonly Conflict[]): readonly Claim[] =>
  conflicts.flatMap(({ address, owner, others }) => others.map((claimant) => ({ address, owner, claimant })))

/** Gives addresses to those users, or all that a source claims; what was given by name can be given back. */
export function useHandOver() {
  const queries = useQueryClient()
  const hand = async (body: HandOver) => {
    const { handedOver } = await ask<{ handedOver: number }>('POST', '/api/v1/conflicts/hand-over', { body })
    await ask('POST', '/api/v1/runs', { body: {} })
    return handedOver
  }
  const failed = (error: Error) => say({ title: text('conflicts.failed'), about: error.message, look: 'bad' })
  return useMutation({
    mutationFn: ({ to }: { readonly to: HandOver; readonly back: readonly string[] }) => hand(to),
    onSuccess: async (count, { back }) => {
      await queries.invalidateQueries()
      const undo = () => void hand({ users: [...back] }).then(() => queries.invalidateQueries(), failed)
      say({ title: text('conflicts.done', { count }), ...(back.length > 0 && { undo }) })
    },
  })
}

/** What those who have the addresses now would lose: for as many as can be read. */
export function useHeldBy(owners: readonly Reference[]) {
  return useQueries({
    queries: owners.slice(0, 8).map(({ id }) => ({
      queryKey: ['user', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<User>(`/api/v1/users/${id}`, undefined, signal),
    })),
    combine: (answers) => answers.flatMap(({ data }) => (data ? [data] : [])),
  })
}
