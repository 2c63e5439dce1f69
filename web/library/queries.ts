import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { DeviceGroups, SettingsTemplates, UserGroups, WelcomeTemplates } from '../../src/contract/library.ts'
import type { Use } from '../../src/contract/problem.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Rules } from '../../src/contract/rule.ts'
import { ApiError, ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'

/** What the library has beside products: as it is called in an address and in the API. */
export const shelves = ['user-groups', 'device-groups', 'settings-templates', 'welcome-templates'] as const
export type Shelf = (typeof shelves)[number]

export interface Entry extends Reference {
  /** Of a user group: what it is under. */
  readonly parent?: Reference | null
}

type Answers = Static<typeof UserGroups> &
  Static<typeof DeviceGroups> &
  Static<typeof SettingsTemplates> &
  Static<typeof WelcomeTemplates>

const lists = {
  'user-groups': 'userGroups',
  'device-groups': 'deviceGroups',
  'settings-templates': 'settingsTemplates',
  'welcome-templates': 'welcomeTemplates',
} as const satisfies Record<Shelf, keyof Answers>

export function useShelf(shelf: Shelf) {
  return useQuery({
    queryKey: ['library', shelf],
    queryFn: async ({ signal }): Promise<readonly Entry[]> =>
      (await get<Answers>(`/api/v1/${shelf}`, undefined, signal))[lists[shelf]],
  })
}

/** The live rules of any state, to say which of them use something. */
export function useRulesUsing(): (id: string) => readonly Reference[] {
  const { data } = useQuery({
    queryKey: ['rules'],
    queryFn: ({ signal }) => get<Rules>('/api/v1/rules', undefined, signal),
  })
  // Ids are unique, so a rule uses whatever stands anywhere in what it gives.
  const written = data?.rules.map((rule) => ({ rule, said: JSON.stringify(rule) })) ?? []
  return (id) =>
    written.filter(({ said }) => said.includes(id)).map(({ rule: { id: rule, name } }) => ({ id: rule, name }))
}

interface Change {
  readonly name?: string
  readonly parent?: string | null
}

export function useShelfEdit(shelf: Shelf) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries()
  const path = `/api/v1/${shelf}`
  const change = (id: string, body: Change) => ask('PATCH', `${path}/${id}`, { body })
  const add = useMutation({
    mutationFn: (body: Change) => ask<Entry>('POST', path, { body }),
    onSuccess: async ({ id, name }) => {
      await refresh()
      // Nothing uses what was made just now, so it can go without a trace.
      const undo = () => void ask('DELETE', `${path}/${id}`).then(refresh, failed)
      say({ title: text('library.added', { name }), undo })
    },
  })
  const edit = useMutation({
    mutationFn: ({ entry, to }: { readonly entry: Entry; readonly to: Change }) => change(entry.id, to),
    onSuccess: async (_, { entry, to }) => {
      await refresh()
      const before = {
        ...(to.name !== undefined && { name: entry.name }),
        ...(to.parent !== undefined && { parent: entry.parent?.id ?? null }),
      }
      const undo = () => void change(entry.id, before).then(refresh, failed)
      say({ title: text('library.saved', { name: to.name ?? entry.name }), undo })
    },
  })
  return { add, edit }
}

/** Deletes what nothing uses, once and for all. */
export function useDeletion() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ path }: { readonly path: string; readonly name: string }) => ask('DELETE', `/api/v1/${path}`),
    onSuccess: async (_, { name }) => {
      await queries.invalidateQueries()
      say({ title: text('library.deleted', { name }) })
    },
  })
}

/** What uses it, where a deletion was refused for that. */
export function usesIn(error: unknown): { readonly uses: readonly Use[]; readonly count: number } | undefined {
  if (!(error instanceof ApiError) || error.code !== 'IN_USE') return undefined
  const { usedBy, count } = error.problem
  return Array.isArray(usedBy) ? { uses: usedBy as Use[], count: Number(count) } : undefined
}

export const failed = (error: Error) => say({ title: text('library.failed'), about: error.message, look: 'bad' })
