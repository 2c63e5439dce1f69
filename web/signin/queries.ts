import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Link, LinkInput, PasswordInput, SessionState, SignInInput } from '../../src/contract/session.ts'
import { ask, get } from '../api.ts'

/** Who is signed in: asked before anything else, and again on every way to a new page. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<SessionState>('/session', undefined, signal),
  staleTime: 30_000,
})

export const linkQuery = (link: string) =>
  queryOptions({
    queryKey: ['link', link],
    queryFn: () => ask<Link>('POST', '/session/link/look', { body: { link } satisfies LinkInput }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: link !== '',
  })

export function useSignIn() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: SignInInput) => ask<SessionState>('POST', '/session', { body: input }),
    onSuccess: (state) => begin(queries, state),
  })
}

export function useLink() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: LinkInput) => ask<SessionState>('POST', '/session/link', { body: input }),
    onSuccess: (state) => begin(queries, state),
  })
}

export function useSetPassword() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: PasswordInput) => ask<SessionState>('PUT', '/session/password', { body: input }),
    onSuccess: (state) => begin(queries, state),
  })
}

/** Nothing stays of who was here before, not even a refusal; only what this page itself shows. */
function begin(queries: QueryClient, state: SessionState): void {
  queries.removeQueries({ type: 'inactive' })
  queries.setQueryData(sessionQuery.queryKey, state)
}

/** Nothing that was loaded stays behind for who comes next to this browser. */
export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({ mutationFn: () => ask('DELETE', '/session'), onSuccess: () => queries.clear() })
}
