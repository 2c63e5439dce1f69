import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { FailedUser, Failure } from '../../src/contract/failure.ts'
import { becauseText } from '../activity/because.ts'
import { number, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { type FailureName, useFailedUsers, useRetry } from './queries.ts'
import { Remedy } from './remedy.tsx'

interface Props {
  readonly name: FailureName
  /** Gone, where nothing fails so any more. */
  readonly failure: Failure | undefined
}

/** Whom one cause concerns, and trying again for one, for those chosen, or for all. */
export function FailedPeople({ name, failure }: Props) {
  const asked = useFailedUsers(name)
  const retry = useRetry()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const people = asked.data?.pages.flatMap((page) => page.people)
  const there = people?.filter(({ user }) => chosen.has(user.id)) ?? []
  const again = (which: { users: string[] } | { all: true }) =>
    retry.mutate({ ...name, ...which }, { onSuccess: () => setChosen(new Set()) })
  const toggle = (user: string) => {
    const next = new Set(chosen)
    if (!next.delete(user)) next.add(user)
    setChosen(next)
  }
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-prose min-w-0 flex-1 basis-64 text-md text-ink-soft">
          {text(`failures.puts.${name.cause}`)}
        </p>
        <div className="flex flex-wrap gap-2">
          {failure && <Remedy failure={failure} />}
          {there.length > 0 && (
            <Button
              isPending={retry.isPending}
              onPress={() => again({ users: [...new Set(there.map(({ user }) => user.id))] })}
            >
              {text('failures.retryChosen', { count: there.length })}
            </Button>
          )}
          {failure && (
            <Button look="primary" isPending={retry.isPending} onPress={() => again({ all: true })}>
              {text('failures.retryAll', { count: failure.count })}
            </Button>
          )}
        </div>
      </div>
      <Answer to={{ data: people, error: asked.error, refetch: asked.refetch }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon="check" title={text('failures.noneOfThis')} about={text('failures.noneOfThisHint')} />
          ) : (
            <Panel flush>
              <VirtualTable
                label={text('failures.peopleOf', { cause: text(`failures.causes.${name.cause}`) })}
                columns={columnsFor(chosen, toggle, (user) => again({ users: [user] }), retry.isPending).filter(
                  ({ id }) => id !== 'detail' || rows.some((row) => detailOf(row) !== ''),
                )}
                rows={rows}
                rowKey={(row) => `${row.user.id} ${row.product?.id ?? ''} ${row.since}`}
                total={failure?.count}
                more={
                  asked.hasNextPage
                    ? { isLoading: asked.isFetchingNextPage, load: () => void asked.fetchNextPage() }
                    : undefined
                }
              />
            </Panel>
          )
        }
      </Answer>
    </>
  )
}

function columnsFor(
  chosen: ReadonlySet<string>,
  toggle: (user: string) => void,
  retry: (user: string) => void,
  isPending: boolean,
): readonly Column<FailedUser>[] {
  return [
    {
      id: 'choose',
      name: text('failures.choose'),
      quietName: true,
      width: '1.5rem',
      card: 'top',
      cell: ({ user }) => (
        <span className={aboveRowLinkClass}>
          <Checkbox
            aria-label={text('failures.chooseOne', { name: user.name })}
            isSelected={chosen.has(user.id)}
            onChange={() => toggle(user.id)}
          >
            <span className="sr-only">{user.name}</span>
          </Checkbox>
        </span>
      ),
    },
    {
      id: 'user',
      name: text('failures.user'),
      width: 'minmax(0, 14fr)',
      card: 'title',
      cell: ({ user, product }) => (
        <Link
          to="/users/$user"
          params={{ user: user.id }}
          search={product ? { why: product.id } : {}}
          className={`${rowLinkClass} block truncate`}
        >
          <bdi>{user.name}</bdi>
        </Link>
      ),
    },
    {
      id: 'detail',
      name: text('failures.detail'),
      width: 'minmax(0, 26fr)',
      card: 'line',
      cell: (row) => <span className="block text-ink-soft">{detailOf(row)}</span>,
    },
    {
      id: 'because',
      name: text('failures.because'),
      width: 'minmax(0, 16fr)',
      card: 'line',
      cell: ({ because }) => because && <span className="block text-ink-soft">{becauseText(because)}</span>,
    },
    {
      id: 'since',
      name: text('failures.since'),
      width: '8rem',
      align: 'end',
      card: 'plain',
      cell: ({ since }) => (
        <span className="text-sm text-ink-soft">
          <Moment at={since} />
        </span>
      ),
    },
    {
      id: 'retry',
      name: text('failures.retry'),
      quietName: true,
      width: '8.5rem',
      align: 'end',
      card: 'plain',
      cell: ({ user }) => (
        <Button
          look="quiet"
          aria-label={text('failures.retryOne', { name: user.name })}
          isDisabled={isPending}
          onPress={() => retry(user.id)}
          className={aboveRowLinkClass}
        >
          {text('failures.retry')}
        </Button>
      ),
    },
  ]
}

/** What the product or the mail server said is said as it was; the rest in the console's own words. */
function detailOf({ details: { holds, address, code, attempts, sentence } }: FailedUser): string {
  const parts = [
    holds ? text('failures.holds', { tier: holds.name }) : '',
    address ?? '',
    code !== undefined || attempts !== undefined ? sentence : '',
    attempts === undefined ? '' : text('failures.attempts', { count: number(attempts) }),
  ].filter(Boolean)
  return parts.join(' · ')
}
