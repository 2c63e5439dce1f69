import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FailedUsers, Failure, FailureRetried, FailureRetry, Failures } from '../../src/contract/failure.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'

export const useFailures = () =>
  useQuery({
    queryKey: ['failures'],
    queryFn: ({ signal }) => get<Failures>('/api/v1/failures', undefined, signal),
    refetchInterval: 20_000,
  })

/** Which of the failures is meant: as it stands in the address. */
export type FailureName = Pick<Failure, 'cause'> & {
  readonly product?: string
  readonly tier?: string
  readonly code?: string
}

export const nameOf = ({ cause, product, tier, code }: Failure): FailureName => ({
  cause,
  ...(product && { product: product.id }),
  ...(tier && { tier: tier.id }),
  ...(code !== null && { code }),
})

export function useFailedUsers({ cause, ...parts }: FailureName) {
  return useInfiniteQuery({
    queryKey: ['failures', cause, parts],
    queryFn: ({ pageParam, signal }) =>
      get<FailedUsers>(`/api/v1/failures/${cause}`, { ...parts, limit: 100, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Tries again, waits for the run that decides, and says what came of it. */
export function useRetry() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (which: FailureRetry) => {
      const retried = await ask<FailureRetried>('POST', '/api/v1/failures/retry', { body: which })
      await ask('POST', '/api/v1/runs', { body: {} })
      return retried
    },
    onSuccess: async ({ retried, notFailing }) => {
      await queries.invalidateQueries()
      const after = queries.getQueryData<Failures>(['failures'])
      say({
        title: text('failures.retried', { count: retried }),
        about: [
          notFailing.length > 0 ? text('failures.notFailing', { count: notFailing.length }) : '',
          after ? text('failures.left', { count: after.count }) : '',
        ]
          .filter(Boolean)
          .join(' '),
      })
    },
    onError: (error) => say({ title: text('failures.notRetried'), about: error.message, look: 'bad' }),
  })
}

/** The pool or the product that a failure is about, in words; empty where it is about none. */
export function poolOf({ product, tier, code }: Pick<Failure, 'product' | 'tier' | 'code'>): string {
  const tierName = tier && tier.name.toLowerCase() !== 'standard' ? tier.name : ''
  return [product?.name, tierName, code].filter(Boolean).join(' ')
}
