import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { Activity, ActivityEntry } from '../../src/contract/activity.ts'
import type { Products } from '../../src/contract/product.ts'
import type { Runs } from '../../src/contract/run.ts'
import type { User, Users } from '../../src/contract/user.ts'
import { get } from '../api.ts'

/** What narrows the activity: as it stands in the address, and as the server takes it. */
export const filterNames = ['type', 'kind', 'user', 'admin', 'product', 'status', 'run', 'from', 'to'] as const
export type ActivityFilters = { readonly [Name in (typeof filterNames)[number]]?: string }

type Given = { readonly [Name in keyof ActivityFilters]?: string | undefined }

export function filtersOf(search: Given): ActivityFilters {
  return Object.fromEntries(filterNames.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])))
}

const pageLimit = 100

export async function loadActivity(filters: ActivityFilters, cursor: string | undefined, signal: AbortSignal) {
  const { activity, next } = await get<Activity>(
    '/api/v1/activity',
    { ...filters, limit: pageLimit, ...(cursor !== undefined && { cursor }) },
    signal,
  )
  return { rows: activity, next }
}

export async function loadRuns(cursor: string | undefined, signal: AbortSignal) {
  const asked = { limit: pageLimit, ...(cursor !== undefined && { cursor }) }
  const { runs, next } = await get<Runs>('/api/v1/runs', asked, signal)
  return { rows: runs, next }
}

/** One request or change: never another one later. */
export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['activity-entry', id],
    queryFn: ({ signal }) => get<ActivityEntry>(`/api/v1/activity/${encodeURIComponent(id)}`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Those whose name, userName or address begins so. */
export const useUsersFound = (search: string) =>
  useQuery({
    queryKey: ['users-found', search],
    queryFn: ({ signal }) => get<Users>('/api/v1/users', { limit: 20, ...(search !== '' && { search }) }, signal),
    placeholderData: keepPreviousData,
  })

export const useUserNamed = (user: string | undefined) =>
  useQuery({
    queryKey: ['user', user],
    queryFn: ({ signal }) => get<User>(`/api/v1/users/${encodeURIComponent(user ?? '')}`, undefined, signal),
    enabled: user !== undefined,
  })

export const useProductsNamed = () =>
  useQuery({
    queryKey: ['products'],
    queryFn: ({ signal }) => get<Products>('/api/v1/products', undefined, signal),
  })

export const exportAddress = (filters: ActivityFilters, format: 'csv' | 'jsonl'): string =>
  `/api/v1/activity/export?${new URLSearchParams({ format, ...filters })}`
