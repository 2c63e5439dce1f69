import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Activity } from '../../src/contract/activity.ts'
import type { Products } from '../../src/contract/product.ts'
import type { User, UserGroups, Users } from '../../src/contract/user.ts'
import type { Why } from '../../src/contract/why.ts'
import { get } from '../api.ts'

const pageLimit = 100

export interface UserSearch {
  readonly filter?: string
  readonly deleted?: boolean
}

export const usersQuery = (search: UserSearch) =>
  infiniteQueryOptions({
    queryKey: ['users', search],
    queryFn: ({ pageParam, signal }) =>
      get<Users>('/api/v1/users', { ...search, limit: pageLimit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // The earlier list stays while the next one is looked for.
    placeholderData: (earlier) => earlier,
  })

export const useUsers = (search: UserSearch) => useInfiniteQuery(usersQuery(search))

export const userQuery = (user: string) =>
  queryOptions({
    queryKey: ['user', user],
    queryFn: ({ signal }) => get<User>(`/api/v1/users/${encodeURIComponent(user)}`, undefined, signal),
  })

export const useUser = (user: string) => useQuery(userQuery(user))

export const useGroupsOf = (user: string) =>
  useQuery({
    queryKey: ['user', user, 'groups'],
    queryFn: ({ signal }) =>
      get<Static<typeof UserGroups>>(`/api/v1/users/${encodeURIComponent(user)}/groups`, undefined, signal),
  })

export const useChangesOf = (user: string) =>
  useQuery({
    queryKey: ['user', user, 'changes'],
    queryFn: ({ signal }) => get<Activity>('/api/v1/activity', { user, limit: 50 }, signal),
  })

export const useWhy = (user: string, product: string) =>
  useQuery({
    queryKey: ['user', user, 'why', product],
    queryFn: ({ signal }) => get<Why>(`/api/v1/users/${encodeURIComponent(user)}/why`, { product }, signal),
  })

export const useProducts = () =>
  useQuery({
    queryKey: ['products'],
    queryFn: ({ signal }) => get<Products>('/api/v1/products', undefined, signal),
  })
