import { Link } from '@tanstack/react-router'
import type { Runs } from '../../src/contract/run.ts'
import { number, text } from '../locales/text.ts'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { actText } from './act.ts'

type Run = Runs['runs'][number]

interface Props {
  readonly runs: readonly Run[]
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | undefined
}

export function RunsTable({ runs, more }: Props) {
  return (
    <VirtualTable
      label={text('activity.runs')}
      columns={columns}
      rows={runs}
      rowKey={({ run }) => String(run)}
      more={more}
    />
  )
}

const columns: readonly Column<Run>[] = [
  {
    id: 'run',
    name: text('activity.run'),
    width: '5rem',
    card: 'title',
    cell: ({ run }) => (
      <Link to="/activity" search={{ run: String(run) }} className={`${rowLinkClass} tabular-nums`}>
        {number(run)}
      </Link>
    ),
  },
  {
    id: 'began',
    name: text('activity.began'),
    width: 'minmax(0, 1fr)',
    card: 'line',
    cell: ({ began }) =>
      began ? (
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 @2xl:truncate">{actText(began)}</span>
          <span className="text-sm text-ink-soft">{text('activity.byName', { name: began.actor.name })}</span>
        </span>
      ) : (
        <span className="text-ink-soft">{text('activity.timePassed')}</span>
      ),
  },
  count('touched', ({ touched }) => touched),
  count('changed', ({ changed }) => changed),
  {
    id: 'stopped',
    name: text('activity.stopped'),
    width: '6rem',
    align: 'end',
    cell: ({ stopped }) =>
      stopped > 0 ? (
        <Tag look="warn" icon="exclamation">
          {number(stopped)}
        </Tag>
      ) : (
        <span className="text-ink-soft">{number(0)}</span>
      ),
  },
  {
    id: 'took',
    name: text('activity.took'),
    width: '5rem',
    align: 'end',
    cell: ({ tookMs }) => <span className="text-ink-soft">{text('activity.ms', { count: tookMs })}</span>,
  },
  {
    id: 'at',
    name: text('activity.at'),
    width: '8.5rem',
    align: 'end',
    card: 'plain',
    cell: ({ at }) => (
      <span className="text-sm text-ink-soft">
        <Moment at={at} />
      </span>
    ),
  },
  {
    id: 'revert',
    name: text('activity.revert'),
    quietName: true,
    width: '2rem',
    card: 'corner',
    cell: ({ run, changed }) =>
      changed > 0 && (
        <Link
          to="/plans"
          search={{ tab: 'applied' }}
          aria-label={text('activity.revertOf', { run })}
          title={text('activity.revertOf', { run })}
          className={`${aboveRowLinkClass} inline-flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink`}
        >
          <Icon name="undo" />
        </Link>
      ),
  },
]

function count(id: 'touched' | 'changed', of: (run: Run) => number): Column<Run> {
  return {
    id,
    name: text(`activity.${id}`),
    width: '6rem',
    align: 'end',
    cell: (run) => <span className={of(run) === 0 ? 'text-ink-soft' : ''}>{number(of(run))}</span>,
  }
}
