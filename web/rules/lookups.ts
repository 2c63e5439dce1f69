import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Static } from 'typebox'
import type { GroupDetail, Groups } from '../../src/contract/group.ts'
import type { DeviceGroups, SettingsTemplates, UserGroup, WelcomeTemplates } from '../../src/contract/library.ts'
import type { Matching } from '../../src/contract/matching.ts'
import type { Reference } from '../../src/contract/reference.ts'
import { ApiError, ask, get, type Query } from '../api.ts'

/** What a rule can hand out beside products, by its place in the API. */
export type Shelf = 'user-groups' | 'device-groups' | 'settings-templates' | 'welcome-templates'

type Shelved = Partial<Static<typeof DeviceGroups> & Static<typeof SettingsTemplates> & Static<typeof WelcomeTemplates>>

/** All that stands on a shelf, by name; not yet known: undefined. */
export function useShelf(shelf: Exclude<Shelf, 'user-groups'>): readonly Reference[] | undefined {
  const { data } = useQuery({
    queryKey: [shelf],
    queryFn: ({ signal }) => get<Shelved>(`/api/v1/${shelf}`, undefined, signal),
  })
  return data && (data.deviceGroups ?? data.settingsTemplates ?? data.welcomeTemplates ?? [])
}

export type ShelfEdit =
  | { readonly kind: 'add'; readonly name: string; readonly parent?: string | null }
  | { readonly kind: 'rename'; readonly id: string; readonly name: string }
  | { readonly kind: 'delete'; readonly id: string }

/** Answered when the shelf is read again, so that what is new can be chosen at once. */
export function useShelfEdit(shelf: Shelf) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (edit: ShelfEdit) => {
      const path = `/api/v1/${shelf}`
      const answer = await (edit.kind === 'add'
        ? ask<Reference>('POST', path, {
            body: { name: edit.name, ...(edit.parent != null && { parent: edit.parent }) },
          })
        : edit.kind === 'rename'
          ? ask<Reference>('PATCH', `${path}/${edit.id}`, { body: { name: edit.name } })
          : ask<undefined>('DELETE', `${path}/${edit.id}`))
      await queries.invalidateQueries({ queryKey: [shelf] })
      return answer
    },
    onSuccess: (_, { kind }) =>
      kind === 'rename' ? queries.invalidateQueries({ queryKey: ['rules'], refetchType: 'active' }) : undefined,
  })
}

/** A tree, drawn flat: each group below its parent, siblings by name. */
export function treeOf(groups: readonly Static<typeof UserGroup>[]): { id: string; name: string; depth: number }[] {
  const below = Map.groupBy(groups, ({ parent }) => parent?.id ?? '')
  const walk = (parent: string, depth: number): { id: string; name: string; depth: number }[] =>
    (below.get(parent) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap(({ id, name }) => [{ id, name, depth }, ...walk(id, depth + 1)])
  return walk('', 0)
}

const FOUND_MAX = 20

/** For choosing one group among thousands: those whose name begins so, then those that have it anywhere in it. */
export const useFoundGroups = (search: string) =>
  useQuery({
    queryKey: ['groups', 'found', search],
    queryFn: async ({ signal }) => {
      const find = async (query: Query) =>
        (await get<Groups>('/api/v1/groups', { limit: FOUND_MAX, ...query }, signal)).groups
      const first = await find(search === '' ? {} : { search })
      if (search.length < 2 || first.length === FOUND_MAX) return first
      const within = await find({ filter: `displayName co ${JSON.stringify(search)}` })
      const known = new Set(first.map(({ id }) => id))
      return [...first, ...within.filter(({ id }) => !known.has(id))].slice(0, FOUND_MAX)
    },
    placeholderData: keepPreviousData,
  })

export const useGroup = (id: string | undefined) =>
  useQuery({
    queryKey: ['group', id],
    queryFn: ({ signal }) => get<GroupDetail>(`/api/v1/groups/${id}`, undefined, signal),
    enabled: id !== undefined,
  })

export interface Matched {
  readonly matching: Matching | undefined
  /** What is wrong with the condition as it is typed. */
  readonly error: string | undefined
}

/** How many the condition leaves of the group, asked when typing pauses. Without a condition nothing is asked. */
export function useMatching(group: string | undefined, condition: string): Matched {
  const asked = usePaused(condition.trim(), 350)
  const { data, error } = useQuery({
    queryKey: ['matching', group, asked],
    queryFn: ({ signal }) =>
      ask<Matching>('POST', '/api/v1/rules/matching', { body: { group, condition: asked }, signal }),
    enabled: group !== undefined && asked !== '',
    retry: false,
  })
  const isCurrent = asked === condition.trim() && asked !== ''
  const ofCondition = error instanceof ApiError && error.problem.pointer === '/condition'
  return {
    matching: isCurrent ? data : undefined,
    error: isCurrent && ofCondition ? error.message : undefined,
  }
}

export function usePaused<Value>(value: Value, ms: number): Value {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return paused
}
