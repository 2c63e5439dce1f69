import { Link } from '@tanstack/react-router'
import type { Mail } from '../../src/contract/mail.ts'
import type { User } from '../../src/contract/user.ts'
import { languageName, text } from '../locales/text.ts'
import { Answer, Empty, Lines } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { type Mark, State } from '../ui/tag.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useMails } from './queries.ts'

/** Mails to a user, sent or kept, each with why. */
export function Mails({ user }: { readonly user: User }) {
  const mails = useMails(user.id)
  const rows = mails.data?.pages.flatMap((page) => page.mails)
  return (
    <Answer to={{ data: rows, error: mails.error, refetch: mails.refetch }} skeleton={<Lines count={3} />}>
      {(found) =>
        found.length === 0 ? (
          <Empty icon="plans" title={text('user.noMails')} about={text('user.noMailsHint')} />
        ) : (
          <>
            {found.some(({ state }) => state === 'not-sent') && (
              <Notice look="warn" title={text('user.notSent')}>
                {text('user.notSentHint')}{' '}
                <Link to="/settings" className="underline">
                  {text('user.openSettings')}
                </Link>
              </Notice>
            )}
            <Panel flush>
              <VirtualTable
                label={text('user.tab.mails')}
                columns={columns}
                rows={found}
                rowKey={({ id }) => id}
                more={
                  mails.hasNextPage
                    ? { isLoading: mails.isFetchingNextPage, load: () => void mails.fetchNextPage() }
                    : undefined
                }
              />
            </Panel>
          </>
        )
      }
    </Answer>
  )
}

const marks: Readonly<Record<Mail['state'], { mark: Mark; look: 'good' | 'warn' | 'bad' | 'soft' }>> = {
  sent: { mark: 'full', look: 'good' },
  due: { mark: 'half', look: 'soft' },
  'not-sent': { mark: 'ring', look: 'warn' },
  failed: { mark: 'crossed', look: 'bad' },
}

const columns: readonly Column<Mail>[] = [
  {
    id: 'at',
    name: text('user.when'),
    width: '9.5rem',
    card: 'plain',
    cell: ({ at }) => (
      <span className="text-sm text-ink-soft">
        <Moment at={at} form="short" />
      </span>
    ),
  },
  {
    id: 'kind',
    name: text('user.mail'),
    width: 'minmax(0, 5fr)',
    card: 'line',
    cell: ({ kind, template, language }) => (
      <span>
        <span className="font-medium">{text(`user.mails.${kind}`)}</span>
        <span className="text-sm text-ink-soft">
          {' · '}
          {template?.name ?? text('user.defaultTemplate')}
          {' · '}
          {languageName(language)}
        </span>
      </span>
    ),
  },
  {
    id: 'address',
    name: text('user.to'),
    width: 'minmax(0, 5fr)',
    card: 'line',
    cell: ({ address }) => <bdi className="text-sm wrap-anywhere text-ink-soft">{address}</bdi>,
  },
  {
    id: 'state',
    name: text('user.mailState'),
    width: 'minmax(8rem, 3fr)',
    card: 'line',
    cell: ({ state, error, attempts }) => (
      <span className="text-sm">
        <State {...marks[state]}>{text(`user.mailStates.${state}`)}</State>
        {error && (
          <span className="block text-ink-soft">{text('user.attempts', { count: attempts, error: error.text })}</span>
        )}
      </span>
    ),
  },
]
