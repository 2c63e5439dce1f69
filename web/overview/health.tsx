import { Link } from '@tanstack/react-router'
import type { Overview, SourceHealth } from '../../src/contract/overview.ts'
import { number, text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { type Mark, State } from '../ui/tag.tsx'
import { needsOf } from './needs-of.ts'

/** One sentence: whether everybody has what they should have. */
export function Health({ overview }: { readonly overview: Overview }) {
  const { users, lastChangeAt, userSync, isBehind } = overview
  const needs = needsOf(overview).length
  const state =
    userSync === 'paused'
      ? 'paused'
      : overview.setup.firstSeatAt === null
        ? 'new'
        : needs > 0
          ? 'needs'
          : isBehind
            ? 'behind'
            : 'well'
  return (
    <p className="flex flex-wrap items-baseline gap-x-1.5">
      <State
        mark={state === 'well' ? 'full' : state === 'paused' ? 'crossed' : 'half'}
        look={state === 'well' ? 'good' : state === 'new' || state === 'behind' ? 'soft' : 'warn'}
      >
        <span className="font-semibold text-ink">{text(`overview.state.${state}`, { count: needs })}</span>
      </State>
      <span>{text('overview.users', { count: users })}</span>
      {lastChangeAt && (
        <>
          <span aria-hidden="true">·</span>
          <span>
            {text('overview.lastChange')} <Moment at={lastChangeAt} />
          </span>
        </>
      )}
    </p>
  )
}

const marks: Readonly<Record<SourceHealth['health'], { mark: Mark; look: 'good' | 'warn' | 'bad' | 'soft' }>> = {
  good: { mark: 'full', look: 'good' },
  paused: { mark: 'crossed', look: 'soft' },
  never: { mark: 'dotted', look: 'soft' },
  silent: { mark: 'half', look: 'warn' },
  'no-token': { mark: 'crossed', look: 'bad' },
  expiring: { mark: 'half', look: 'warn' },
}

/** Where users come from, each with how it is and when it last came in. */
export function Sources({ sources }: { readonly sources: readonly SourceHealth[] }) {
  if (sources.length === 0) return null
  return (
    <ul aria-label={text('overview.sources')} className="flex flex-wrap gap-2">
      {sources.map(({ id, name, health, lastContactAt }) => (
        <li key={id}>
          <Link
            to="/sources/$source"
            params={{ source: id }}
            className="inline-flex min-h-8 max-w-full items-center gap-2 rounded-full border border-line bg-surface px-3 text-sm hover:border-edge hover:bg-sunken"
          >
            <State {...marks[health]}>
              <span className="font-medium">{name}</span>
            </State>
            <span className="text-ink-soft">
              {text(`overview.source.${health}`)}
              {lastContactAt && health !== 'no-token' && (
                <>
                  {' · '}
                  <Moment at={lastContactAt} />
                </>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** "1,204", beside what it counts. */
export function Figure({
  value,
  name,
  look,
}: {
  readonly value: number
  readonly name: string
  readonly look?: 'bad'
}) {
  return (
    <div className="flex min-w-20 flex-col">
      <dt className="order-2 text-sm text-ink-soft">{name}</dt>
      <dd
        className={`text-xl font-semibold tabular-nums ${value === 0 ? 'text-ink-soft' : look === 'bad' ? 'text-bad-ink' : ''}`}
      >
        {number(value)}
      </dd>
    </div>
  )
}
