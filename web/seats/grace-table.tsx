import { useState } from 'react'
import type { Product } from '../../src/contract/product.ts'
import type { Graces } from '../../src/contract/seat.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { aboveRowLinkClass, type Column } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { GraceEnd } from './grace-end.tsx'
import { useGraces } from './queries.ts'
import { UserLink } from './who-gets.tsx'

type Grace = Graces['graces'][number]

/** Seats that were lost and are kept for who lost them; each grace can end now, and so can all. */
export function GraceTable({ product }: { readonly product: Product }) {
  const graces = useGraces(product.id)
  const [ending, setEnding] = useState<Grace['user'] | 'all'>()
  const rows = graces.data?.pages.flatMap((page) => page.graces)
  const total = product.tiers.reduce((sum, { grace }) => sum + grace, 0)
  return (
    <>
      <Answer to={{ data: rows, error: graces.error, refetch: graces.refetch }}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon="check" title={text('seats.noGrace')} about={text('seats.noGraceHint')} />
          ) : (
            <>
              <div className="flex flex-wrap items-center justify-between gap-2">
                <p className="max-w-prose text-sm text-ink-soft">{text('seats.graceMeans')}</p>
                <Button look="danger" onPress={() => setEnding('all')}>
                  {text('seats.endAll', { count: total })}
                </Button>
              </div>
              <Panel flush>
                <VirtualTable
                  label={text('seats.grace')}
                  columns={columnsWith(setEnding)}
                  rows={found}
                  rowKey={({ user }) => user.id}
                  total={total}
                  {...(graces.hasNextPage && {
                    more: { isLoading: graces.isFetchingNextPage, load: () => void graces.fetchNextPage() },
                  })}
                />
              </Panel>
            </>
          )
        }
      </Answer>
      {ending && <GraceEnd product={product} whose={ending} count={total} onClose={() => setEnding(undefined)} />}
    </>
  )
}

const columns: readonly Column<Grace>[] = [
  {
    id: 'user',
    name: text('seats.user'),
    width: 'minmax(0, 3fr)',
    card: 'title',
    cell: ({ user }) => <UserLink user={user} />,
  },
  { id: 'tier', name: text('seats.tier'), width: 'minmax(0, 2fr)', cell: ({ tier }) => tier.name },
  { id: 'since', name: text('seats.lost'), width: '10rem', cell: ({ since }) => <Moment at={since} /> },
  { id: 'until', name: text('seats.ends'), width: '10rem', cell: ({ until }) => <Moment at={until} /> },
]

function columnsWith(onEnd: (user: Grace['user']) => void): readonly Column<Grace>[] {
  const end: Column<Grace> = {
    id: 'end',
    name: text('seats.endNow'),
    width: '9rem',
    align: 'end',
    card: 'corner',
    quietName: true,
    cell: ({ user }) => (
      <Button
        look="quiet"
        aria-label={`${text('seats.endNow')}: ${user.name}`}
        onPress={() => onEnd(user)}
        className={aboveRowLinkClass}
      >
        {text('seats.endNow')}
      </Button>
    ),
  }
  return [...columns, end]
}
