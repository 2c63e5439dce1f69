import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Groups } from '../../src/contract/group.ts'
import type { PastRules, RuleVersions } from '../../src/contract/past.ts'
import type { Contributions, Rule, Rules, Touching } from '../../src/contract/rule.ts'
import type { Users } from '../../src/contract/user.ts'
import { get, getTagged } from '../api.ts'
import { type LivePlan, useLivePlan } from '../plans/live.ts'

/** The rules being edited: those of the draft, else the live ones; and the tag that an edit of them must name. */
export interface ShownRules extends Omit<Rules, 'rules'> {
  readonly rules: readonly Rule[]
  readonly etag: string
}

export type ShownDraft = NonNullable<ShownRules['draft']>

export const shownRulesQuery = queryOptions({
  queryKey: ['rules', 'shown'],
  queryFn: async ({ signal }): Promise<ShownRules> => {
    const { answer, etag = '*' } = await getTagged<Rules>('/api/v1/rules', { draft: true }, signal)
    return { ...answer, etag }
  },
})

export const useShownRules = () => useQuery(shownRulesQuery)

/**
 * What the draft would do to everybody, kept nowhere: a change of nothing is made to it. Asked again
 * when the rules are others.
 */
export function useDraftPlan(shown: ShownRules | undefined): LivePlan | undefined {
  const draft = shown?.draft ?? undefined
  const queries = useQueryClient()
  const etag = shown?.etag
  const earlier = useRef(etag)
  useEffect(() => {
    if (earlier.current !== undefined && earlier.current !== etag)
      void queries.invalidateQueries({ queryKey: ['live-plan'] })
    earlier.current = etag
  }, [etag, queries])
  const [first] = shown?.rules ?? []
  const plan = useLivePlan(!draft ? null : first ? { change: { id: first.id, to: {} } } : { order: [] })
  return draft && plan
}

/** The live rules beside a draft: what it removed is only there. */
export const useLiveRules = (enabled: boolean) =>
  useQuery({
    queryKey: ['rules', 'live'],
    queryFn: ({ signal }) => get<Rules>('/api/v1/rules', undefined, signal),
    enabled,
  })

/** For how many users each rule decides something; `etag` says of which rules. */
export const useContributions = (etag: string | undefined) =>
  useQuery({
    queryKey: ['rules', 'contribution', etag],
    queryFn: ({ signal }) => get<Contributions>('/api/v1/rules/contribution', { draft: true }, signal),
    enabled: etag !== undefined,
    placeholderData: (earlier) => earlier,
  })

/** The rules whose group somebody is in. */
export const useTouching = (user: string | undefined) =>
  useQuery({
    queryKey: ['rules', 'touching', user],
    queryFn: ({ signal }) => get<Touching>('/api/v1/rules/touching', { user, draft: true }, signal),
    enabled: user !== undefined,
  })

/** Users whose name, userName or address begins so; nobody while nothing is typed. */
export const useUserSearch = (typed: string) =>
  useQuery({
    queryKey: ['users', 'named', typed],
    queryFn: ({ signal }) => get<Users>('/api/v1/users', { limit: 12, search: typed.trim() }, signal),
    enabled: typed.trim() !== '',
    placeholderData: (earlier) => earlier,
  })

/** The rules as they were: at a moment, or in a version. */
export const usePastRules = (which: { readonly at?: string; readonly version?: string }) =>
  useQuery({
    queryKey: ['rules', 'past', which],
    queryFn: ({ signal }) => get<PastRules>('/api/v1/rules', which, signal),
    enabled: which.at !== undefined || which.version !== undefined,
    placeholderData: (earlier) => earlier,
  })

const versionsQuery = infiniteQueryOptions({
  queryKey: ['rules', 'versions'],
  queryFn: ({ pageParam, signal }) =>
    get<RuleVersions>('/api/v1/rules/versions', { limit: 50, cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
})

export const useVersions = () => useInfiniteQuery(versionsQuery)

/** Who made the live version. */
export const latestVersion = () => get<RuleVersions>('/api/v1/rules/versions', { limit: 1 })

/** Groups to begin with: the largest that no rule names. */
export const useGroupsWithoutRule = () =>
  useQuery({
    queryKey: ['groups', 'without-rule'],
    queryFn: ({ signal }) => get<Groups>('/api/v1/groups', { limit: 500 }, signal),
    select: ({ groups }) =>
      groups
        .filter(({ rules, membersInAll }) => rules.length === 0 && membersInAll > 0)
        .toSorted((a, b) => b.membersInAll - a.membersInAll)
        .slice(0, 3),
  })
