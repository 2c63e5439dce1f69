import { Link } from '@tanstack/react-router'
import type { Product, Tier } from '../../src/contract/product.ts'
import { number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { iconButtonClass } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { say } from '../ui/toast.tsx'
import { failed } from './owned-form.tsx'
import { PoolBar } from './pool-bar.tsx'
import { usePoolEdit } from './queries.ts'

interface Row {
  readonly product: Product
  readonly tier: Tier
}

/** The pools of one product, best first, and what each does when it is short. */
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
    width: 'minmax(0, 8fr)',
    card: 'title',
    cell: ({ tier }) => <span className="font-semibold">{tier.name}</span>,
  },
  {
    id: 'bar',
    name: text('seats.use'),
    width: 'minmax(6rem, 14fr)',
    card: 'line',
    quietName: true,
    cell: ({ tier }) => <PoolBar pool={tier} />,
  },
  {
    id: 'owned',
    name: text('seats.owned'),
    width: '5rem',
    align: 'end',
    cell: ({ tier: { owned } }) =>
      owned === null ? <span className="text-ink-soft">{text('seats.unlimited')}</span> : number(owned),
  },
  count('held', '4rem'),
  count('grace', '4.5rem'),
  {
    id: 'free',
    name: text('seats.free'),
    width: '4rem',
    align: 'end',
    cell: ({ tier: { free } }) => (
      <span className={free === null ? 'text-ink-soft' : free <= 0 ? 'font-semibold text-warn-ink' : ''}>
        {free === null ? text('seats.noLimit') : number(free)}
      </span>
    ),
  },
  count('waiting', '4.5rem'),
  {
    id: 'shortage',
    name: text('seats.ifShort'),
    width: '14rem',
    card: 'line',
    cell: (row) => <Shortage row={row} />,
  },
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

const policies = ['wait', 'fall-back', 'block'] as const

/** Saved as soon as it is chosen: it takes nothing from anybody, and is taken back as easily. */
function Shortage({ row: { product, tier } }: { readonly row: Row }) {
  const edit = usePoolEdit()
  const name = productName(product, tier)
  const isLast = product.tiers.at(-1)?.id === tier.id
  const choose = (shortage: Tier['shortage']) =>
    edit.mutateAsync({ product, tier, change: { shortage } }).then(
      () =>
        say({
          title: text('seats.policySaved', { name }),
          about: text(`seats.policyHint.${shortage}`),
          undo: () => edit.mutate({ product, tier, change: { shortage: tier.shortage } }, { onError: failed }),
        }),
      failed,
    )
  return (
    <Select
      label={text('seats.ifShortOf', { name })}
      hideLabel
      value={edit.isPending ? (edit.variables.change.shortage ?? tier.shortage) : tier.shortage}
      onChange={(id) => id !== tier.shortage && void choose(id as Tier['shortage'])}
      options={policies
        // There is nothing below the last tier to fall back to.
        .filter((id) => id !== 'fall-back' || !isLast || tier.shortage === id)
        .map((id) => ({ id, name: text(`seats.policy.${id}`) }))}
    />
  )
}
