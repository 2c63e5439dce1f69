import { Link } from '@tanstack/react-router'
import type { Failure } from '../../src/contract/failure.ts'
import { number, text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
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
        rows={failures.map((failure, at) => ({ ...failure, isFirst: failures[at - 1]?.cause !== failure.cause }))}
        rowKey={(failure) => JSON.stringify(nameOf(failure))}
      />
    </Panel>
  )
}

/** What puts it right is to be read once a cause. */
type Row = Failure & { readonly isFirst: boolean }

const columns: readonly Column<Row>[] = [
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
    cell: ({ cause, isFirst }) => (
      <span className={isFirst ? 'text-ink-soft' : 'sr-only'}>{text(`failures.puts.${cause}`)}</span>
    ),
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
    width: '22rem',
    align: 'end',
    card: 'line',
    cell: (failure) => <Acts failure={failure} />,
  },
]

function Acts({ failure }: { readonly failure: Failure }) {
  const retry = useRetry()
  return (
    <span className="flex flex-wrap-reverse items-center gap-1 @2xl:flex-nowrap @2xl:justify-end">
      <Button
        look="quiet"
        aria-label={text('failures.retryAllOf', {
          all: text('failures.retryAll', { count: failure.count }),
          cause: text(`failures.causes.${failure.cause}`),
          pool: poolOf(failure),
        })}
        isPending={retry.isPending}
        onPress={() => retry.mutate({ ...nameOf(failure), all: true })}
        className={aboveRowLinkClass}
      >
        {text('failures.retryAll', { count: failure.count })}
      </Button>
      <Remedy failure={failure} />
    </span>
  )
}
