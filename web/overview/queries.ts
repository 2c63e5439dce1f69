import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Overview } from '../../src/contract/overview.ts'
import { get } from '../api.ts'

/** All of the first page, in one answer. */
export const useOverview = (since: string | undefined) =>
  useQuery({
    queryKey: ['overview', since],
    queryFn: ({ signal }) => get<Overview>('/api/v1/overview', { since }, signal),
    // A provider's first request changes nothing that is told of live, and somebody waits for it.
    refetchInterval: ({ state }) => (state.data?.setup.firstContactAt === null ? 3_000 : 15_000),
    placeholderData: keepPreviousData,
  })
