import { Link } from '@tanstack/react-router'
import type { Product, Tier } from '../../src/contract/product.ts'
import { number, text } from '../locales/text.ts'
import { iconButtonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { barColumn, PoolBar } from './pool-bar.tsx'

interface Row {
  readonly product: Product
  readonly tier: Tier
}

/** The pools of one product, best first. */
export function TierTable({ product }: { readonly product: Product }) {
  return (
    <Table
      label={text('seats.tiers')}
      columns={columns}
      rows={product.tiers.map((tier) => ({ product, tier }))}
      rowKey={({ tier }) => tier.id}
    />
  )
}

const count = (id: 'held' | 'grace' | 'waiting', width: string): Column<Row> => ({
  id,
  name: text(`seats.${id}`),
  width,
  align: 'end',
  cell: ({ tier }) => (
    <span className={tier[id] === 0 ? 'text-ink-soft' : id === 'waiting' ? 'font-semibold text-bad-ink' : ''}>
      {number(tier[id])}
    </span>
  ),
})

const columns: readonly Column<Row>[] = [
  {
    id: 'tier',
    name: text('seats.tier'),
    width: 'minmax(0, 1fr)',
    card: 'title',
    cell: ({ tier }) => <span className="font-semibold">{tier.name}</span>,
  },
  {
    ...barColumn,
    name: text('seats.use'),
    cell: ({ tier }) => <PoolBar pool={tier} />,
  },
  {
    id: 'owned',
    name: text('seats.owned'),
    width: '4.5rem',
    align: 'end',
    cell: ({ tier: { owned } }) =>
      owned === null ? <span className="text-ink-soft">{text('seats.unlimited')}</span> : number(owned),
  },
  count('held', '3.75rem'),
  count('grace', '4.5rem'),
  {
    id: 'free',
    name: text('seats.free'),
    width: '3.5rem',
    align: 'end',
    cell: ({ tier: { free } }) => (
      <span className={free === null ? 'text-ink-soft' : free <= 0 ? 'font-semibold text-warn-ink' : ''}>
        {free === null ? text('seats.noLimit') : number(free)}
      </span>
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
        aria-label={text('seats.changeOf', { product: product.name, tier: tier.name })}
        title={text('seats.change')}
        className={iconButtonClass}
      >
        <Icon name="pen" />
      </Link>
    ),
  },
]
