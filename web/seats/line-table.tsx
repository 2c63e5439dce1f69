import { Link } from '@tanstack/react-router'
import type { Product } from '../../src/contract/product.ts'
import type { Line } from '../../src/contract/seat.ts'
import { number, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useLine } from './queries.ts'
import { UserLink } from './who-gets.tsx'

type Waiting = Line['waiting'][number]

/** Who waits, in the order in which seats will be given: by rank of the rule, then since when, then who came first. */
export function LineTable({ product }: { readonly product: Product }) {
  const line = useLine(product.id)
  const rows = line.data?.pages.flatMap(({ waiting }) => waiting)
  const total = product.tiers.reduce((sum, { waiting }) => sum + waiting, 0)
  return (
    <Answer to={{ data: rows, error: line.error, refetch: line.refetch }}>
      {(found) =>
        found.length === 0 ? (
          <Empty icon="check" title={text('seats.lineEmpty')} about={text('seats.lineEmptyHint')} />
        ) : (
          <>
            <p className="max-w-prose text-sm text-ink-soft">{text('seats.lineOrder')}</p>
            <Panel flush>
              <VirtualTable
                label={text('seats.line')}
                columns={columnsFor(product)}
                rows={found}
                rowKey={({ user, tier }) => `${tier.id} ${user.id}`}
                total={total}
                {...(line.hasNextPage && {
                  more: { isLoading: line.isFetchingNextPage, load: () => void line.fetchNextPage() },
                })}
              />
            </Panel>
          </>
        )
      }
    </Answer>
  )
}

const place: Column<Waiting> = {
  id: 'place',
  name: text('seats.place'),
  width: '3.5rem',
  align: 'end',
  card: 'top',
  cell: ({ place: at }) => <span className="font-semibold tabular-nums">{number(at)}</span>,
}
const user: Column<Waiting> = {
  id: 'user',
  name: text('seats.user'),
  width: 'minmax(0, 3fr)',
  card: 'title',
  cell: (row) => <UserLink user={row.user} />,
}
const tier: Column<Waiting> = {
  id: 'tier',
  name: text('seats.tier'),
  width: 'minmax(0, 2fr)',
  cell: (row) => row.tier.name,
}
const rule: Column<Waiting> = {
  id: 'rule',
  name: text('seats.because'),
  width: 'minmax(0, 4fr)',
  cell: (row) =>
    row.rule ? (
      <Link
        to="/rules"
        search={{ rule: row.rule.id }}
        className="inline-flex min-h-7 max-w-full items-center gap-1.5 hover:underline"
      >
        <span className="text-ink-soft tabular-nums">{text('seats.rank', { rank: number(row.rank) })}</span>
        <bdi className="truncate">{row.rule.name}</bdi>
      </Link>
    ) : (
      text('seats.byPin')
    ),
}
const since: Column<Waiting> = {
  id: 'since',
  name: text('seats.since'),
  width: '9rem',
  cell: (row) => <Moment at={row.since} />,
}

function columnsFor(product: Product): readonly Column<Waiting>[] {
  const why: Column<Waiting> = {
    id: 'why',
    name: text('seats.why'),
    width: '6rem',
    align: 'end',
    card: 'corner',
    quietName: true,
    cell: (row) => (
      <Link
        to="/users/$user"
        params={{ user: row.user.id }}
        search={{ why: product.id }}
        aria-label={text('seats.whyOf', { name: row.user.name })}
        className="inline-flex min-h-7 items-center px-1 text-sm whitespace-nowrap text-accent-ink hover:underline"
      >
        {text('seats.why')}
      </Link>
    ),
  }
  return product.tiers.length > 1 ? [place, user, tier, rule, since, why] : [place, user, rule, since, why]
}
