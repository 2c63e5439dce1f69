import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Activity } from '../../src/contract/activity.ts'
import type { Request } from '../../src/contract/because.ts'
import type { Plan } from '../../src/contract/plan.ts'
import type { RunReverted, Runs } from '../../src/contract/run.ts'
import { ask, get } from '../api.ts'
import { edited } from '../runs/queries.ts'

const actsQuery = (kind: string) =>
  infiniteQueryOptions({
    queryKey: ['plans', 'acts', kind],
    queryFn: ({ pageParam, signal }) =>
      get<Activity>(
        '/api/v1/activity',
        { type: 'request', kind, limit: 50, ...(pageParam && { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })

/** An edit that became a version of the live rules. */
export interface RuleVersion {
  readonly version: number
  readonly act: Request
  readonly added: number
  readonly removed: number
  readonly changed: number
  readonly moved: number
}

/** Versions of the live rules, newest first: drafts that were applied, and single edits. */
export function useRuleVersions() {
  const drafts = useInfiniteQuery(actsQuery('draft.apply'))
  const edits = useInfiniteQuery(actsQuery('rule'))
  const both = [drafts, edits]
  const found = both.every(({ data }) => data)
    ? both
        .flatMap(({ data }) => data!.pages.flatMap(({ activity }) => activity))
        .flatMap((entry) => (entry.type === 'request' ? (versionOf(entry) ?? []) : []))
        .toSorted((a, b) => b.version - a.version)
    : undefined
  // Below the last of a list that goes on, the other list alone would leave gaps.
  const sure = Math.max(
    ...both.map(({ data, hasNextPage }) => {
      const last = data?.pages.at(-1)?.activity.at(-1)
      return hasNextPage && last?.type === 'request' ? (versionOf(last)?.version ?? 0) : 0
    }),
  )
  return {
    data: found?.filter(({ version }) => version >= sure),
    error: drafts.error ?? edits.error,
    refetch: () => Promise.all(both.map(({ refetch }) => refetch())),
    hasNextPage: both.some(({ hasNextPage }) => hasNextPage),
    isFetchingNextPage: both.some(({ isFetchingNextPage }) => isFetchingNextPage),
    fetchNextPage: () => {
      for (const list of both) if (list.hasNextPage) void list.fetchNextPage()
    },
  }
}

function versionOf(act: Request): RuleVersion | undefined {
  const detail = (typeof act.detail === 'object' ? act.detail : null) as Readonly<Record<string, unknown>> | null
  const count = (name: string) => {
    const those = detail?.[name]
    return Array.isArray(those) ? those.length : 0
  }
  if (typeof detail?.version !== 'number') return undefined
  const [added, removed, changed, moved] = [count('added'), count('removed'), count('changed'), count('moved')]
  return { version: detail.version, act, added, removed, changed, moved }
}

const runsQuery = infiniteQueryOptions({
  queryKey: ['plans', 'runs'],
  queryFn: ({ pageParam, signal }) =>
    get<Runs>('/api/v1/runs', { limit: 50, ...(pageParam && { cursor: pageParam }) }, signal),
  initialPageParam: '',
  getNextPageParam: ({ next }) => next ?? undefined,
  refetchInterval: 20_000,
})
export const useRuns = () => useInfiniteQuery(runsQuery)

export interface Reverting {
  readonly run: number
  readonly endsAt: string
  readonly reason: string
}

/** What giving back what a run took would do. Nothing of it happens. */
export const useRevertPlan = (run: number, endsAt: string | undefined) =>
  useQuery({
    queryKey: ['plans', 'revert', run, endsAt],
    queryFn: ({ signal }) =>
      ask<Plan>('POST', `/api/v1/runs/${run}/revert/plan`, { body: { endsAt, reason: '-' }, signal }),
    enabled: endsAt !== undefined,
    retry: false,
  })

/** Done when a run has seen it. */
export function useRevertRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ run, endsAt, reason }: Reverting) => {
      let reverted: RunReverted | undefined
      await edited(async () => {
        reverted = await ask<RunReverted>('POST', `/api/v1/runs/${run}/revert`, { body: { endsAt, reason } })
      })
      return reverted!
    },
    onSettled: () => queries.invalidateQueries(),
  })
}
