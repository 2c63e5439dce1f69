import { Link } from '@tanstack/react-router'
import type { Happened, Overview } from '../../src/contract/overview.ts'
import { shortMoment } from '../locales/moment.ts'
import { list, text } from '../locales/text.ts'
import { Chart, Columns } from '../ui/chart.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { Figure } from './health.tsx'

/** What happened in the last 24 hours, and since somebody was last here. */
export function Today({ overview }: { readonly overview: Overview }) {
  const { today, sinceThen, failures, runs } = overview
  const failed = failures.filter(({ cause }) => cause !== 'no-seats-left').reduce((sum, { count }) => sum + count, 0)
  const points = runs.map(({ at, runs: count, changed }) => ({
    id: at,
    name: shortMoment(new Date(at)),
    values: [changed, count],
  }))
  const changed = runs.reduce((sum, run) => sum + run.changed, 0)
  return (
    <Panel
      title={text('overview.today')}
      about={text('overview.today24')}
      actions={
        <Link to="/activity" className="inline-flex min-h-6 items-center text-sm text-accent-ink hover:underline">
          {text('overview.activity')}
        </Link>
      }
    >
      <div className="flex flex-col gap-4">
        {sinceThen && <SinceThen happened={sinceThen} />}
        <dl className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-x-4 gap-y-3">
          <Figure value={today.joined} name={text('overview.joined')} />
          <Figure value={today.left} name={text('overview.left')} />
          <Figure value={today.moved} name={text('overview.moved')} />
          <Figure value={failed} name={text('overview.failed')} look="bad" />
          <Figure value={today.given} name={text('overview.given')} />
          <Figure value={today.lost} name={text('overview.lost')} />
          <Figure value={today.waited} name={text('overview.waited')} />
        </dl>
        <Chart
          label={text('overview.runsLabel', { count: changed })}
          words={{ when: text('overview.hour'), table: text('overview.runsTable') }}
          series={[text('overview.changes'), text('overview.runs')]}
          points={points}
        >
          <p className="text-sm text-ink-soft">{text('overview.runsLabel', { count: changed })}</p>
          <Columns points={points} />
        </Chart>
      </div>
    </Panel>
  )
}

function SinceThen({ happened }: { readonly happened: Happened }) {
  const { since, ...counts } = happened
  const parts = (['joined', 'left', 'given', 'lost', 'waited'] as const)
    .filter((id) => counts[id] > 0)
    .map((id) => text(`overview.since.${id}`, { count: counts[id] }))
  return (
    <p className="rounded-lg bg-sunken px-3 py-2 text-sm">
      <span className="font-medium">
        {text('overview.lastHere')} <Moment at={since} />:
      </span>{' '}
      {parts.length === 0 ? text('overview.nothingSince') : `${list(parts)}.`}
    </p>
  )
}
