import type { Pin } from '../../src/contract/pin.ts'
import type { Product } from '../../src/contract/product.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { usePinsOf } from './queries.ts'
import { UserLink } from './who-gets.tsx'

/** Pins of a product: above every rule, so that these seats stay taken whatever the rules say. */
export function ByHand({ product }: { readonly product: Product }) {
  const pins = usePinsOf(product.id)
  const rows = pins.data?.pages.flatMap((page) => page.pins)
  return (
    <Answer to={{ data: rows, error: pins.error, refetch: pins.refetch }}>
      {(found) =>
        found.length === 0 ? (
          <Empty icon="pin" title={text('seats.noPins')} about={text('seats.noPinsHint')} />
        ) : (
          <Panel flush>
            <VirtualTable
              label={text('seats.byHand')}
              columns={columns}
              rows={found}
              rowKey={({ id }) => id}
              {...(pins.hasNextPage && {
                more: { isLoading: pins.isFetchingNextPage, load: () => void pins.fetchNextPage() },
              })}
            />
          </Panel>
        )
      }
    </Answer>
  )
}

const columns: readonly Column<Pin>[] = [
  {
    id: 'user',
    name: text('seats.user'),
    width: 'minmax(0, 3fr)',
    card: 'title',
    cell: ({ user }) => <UserLink user={user} />,
  },
  {
    id: 'tier',
    name: text('seats.tier'),
    width: 'minmax(0, 2fr)',
    card: 'plain',
    cell: ({ tier }) =>
      tier === 'none' ? <Tag look="outline">{text('seats.denied')}</Tag> : <Tag>{tier?.name ?? ''}</Tag>,
  },
  {
    id: 'reason',
    name: text('seats.reason'),
    width: 'minmax(0, 4fr)',
    card: 'line',
    cell: ({ reason, createdBy }) => (
      <span className="block truncate" title={reason}>
        <bdi>{reason}</bdi> <span className="text-ink-soft">{createdBy}</span>
      </span>
    ),
  },
  {
    id: 'ends',
    name: text('seats.ends'),
    width: '10rem',
    cell: ({ endsAt }) =>
      endsAt ? <Moment at={endsAt} /> : <span className="text-ink-soft">{text('seats.noEnd')}</span>,
  },
]
