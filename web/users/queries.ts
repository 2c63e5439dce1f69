import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Activity, Change } from '../../src/contract/activity.ts'
import type { Comparison } from '../../src/contract/compare.ts'
import type { Groups } from '../../src/contract/group.ts'
import type { Mails } from '../../src/contract/mail.ts'
import type { PastUser } from '../../src/contract/past.ts'
import type { Pins } from '../../src/contract/pin.ts'
import type { Products } from '../../src/contract/product.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Rule } from '../../src/contract/rule.ts'
import type { User, UserGroups } from '../../src/contract/user.ts'
import type { UserRecord } from '../../src/contract/user-record.ts'
import type { Why, WhyValue } from '../../src/contract/why.ts'
import { get } from '../api.ts'

const pageLimit = 100

export const useUser = (user: string) =>
  useQuery({
    queryKey: ['user', user],
    queryFn: ({ signal }) => get<User>(`/api/v1/users/${encodeURIComponent(user)}`, undefined, signal),
  })

const pathOf = (user: string, of: string) => `/api/v1/users/${encodeURIComponent(user)}/${of}`

/** How somebody was at a moment; the one before stays while another is asked for. */
export const useUserAt = (user: string, at: string | undefined) =>
  useQuery({
    queryKey: ['user', user, 'at', at],
    queryFn: ({ signal }) => get<PastUser>(`/api/v1/users/${encodeURIComponent(user)}`, { at }, signal),
    enabled: at !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })

export const useDifference = (user: string, from: string, to: string | undefined) =>
  useQuery({
    queryKey: ['user', user, 'compare', from, to],
    queryFn: ({ signal }) => get<Comparison>('/api/v1/compare', { user, from, to }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const useGroupsOf = (user: string) =>
  useQuery({
    queryKey: ['user', user, 'groups'],
    queryFn: ({ signal }) => get<Static<typeof UserGroups>>(pathOf(user, 'groups'), undefined, signal),
  })

/** What runs did to somebody, for the strip of moments: the latest. */
export const useMoments = (user: string) =>
  useQuery({
    queryKey: ['user', user, 'moments'],
    queryFn: async ({ signal }) =>
      (await get<Activity>(pathOf(user, 'changes'), { type: 'change', limit: 500 }, signal)).activity.filter(
        (entry): entry is Change => entry.type === 'change',
      ),
  })

interface TimelineSearch {
  readonly kind?: string
  readonly type?: string
}

export const useTimeline = (user: string, search: TimelineSearch) =>
  useInfiniteQuery({
    queryKey: ['user', user, 'timeline', search],
    queryFn: ({ pageParam, signal }) =>
      get<Activity>(pathOf(user, 'changes'), { ...search, limit: pageLimit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** A product by its id, else a field. */
export type Question =
  | { readonly product: string; readonly field?: undefined }
  | { readonly field: WhyValue['field']; readonly product?: undefined }

export const useWhy = (user: string, question: Question) =>
  useQuery({
    queryKey: ['user', user, 'why', question],
    queryFn: ({ signal }) => get<Why | WhyValue>(pathOf(user, 'why'), { ...question }, signal),
  })

/** What a rule that an answer names says of itself; one that was deleted since is not there. */
export const useRule = (rule: string) =>
  useQuery({
    queryKey: ['rules', 'one', rule],
    queryFn: ({ signal }) => get<Rule>(`/api/v1/rules/${encodeURIComponent(rule)}`, undefined, signal),
    retry: false,
  })

export const useRecord = (user: string) =>
  useQuery({
    queryKey: ['user', user, 'record'],
    queryFn: ({ signal }) => get<UserRecord>(pathOf(user, 'record'), undefined, signal),
  })

export const useMails = (user: string) =>
  useInfiniteQuery({
    queryKey: ['user', user, 'mails'],
    queryFn: ({ pageParam, signal }) =>
      get<Mails>(pathOf(user, 'mails'), { limit: pageLimit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })

export const usePinsOf = (user: string) =>
  useQuery({
    queryKey: ['user', user, 'pins'],
    queryFn: async ({ signal }) => (await get<Pins>('/api/v1/pins', { user, limit: 500 }, signal)).pins,
  })

/** Groups whose name begins so, for choosing one among thousands. */
export const useGroupSearch = (search: string) =>
  useQuery({
    queryKey: ['groups', 'beginning', search],
    queryFn: ({ signal }) => get<Groups>('/api/v1/groups', { limit: 20, ...(search !== '' && { search }) }, signal),
    placeholderData: keepPreviousData,
  })

export const useGroup = (group: string | undefined) =>
  useQuery({
    queryKey: ['group', group, 'name'],
    queryFn: ({ signal }) => get<Reference>(`/api/v1/groups/${encodeURIComponent(group ?? '')}`, undefined, signal),
    enabled: group !== undefined,
    retry: false,
  })

export const useProducts = () =>
  useQuery({
    queryKey: ['products'],
    queryFn: ({ signal }) => get<Products>('/api/v1/products', undefined, signal),
  })

const shelves = {
  'user-groups': 'userGroups',
  'device-groups': 'deviceGroups',
  'settings-templates': 'settingsTemplates',
} as const
export type Shelf = keyof typeof shelves

/** What the library has of one kind. */
export const useShelf = (shelf: Shelf) =>
  useQuery({
    queryKey: ['library', shelf, 'names'],
    queryFn: async ({ signal }) =>
      (await get<Record<string, readonly Reference[]>>(`/api/v1/${shelf}`, undefined, signal))[shelves[shelf]] ?? [],
  })
