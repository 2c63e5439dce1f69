import { Link } from '@tanstack/react-router'
import type { Seats } from '../../src/contract/seat.ts'
import { number, text } from '../locales/text.ts'
import { iconButtonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass, Table } from '../ui/table.tsx'
import { barColumn, PoolBar } from './pool-bar.tsx'

type Pool = Seats['seats'][number]
interface Row extends Pool {
  /** Of the first tier of its product only: a product is named once. */
  readonly first: boolean
  readonly alone: boolean
}

/** Products in the order they have, each with its tiers. */
export function PoolTable({ pools }: { readonly pools: readonly Pool[] }) {
  const tiers = Map.groupBy(pools, ({ product }) => product.id)
  const rows = [...tiers.values()].flatMap((same) =>
    same.map((pool, index): Row => ({ ...pool, first: index === 0, alone: same.length === 1 })),
  )
  return (
    <Table
      label={text('seats.title')}
      columns={columns}
      rows={rows}
      rowKey={({ tier }) => tier.id}
      rowClass={({ first }) => (first ? '' : '@2xl:border-t-transparent')}
    />
  )
}

interface ProductLinkProps {
  readonly product: string
  readonly isTier?: boolean
  readonly children: string
}

function ProductLink({ product, isTier = false, children }: ProductLinkProps) {
  return (
    <Link to="/seats" search={{ product }} className={`${rowLinkClass} block truncate ${isTier ? 'font-normal!' : ''}`}>
      {children}
    </Link>
  )
}

const count = (id: 'held' | 'grace' | 'waiting', width: string): Column<Row> => ({
  id,
  name: text(`seats.${id}`),
  width,
  align: 'end',
  cell: (row) => (
    <span className={row[id] === 0 ? 'text-ink-soft' : id === 'waiting' ? 'font-semibold text-bad-ink' : ''}>
      {number(row[id])}
    </span>
  ),
})

const columns: readonly Column<Row>[] = [
  {
    id: 'product',
    name: text('seats.product'),
    width: 'minmax(0, 15fr)',
    card: 'top',
    cell: ({ product, first }) =>
      first ? (
        <ProductLink product={product.id}>{product.name}</ProductLink>
      ) : (
        <span className="font-semibold @2xl:sr-only">{product.name}</span>
      ),
  },
  {
    id: 'tier',
    name: text('seats.tier'),
    width: 'minmax(0, 7fr)',
    card: 'title',
    cell: ({ product, tier, first, alone }) =>
      first ? (
        <span className={alone && tier.name === 'Standard' ? 'hidden text-ink-soft @2xl:inline' : ''}>{tier.name}</span>
      ) : (
        <ProductLink product={product.id} isTier>
          {tier.name}
        </ProductLink>
      ),
  },
  {
    ...barColumn,
    name: text('seats.use'),
    cell: (row) => <PoolBar pool={row} />,
  },
  {
    id: 'owned',
    name: text('seats.owned'),
    width: '4.5rem',
    align: 'end',
    cell: ({ owned }) =>
      owned === null ? <span className="text-ink-soft">{text('seats.unlimited')}</span> : number(owned),
  },
  count('held', '3.75rem'),
  count('grace', '4.5rem'),
  {
    id: 'free',
    name: text('seats.free'),
    width: '3.5rem',
    align: 'end',
    cell: ({ free }) =>
      free === null ? (
        <span className="text-ink-soft">{text('seats.noLimit')}</span>
      ) : (
        <span className={free <= 0 ? 'font-semibold text-warn-ink' : ''}>{number(free)}</span>
      ),
  },
  count('waiting', '4.5rem'),
  {
    id: 'edit',
    name: text('seats.change'),
    width: '2rem',
    align: 'end',
    card: 'corner',
    quietName: true,
    cell: ({ product, tier }) => (
      <Link
        to="/seats"
        search={(before) => ({ ...before, tier: tier.id })}
        resetScroll={false}
        replace
        data-edit
        aria-label={text('seats.changeOf', { product: product.name, tier: tier.name })}
        title={text('seats.change')}
        className={`${iconButtonClass} ${aboveRowLinkClass}`}
      >
        <Icon name="pen" />
      </Link>
    ),
  },
]
