import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Tag } from '../ui/tag.tsx'
import { say } from '../ui/toast.tsx'
import { type ShownDraft, useLiveRules } from './shown.ts'

/** Rules that are live and that the draft removes: each can be put back. */
export function RemovedRules({ draft, etag }: { readonly draft: ShownDraft; readonly etag: string }) {
  const { removed } = draft.differs
  const live = useLiveRules(removed.length > 0)
  const queries = useQueryClient()
  const restore = useMutation({
    mutationFn: (id: string) => ask('POST', `/api/v1/draft/rules/${id}/restore`, { ifMatch: etag }),
    onError: (error) => say({ look: 'bad', title: text('rules.refused'), about: error.message }),
    onSettled: () => queries.invalidateQueries(),
  })
  const gone = live.data?.rules.filter(({ id }) => removed.includes(id)) ?? []
  if (gone.length === 0) return null
  return (
    <ul aria-label={text('rules.removedList')} className="border-t border-line">
      {gone.map(({ id, name, members }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-md text-ink-soft">
          <Tag look="bad">{text('rules.mark.removed')}</Tag>
          <span className="min-w-0 flex-1">
            <del className="decoration-1">
              <bdi>{name}</bdi>
            </del>{' '}
            · {text('rules.members', { count: members })}
          </span>
          <Button look="quiet" icon="undo" isDisabled={restore.isPending} onPress={() => restore.mutate(id)}>
            {text('rules.restore', { name })}
          </Button>
        </li>
      ))}
    </ul>
  )
}
