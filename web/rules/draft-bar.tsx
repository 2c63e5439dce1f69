import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Plan } from '../../src/contract/plan.ts'
import { ask } from '../api.ts'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/toast.tsx'
import { countOf } from './marks.ts'
import type { ShownDraft, ShownRules } from './shown.ts'

/** "Version 41 live · your draft +3". */
export function DraftLine({ version, draft }: { readonly version: number; readonly draft: ShownDraft | undefined }) {
  const me = useQuery(sessionQuery).data?.session?.name
  const live = version === 0 ? text('rules.neverLive') : text('rules.versionLive', { version })
  // Of one that was made this moment nothing more is known yet.
  if (!draft || draft.updatedBy === '') return live
  const count = countOf(draft)
  const whose =
    draft.updatedBy === me
      ? text('rules.draftYours', { count })
      : text('rules.draftOf', { who: draft.updatedBy, count })
  return `${live} · ${whose}`
}

interface Props {
  readonly rules: ShownRules
  readonly draft: ShownDraft | undefined
  /** Users to whom the draft does anything; undefined while that is worked out. */
  readonly users: number | undefined
}

/** What can be done with the rules as a whole. */
export function DraftActions({ rules, draft, users }: Props) {
  const [isDiscarding, setDiscarding] = useState(false)
  const review = useReview()
  return (
    <>
      <Link to="/rules" search={(now) => ({ ...now, history: 'open' })} className={buttonClass()}>
        <Icon name="history" />
        {text('rules.history')}
      </Link>
      {draft && (
        <>
          <Button onPress={() => setDiscarding(true)}>{text('rules.discard')}</Button>
          <Button look="primary" isPending={review.isPending} onPress={() => review.mutate()}>
            {users === undefined ? text('rules.review') : text('rules.reviewCount', { count: users })}
          </Button>
        </>
      )}
      {isDiscarding && draft && <Discard draft={draft} etag={rules.etag} onClose={() => setDiscarding(false)} />}
    </>
  )
}

/** Keeps the plan of the draft as it is now, and opens it. */
function useReview() {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => ask<Plan>('POST', '/api/v1/plans', { body: null }),
    onSuccess: ({ id }) => {
      if (id !== null) void navigate({ to: '/plans/$plan', params: { plan: id } })
    },
    onError: (error) => say({ look: 'bad', title: text('rules.planFailed'), about: error.message }),
  })
}

/** It cannot be brought back: so what goes is said first. */
function Discard({
  draft,
  etag,
  onClose,
}: {
  readonly draft: ShownDraft
  readonly etag: string
  readonly onClose: () => void
}) {
  const queries = useQueryClient()
  const { added, removed, changed, moved } = draft.differs
  const discard = useMutation({
    mutationFn: () => ask('DELETE', '/api/v1/draft', { ifMatch: etag }),
    onSuccess: () => say({ title: text('rules.discarded') }),
    onError: (error) => say({ look: 'bad', title: text('rules.refused'), about: error.message }),
    onSettled: () => {
      onClose()
      return queries.invalidateQueries()
    },
  })
  const lines = [
    added.length > 0 && text('rules.differs.added', { count: added.length }),
    removed.length > 0 && text('rules.differs.removed', { count: removed.length }),
    changed.length > 0 && text('rules.differs.changed', { count: changed.length }),
    moved.length > 0 && text('rules.differs.moved', { count: moved.length }),
  ].filter((line) => line !== false)
  return (
    <Dialog isOpen onClose={onClose} title={text('rules.discardTitle')}>
      <p className="text-md">{text('rules.discardHint')}</p>
      <ul className="mt-2 list-disc pl-5 text-md text-ink-soft">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="mt-5 flex justify-end gap-2">
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button look="danger" isPending={discard.isPending} onPress={() => discard.mutate()}>
          {text('rules.discardCount', { count: countOf(draft) })}
        </Button>
      </div>
    </Dialog>
  )
}
