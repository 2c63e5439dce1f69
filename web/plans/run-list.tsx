import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Runs } from '../../src/contract/run.ts'
import { number, text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { aboveRowLinkClass, type Column } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useRuns } from './applied.ts'
import { RevertRun } from './revert-run.tsx'

type Run = Runs['runs'][number]

/** Runs that found something to do, newest first. */
export function RunList() {
  const runs = useRuns()
  const [reverting, setReverting] = useState<number>()
  const rows = runs.data?.pages.flatMap((page) => page.runs)
  return (
    <Answer to={{ data: rows, error: runs.error, refetch: runs.refetch }}>
      {(found) =>
        found.length === 0 ? (
          <p className="px-4 pb-4 text-md text-ink-soft">{text('plans.noRuns')}</p>
        ) : (
          <>
            <VirtualTable
              label={text('plans.runs')}
              columns={[...columns, revertColumn(setReverting)]}
              rows={found}
              rowKey={({ run }) => String(run)}
              more={
                runs.hasNextPage
                  ? { isLoading: runs.isFetchingNextPage, load: () => void runs.fetchNextPage() }
                  : undefined
              }
            />
            {reverting !== undefined && (
              <RevertRun key={reverting} run={reverting} onClose={() => setReverting(undefined)} />
            )}
          </>
        )
      }
    </Answer>
  )
}

const count = (id: 'touched' | 'changed' | 'stopped'): Column<Run> => ({
  id,
  name: text(`plans.run.${id}`),
  width: '4.5rem',
  align: 'end',
  cell: (run) => (
    <span className={run[id] === 0 ? 'text-ink-soft' : id === 'stopped' ? 'font-semibold text-warn-ink' : ''}>
      {number(run[id])}
    </span>
  ),
})

const columns: readonly Column<Run>[] = [
  {
    id: 'run',
    name: text('plans.run.number'),
    width: 'minmax(0, 1fr)',
    card: 'title',
    cell: ({ run, at }) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <Link
          to="/activity"
          search={{ run: String(run) }}
          aria-label={text('plans.run.of', { run: number(run) })}
          className="inline-flex min-h-6 items-center font-semibold tabular-nums hover:underline"
        >
          {number(run)}
        </Link>
        <span className="text-sm text-ink-soft">
          <Moment at={at} />
        </span>
      </span>
    ),
  },
  count('touched'),
  count('changed'),
  count('stopped'),
]

function revertColumn(onRevert: (run: number) => void): Column<Run> {
  return {
    id: 'revert',
    name: text('plans.revertColumn'),
    width: '7.5rem',
    align: 'end',
    quietName: true,
    card: 'corner',
    cell: ({ run, changed }) =>
      changed > 0 && (
        <Button
          look="quiet"
          icon="undo"
          aria-label={text('plans.revertRun', { run: number(run) })}
          className={aboveRowLinkClass}
          onPress={() => onRevert(run)}
        >
          {text('plans.revert')}
        </Button>
      ),
  }
}
