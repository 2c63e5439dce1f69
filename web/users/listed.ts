import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { PastUser, PastUsers } from '../../src/contract/past.ts'
import type { Source, Sources } from '../../src/contract/source.ts'
import type { User, UserCount, Users } from '../../src/contract/user.ts'
import { get, type Query } from '../api.ts'
import { askedOf, type UserSearch } from './search.ts'

/** A user as the list shows them: as they are, or as they were. */
export type Listed = User | PastUser

const pageLimit = 100

export const usersQuery = (search: UserSearch) => {
  const asked = askedOf(search)
  return infiniteQueryOptions({
    queryKey: ['users', asked],
    queryFn: ({ pageParam, signal }) =>
      get<Users | PastUsers>('/api/v1/users', { ...asked, limit: pageLimit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // The earlier list stays while the next one is looked for.
    placeholderData: keepPreviousData,
  })
}

export const useUsers = (search: UserSearch) => useInfiniteQuery(usersQuery(search))

/** How many there are in all: asked beside the list, which does not wait for it. */
export function useUserCount(search: UserSearch) {
  const asked = askedOf(search)
  return useQuery({
    queryKey: ['users', 'count', asked],
    queryFn: ({ signal }) => get<UserCount>('/api/v1/users/count', asked as Query, signal),
    placeholderData: keepPreviousData,
  })
}

/** Where a browser fetches the file of all that are asked for. */
export function exportAddress(search: UserSearch): string {
  const asked = Object.entries(askedOf(search)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return `/api/v1/users/export?${new URLSearchParams([['format', 'csv'], ...asked])}`
}

export const peekedQuery = (user: string, at: string | undefined) =>
  queryOptions({
    queryKey: ['user', user, 'peeked', at ?? 'now'],
    queryFn: ({ signal }) => get<Listed>(`/api/v1/users/${encodeURIComponent(user)}`, { at }, signal),
    placeholderData: keepPreviousData,
  })

export const useSources = () =>
  useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => get<Sources>('/api/v1/sources', undefined, signal),
  })

export const hasSeveral = (sources: readonly Source[] | undefined): boolean => (sources?.length ?? 0) > 1
