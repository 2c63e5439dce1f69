import type { PastSeats } from '../../src/contract/past.ts'
import { shortMoment } from '../locales/moment.ts'
import { number, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Panel } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { barColumn, PoolBar } from './pool-bar.tsx'
import { usePastSeats } from './queries.ts'

type Pool = PastSeats['seats'][number]

/** Seats as they were at a moment. Who waited then is not kept, and nothing can be changed. */
export function PastSeatsPart({ at }: { readonly at: string }) {
  return (
    <Answer to={usePastSeats(at)}>
      {(found) => {
        const pools = found.seats.filter(({ owned, held, grace }) => (owned ?? null) !== null || held + grace > 0)
        const moment = shortMoment(new Date(found.at))
        if (pools.length === 0)
          return (
            <Empty icon="history" title={text('seats.nothingThen', { moment })} about={text('seats.nothingThenHint')} />
          )
        return (
          <Panel flush>
            <Table
              label={text('seats.title')}
              columns={columns}
              rows={pools}
              rowKey={({ product, tier }) => `${product.id} ${tier.id}`}
            />
          </Panel>
        )
      }}
    </Answer>
  )
}

const unknown = () => <span className="text-ink-soft">{text('seats.notKnown')}</span>

const columns: readonly Column<Pool>[] = [
  {
    id: 'product',
    name: text('seats.product'),
    width: 'minmax(0, 12fr)',
    card: 'top',
    cell: ({ product }) => <span className="font-semibold">{product.name}</span>,
  },
  { id: 'tier', name: text('seats.tier'), width: 'minmax(0, 7fr)', card: 'title', cell: ({ tier }) => tier.name },
  {
    ...barColumn,
    name: text('seats.use'),
    cell: ({ owned = null, held, grace }) => <PoolBar pool={{ owned, held, grace, waiting: 0 }} />,
  },
  {
    id: 'owned',
    name: text('seats.owned'),
    width: '4.5rem',
    align: 'end',
    cell: ({ owned }) => (owned === undefined ? unknown() : owned === null ? text('seats.unlimited') : number(owned)),
  },
  { id: 'held', name: text('seats.held'), width: '4rem', align: 'end', cell: ({ held }) => number(held) },
  { id: 'grace', name: text('seats.grace'), width: '4.5rem', align: 'end', cell: ({ grace }) => number(grace) },
  {
    id: 'free',
    name: text('seats.free'),
    width: '3.5rem',
    align: 'end',
    cell: ({ free }) => (free === undefined ? unknown() : free === null ? text('seats.noLimit') : number(free)),
  },
]
