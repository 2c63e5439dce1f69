import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Overview } from '../../src/contract/overview.ts'
import { get } from '../api.ts'

/** All of the first page, in one answer. */
export const useOverview = (since: string | undefined) =>
  useQuery({
    queryKey: ['overview', since],
    queryFn: ({ signal }) => get<Overview>('/api/v1/overview', { since }, signal),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  })
