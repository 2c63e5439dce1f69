import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MyChoice, MyPage } from '../../src/contract/mine.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'

/** One's own page, or that of a user as they see it. */
const mineQuery = (user: string | undefined) =>
  queryOptions({
    queryKey: ['mine', user ?? 'own'],
    queryFn: ({ signal }) => get<MyPage>('/api/v1/me/page', { user }, signal),
  })

export const useMine = (user: string | undefined) => useQuery(mineQuery(user))

type Language = MyChoice['language']

/** Chooses one's language; the choice before is a press away. */
export function useChooseLanguage() {
  const queries = useQueryClient()
  const choose = useMutation({
    mutationFn: ({ to }: { readonly to: Language; readonly from: Language }) =>
      ask<MyPage>('PATCH', '/api/v1/me/page', { body: { language: to } satisfies MyChoice }),
    onSuccess: async (_, { to, from }) => {
      await queries.invalidateQueries()
      say({ title: text('mine.languageSaved'), undo: () => choose.mutate({ to: from, from: to }) })
    },
    onError: (error) => say({ look: 'bad', title: text('mine.languageFailed'), about: error.message }),
  })
  return choose
}
