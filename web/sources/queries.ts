import {
  keepPreviousData,
  useInfiniteQuery,
  useIsMutating,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { ImportReview } from '../../src/contract/import.ts'
import type {
  NewOAuthClient,
  NewSource,
  OAuthClient,
  OAuthClients,
  Source,
  SourceChange,
  SourceDeleted,
  SourceInput,
  Sources,
} from '../../src/contract/source.ts'
import type {
  Checklist,
  Connecting,
  NewSourceLink,
  ScimRequestWhole,
  SourceLinks,
  Traffic,
} from '../../src/contract/traffic.ts'
import { ask, get, type Query } from '../api.ts'

/** Somebody sits before a provider and waits for a tick; the browser pauses this while nobody looks. */
const LIVE_MS = 2_000
const CALM_MS = 20_000

export const useSources = () =>
  useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => get<Sources>('/api/v1/sources', undefined, signal),
    refetchInterval: CALM_MS,
  })

export const useSource = (id: string) =>
  useQuery({
    queryKey: ['sources', id],
    queryFn: ({ signal }) => get<Source>(`/api/v1/sources/${id}`, undefined, signal),
    enabled: useIsStaying(id),
    refetchInterval: LIVE_MS * 5,
  })

export const useChecklist = (id: string) =>
  useQuery({
    queryKey: ['sources', id, 'checklist'],
    queryFn: ({ signal }) => get<Checklist>(`/api/v1/sources/${id}/checklist`, undefined, signal),
    refetchInterval: LIVE_MS,
  })

/** The newest requests. */
export const useLive = (id: string) =>
  useQuery({
    queryKey: ['sources', id, 'live'],
    queryFn: ({ signal }) => get<Traffic>(`/api/v1/sources/${id}/traffic`, { limit: 15 }, signal),
    refetchInterval: LIVE_MS,
  })

/** All that are kept, a page at a time. Only the first page is asked for again by itself: it has what is new. */
export const useTraffic = (id: string, filters: Query) =>
  useInfiniteQuery({
    queryKey: ['sources', id, 'traffic', filters],
    queryFn: ({ signal, pageParam }) =>
      get<Traffic>(`/api/v1/sources/${id}/traffic`, { ...filters, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : LIVE_MS),
  })

export const useRequest = (id: string, request: string) =>
  useQuery({
    queryKey: ['sources', id, 'request', request],
    queryFn: ({ signal }) => get<ScimRequestWhole>(`/api/v1/sources/${id}/traffic/${request}`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useLinks = (id: string) =>
  useQuery({
    queryKey: ['sources', id, 'links'],
    queryFn: ({ signal }) => get<SourceLinks>(`/api/v1/sources/${id}/links`, undefined, signal),
    enabled: useIsStaying(id),
  })

export const useOAuthClients = (id: string) =>
  useQuery({
    queryKey: ['sources', id, 'oauth-clients'],
    queryFn: ({ signal }) => get<OAuthClients>(`/api/v1/sources/${id}/oauth-clients`, undefined, signal),
    enabled: useIsStaying(id),
  })

const deletionOf = (id: string) => ['sources', id, 'deletion']

/** Nothing is asked of a source that is being deleted. */
const useIsStaying = (id: string) => useIsMutating({ mutationKey: deletionOf(id) }) === 0

export const useConnecting = (link: string) =>
  useQuery({
    queryKey: ['connect', link],
    queryFn: ({ signal }) => get<Connecting>(`/api/v1/connect/${link}`, undefined, signal),
    refetchInterval: ({ state }) => (state.error ? false : LIVE_MS),
  })

/** A secret, in the one answer that has it. */
export interface Access {
  readonly scim: { readonly url: string; readonly token: string }
}

export type SourceEdit =
  | { readonly kind: 'change'; readonly change: SourceChangeJson }
  | { readonly kind: 'revoke'; readonly token: string }
  | { readonly kind: 'revoke-client'; readonly client: string }
  | { readonly kind: 'unlink'; readonly link: string }
type SourceChangeJson = {
  readonly [Name in keyof typeof SourceChange.properties]?: Source[Name]
}

const requests = {
  change: (id: string, { change }: Extract<SourceEdit, { kind: 'change' }>) =>
    ask('PATCH', `/api/v1/sources/${id}`, { body: change }),
  revoke: (id: string, { token }: Extract<SourceEdit, { kind: 'revoke' }>) =>
    ask('DELETE', `/api/v1/sources/${id}/tokens/${token}`),
  'revoke-client': (id: string, { client }: Extract<SourceEdit, { kind: 'revoke-client' }>) =>
    ask('DELETE', `/api/v1/sources/${id}/oauth-clients/${client}`),
  unlink: (id: string, { link }: Extract<SourceEdit, { kind: 'unlink' }>) =>
    ask('DELETE', `/api/v1/sources/${id}/links/${link}`),
}

export function useSourceEdit(id: string) {
  return useFresh((edit: SourceEdit) => requests[edit.kind](id, edit as never))
}

export const useNewSource = () =>
  useFresh((input: { readonly [Name in keyof typeof SourceInput.properties]?: unknown }) =>
    ask<NewSource>('POST', '/api/v1/sources', { body: input }),
  )

export const useNewToken = (id: string) =>
  useFresh(({ replaces, ...body }: { readonly replaces?: string; readonly [more: string]: unknown }) =>
    ask<Access>('POST', `/api/v1/sources/${id}/${replaces ? `tokens/${replaces}/rotate` : 'token'}`, { body }),
  )

export const useNewOAuthClient = (id: string) =>
  useFresh((body: { readonly label: string; readonly trusted: OAuthClient['trusted'] }) =>
    ask<NewOAuthClient>('POST', `/api/v1/sources/${id}/oauth-clients`, { body }),
  )

export const useNewLink = (id: string) =>
  useFresh((body: { readonly label?: string; readonly tokenAllowed: boolean }) =>
    ask<NewSourceLink>('POST', `/api/v1/sources/${id}/links`, { body }),
  )

export const useConnectToken = (link: string) => useFresh(() => ask<Access>('POST', `/api/v1/connect/${link}/token`))

/** Only the list is asked for again: the source itself is gone, and whoever looked at it has left by then. */
export function useDeleteSource(id: string, leave: () => Promise<void>) {
  const queries = useQueryClient()
  return useMutation({
    mutationKey: deletionOf(id),
    mutationFn: (users: number) => ask<SourceDeleted>('DELETE', `/api/v1/sources/${id}`, { body: { users } }),
    onSuccess: async () => {
      await leave()
      void queries.invalidateQueries({ queryKey: ['sources'], exact: true })
    },
  })
}

export const useReview = (id: string, review: string | undefined) =>
  useQuery({
    queryKey: ['sources', id, 'review', review],
    queryFn: ({ signal }) => get<ImportReview>(`/api/v1/sources/${id}/import/${review}`, undefined, signal),
    enabled: review !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'applying' ? LIVE_MS : false),
  })

export const useUpload = (id: string) =>
  useFresh(({ file, mode }: { readonly file: Blob; readonly mode: string }) =>
    ask<ImportReview>('POST', `/api/v1/sources/${id}/import`, { query: { mode }, file }),
  )

export const useApplyReview = (id: string) =>
  useFresh((review: string) => ask<ImportReview>('POST', `/api/v1/sources/${id}/import/${review}/apply`))

/** What a source is seen by is asked anew after an edit. */
function useFresh<Input, Made>(edit: (input: Input) => Promise<Made>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: edit,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sources'] }),
  })
}
