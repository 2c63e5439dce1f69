import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { DraftReverted } from '../../src/contract/draft.ts'
import type { PastRules as Past } from '../../src/contract/past.ts'
import { ask } from '../api.ts'
import { shortMoment } from '../locales/moment.ts'
import { list, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { State } from '../ui/tag.tsx'
import { say } from '../ui/toast.tsx'
import { Gives } from './gives.tsx'
import { countOf } from './marks.ts'
import { type ShownDraft, type ShownRules, usePastRules } from './shown.ts'

type PastRule = Past['rules'][number]

interface Props {
  readonly which: { readonly at?: string; readonly version?: string }
  readonly shown: ShownRules | undefined
  readonly draft: ShownDraft | undefined
  readonly onNow: () => void
}

/** The rules as they were: to look at, and to go back to. */
export function PastRules({ which, shown, draft, onNow }: Props) {
  const past = usePastRules(which)
  return (
    <Answer to={past}>
      {(found) => (
        <>
          <PastNotice past={found} shown={shown} draft={draft} onNow={onNow} />
          {found.rules.length === 0 ? (
            <Empty icon="history" title={text('rules.pastEmpty')} />
          ) : (
            <Panel flush>
              <Table label={text('rules.pastTitle')} columns={columns} rows={found.rules} rowKey={({ id }) => id} />
            </Panel>
          )}
        </>
      )}
    </Answer>
  )
}

function PastNotice({ past, shown, draft, onNow }: Omit<Props, 'which'> & { readonly past: Past }) {
  const revert = useRevert(past, shown, draft !== undefined, onNow)
  const isLive = past.version === shown?.version
  const title = past.since
    ? text('rules.pastSince', {
        version: past.version,
        since: shortMoment(new Date(past.since)),
        who: past.request?.actor.name ?? text('rules.byUnknown'),
      })
    : text('rules.pastBefore')
  return (
    <Notice
      look="warn"
      title={title}
      actions={
        <>
          {!isLive && (
            <Button
              icon="undo"
              className="whitespace-normal! text-left"
              isPending={revert.isPending}
              onPress={() => revert.mutate()}
            >
              {draft ? text('rules.replaceDraft', { count: countOf(draft) }) : text('rules.makeDraft')}
            </Button>
          )}
          <Button onPress={onNow}>{text('rules.backToNow')}</Button>
        </>
      }
    >
      {text(isLive ? 'rules.pastIsLive' : 'rules.pastHint')}
    </Notice>
  )
}

/** Nothing goes live by it: the earlier rules become the draft. */
function useRevert(past: Past, shown: ShownRules | undefined, replace: boolean, onNow: () => void) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () =>
      ask<DraftReverted>('POST', '/api/v1/draft/revert', {
        body: { version: past.version, ...(replace && { replace }) },
        ...(shown && { ifMatch: shown.etag }),
      }),
    onSuccess: ({ leftOut }) => {
      onNow()
      const names = leftOut.map(({ name, rule }) => text('rules.leftOutOf', { name, rule: rule.name }))
      say({
        title: text('rules.madeDraft', { version: past.version }),
        ...(names.length > 0 && { about: text('rules.leftOut', { names: list(names) }), look: 'warn' }),
        ...(!replace && {
          undo: () =>
            void ask('DELETE', '/api/v1/draft')
              .catch((error: Error) => say({ look: 'bad', title: text('rules.notUndone'), about: error.message }))
              .then(() => queries.invalidateQueries())
              .then(() => navigate({ to: '/rules', search: { version: String(past.version) } })),
        }),
      })
    },
    onError: (error) => say({ look: 'bad', title: text('rules.refused'), about: error.message }),
    onSettled: () => queries.invalidateQueries(),
  })
}

const states = {
  on: { mark: 'full', word: 'rules.on' },
  shadow: { mark: 'half', word: 'rules.shadow' },
  off: { mark: 'ring', word: 'rules.off' },
} as const

const columns: readonly Column<PastRule>[] = [
  {
    id: 'rank',
    name: text('rules.rank'),
    width: '1.75rem',
    align: 'end',
    card: 'top',
    quietName: true,
    cell: ({ rank }) => <span className="text-ink-soft tabular-nums">{rank}</span>,
  },
  {
    id: 'rule',
    name: text('rules.rule'),
    width: 'minmax(0, 11fr)',
    card: 'title',
    cell: ({ name, group, condition }) => (
      <div className="min-w-0">
        <span className="block truncate font-semibold">
          <bdi>{name}</bdi>
        </span>
        {group.name !== name && <span className="block truncate text-sm text-ink-soft">{group.name}</span>}
        {condition !== null && <p className="truncate font-mono text-xs text-ink-soft">{condition}</p>}
      </div>
    ),
  },
  {
    id: 'gives',
    name: text('rules.gives'),
    width: 'minmax(0, 16fr)',
    card: 'line',
    cell: (rule) => <Gives rule={rule} />,
  },
  {
    id: 'state',
    name: text('rules.state'),
    width: '5.5rem',
    card: 'corner',
    cell: ({ state }) => <State mark={states[state].mark}>{text(states[state].word)}</State>,
  },
]
