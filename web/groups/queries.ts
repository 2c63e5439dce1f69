import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type {
  GroupActivity,
  GroupCount,
  GroupCountQuery,
  GroupDetail,
  Groups,
  Members,
  PendingMembers,
} from '../../src/contract/group.ts'
import { get, type Query } from '../api.ts'

const pageLimit = 100

/** What stands in the address of the list of groups. */
export interface GroupSearch {
  readonly search?: string
  readonly source?: string
  readonly used?: string
}

function askedOf({ search, source, used }: GroupSearch): GroupCountQuery {
  return {
    ...(search !== undefined && { search }),
    ...(source !== undefined && { source }),
    ...(used !== undefined && { used: used === 'yes' }),
  }
}

const pages = <Answer extends { readonly next: string | null }>(key: readonly unknown[], path: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => get<Answer>(path, { ...query, limit: pageLimit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const useGroups = (search: GroupSearch) =>
  useInfiniteQuery(pages<Groups>(['groups', 'list'], '/api/v1/groups', askedOf(search) as Query))

export function useGroupCount(search: GroupSearch) {
  const asked = askedOf(search)
  return useQuery({
    queryKey: ['groups', 'count', asked],
    queryFn: ({ signal }) => get<Static<typeof GroupCount>>('/api/v1/groups/count', asked as Query, signal),
    placeholderData: keepPreviousData,
  })
}

const at = (group: string) => `/api/v1/groups/${encodeURIComponent(group)}`

export const groupQuery = (group: string) =>
  queryOptions({
    queryKey: ['groups', 'one', group],
    queryFn: ({ signal }) => get<GroupDetail>(at(group), undefined, signal),
  })

export const useGroup = (group: string) => useQuery(groupQuery(group))

export const useMembers = (group: string, query: { readonly search?: string; readonly how?: string }) =>
  useInfiniteQuery(pages<Members>(['groups', 'members', group], `${at(group)}/members`, query))

export const usePending = (group: string) =>
  useInfiniteQuery(pages<PendingMembers>(['groups', 'pending', group], `${at(group)}/pending`, {}))

export const useGroupActivity = (group: string) =>
  useInfiniteQuery(pages<GroupActivity>(['groups', 'activity', group], `${at(group)}/activity`, {}))
