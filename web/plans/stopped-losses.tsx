import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Stop, StoppedLoss } from '../../src/contract/stop.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Moment } from '../ui/moment.tsx'
import { reasonOf } from './change-text.ts'
import { Why } from './first-changes.tsx'
import { StoppedNames } from './stopped-names.tsx'
import { useStoppedLosses } from './stops.ts'

/** Losses of one stop, by name, until somebody says what becomes of them: they still hold their seats. */
export function StoppedLossNames({ stop }: { readonly stop: Stop }) {
  const [search, setSearch] = useState('')
  const losses = useStoppedLosses(stop.id, search || undefined)
  const { product } = stop
  const isClosed = ({ confirmedBy }: StoppedLoss) => confirmedBy !== null
  return (
    <StoppedNames
      label={text('stopped.losses', { product: product.name })}
      pages={losses}
      rows={losses.data?.pages.flatMap((page) => page.losses)}
      total={stop.count}
      search={search}
      onSearch={setSearch}
      isClosed={isClosed}
      meant={{ product: product.id }}
      words={{
        apply: (count) => text('stopped.take', { count, product: product.name }),
        keep: (count) => text('stopped.keep', { count }),
        applied: (count) => text('stopped.taken', { count, product: product.name }),
        keepTitle: text('stopped.keepTitle', { product: product.name }),
      }}
      columns={[
        {
          id: 'user',
          name: text('plans.user'),
          width: 'minmax(0, 10fr)',
          card: 'title',
          cell: ({ user }) => (
            <Link
              to="/users/$user"
              params={{ user: user.id }}
              className="inline-flex min-h-6 max-w-full items-center font-semibold hover:underline"
            >
              <bdi className="truncate">{user.name}</bdi>
            </Link>
          ),
        },
        {
          id: 'seat',
          name: text('stopped.holds'),
          width: 'minmax(0, 10fr)',
          card: 'line',
          cell: ({ tier }) => <bdi>{productName(product, tier)}</bdi>,
        },
        {
          id: 'because',
          name: text('plans.reason'),
          width: 'minmax(0, 13fr)',
          card: 'line',
          cell: (loss) => (
            <span className="text-sm text-ink-soft">
              {isClosed(loss) ? text('stopped.confirmedBy', { name: loss.confirmedBy ?? '' }) : reasonOf(loss.because)}
            </span>
          ),
        },
        {
          id: 'since',
          name: text('stopped.sinceColumn'),
          width: '8rem',
          cell: ({ since }) => (
            <span className="text-sm text-ink-soft">
              <Moment at={since} />
            </span>
          ),
        },
        {
          id: 'why',
          name: text('plans.why'),
          width: '5rem',
          quietName: true,
          card: 'plain',
          cell: ({ user }) => <Why user={user} product={product} />,
        },
      ]}
    />
  )
}
