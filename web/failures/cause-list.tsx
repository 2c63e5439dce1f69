import { Link } from '@tanstack/react-router'
import type { Failure } from '../../src/contract/failure.ts'
import { number, text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass, Table } from '../ui/table.tsx'
import { nameOf, poolOf, useRetry } from './queries.ts'
import { Remedy } from './remedy.tsx'

/** Failures by what they have in common: what is wrong, how many it concerns, and the way to put it right. */
export function CauseList({ failures }: { readonly failures: readonly Failure[] }) {
  return (
    <Panel flush>
      <Table
        label={text('failures.title')}
        columns={columns}
        rows={failures}
        rowKey={(failure) => JSON.stringify(nameOf(failure))}
      />
    </Panel>
  )
}

const columns: readonly Column<Failure>[] = [
  {
    id: 'cause',
    name: text('failures.cause'),
    width: 'minmax(0, 16fr)',
    card: 'line',
    cell: (failure) => (
      <span className="flex min-w-0 flex-col">
        <Link to="/failures" search={nameOf(failure)} className={rowLinkClass}>
          {text(`failures.causes.${failure.cause}`)}
        </Link>
        {poolOf(failure) && <span className="text-sm text-ink-soft @2xl:truncate">{poolOf(failure)}</span>}
      </span>
    ),
  },
  {
    id: 'sentence',
    name: text('failures.sentence'),
    width: 'minmax(0, 26fr)',
    card: 'line',
    cell: (failure) => <span className="text-ink-soft">{text(`failures.puts.${failure.cause}`)}</span>,
  },
  {
    id: 'count',
    name: text('failures.people'),
    width: '6rem',
    align: 'end',
    cell: ({ count }) => <span className="font-semibold">{number(count)}</span>,
  },
  {
    id: 'since',
    name: text('failures.since'),
    width: '8rem',
    align: 'end',
    cell: ({ since }) => (
      <span className="text-sm text-ink-soft">{since ? <Moment at={since} /> : text('failures.unknown')}</span>
    ),
  },
  {
    id: 'act',
    name: text('failures.do'),
    quietName: true,
    width: '14rem',
    align: 'end',
    card: 'line',
    cell: (failure) => <Acts failure={failure} />,
  },
]

function Acts({ failure }: { readonly failure: Failure }) {
  const retry = useRetry()
  return (
    <span className="flex flex-wrap items-center gap-1 @2xl:justify-end">
      <Remedy failure={failure} />
      <IconButton
        icon="undo"
        label={text('failures.retryAllOf', {
          count: failure.count,
          cause: text(`failures.causes.${failure.cause}`),
          pool: poolOf(failure),
        })}
        isDisabled={retry.isPending}
        onPress={() => retry.mutate({ ...nameOf(failure), all: true })}
        className={`${aboveRowLinkClass} -scale-x-100`}
      />
    </span>
  )
}
