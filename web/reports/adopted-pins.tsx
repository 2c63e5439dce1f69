import { Link } from '@tanstack/react-router'
import type { Pin } from '../../src/contract/pin.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useAdoptedPins, useEndPin } from './existing-queries.ts'

/** What adoption pinned because no rule gives it: to be cleaned up one by one, or to stay. */
export function AdoptedPins() {
  const asked = useAdoptedPins()
  const pins = asked.data?.pages.flatMap((page) => page.pins)
  return (
    <>
      <p className="max-w-prose text-md text-ink-soft">{text('existing.pinsAbout')}</p>
      <Answer to={{ data: pins, error: asked.error, refetch: asked.refetch }}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="pin" title={text('existing.noPins')} about={text('existing.noPinsHint')} />
          ) : (
            <Panel flush>
              <VirtualTable
                label={text('existing.states.pins')}
                columns={columns}
                rows={all}
                rowKey={({ id }) => id}
                more={
                  asked.hasNextPage
                    ? { isLoading: asked.isFetchingNextPage, load: () => void asked.fetchNextPage() }
                    : undefined
                }
              />
            </Panel>
          )
        }
      </Answer>
    </>
  )
}

const given = ({ product, tier }: Pin): string =>
  product ? productName(product, tier === undefined || tier === 'none' ? null : tier) : ''

const columns: readonly Column<Pin>[] = [
  {
    id: 'user',
    name: text('existing.user'),
    width: 'minmax(0, 1fr)',
    card: 'line',
    cell: ({ user, product }) => (
      <Link
        to="/users/$user"
        params={{ user: user.id }}
        search={product ? { why: product.id } : {}}
        className={`${rowLinkClass} block truncate`}
      >
        <bdi>{user.name}</bdi>
      </Link>
    ),
  },
  { id: 'product', name: text('existing.keeps'), width: 'minmax(0, 1fr)', card: 'line', cell: given },
  {
    id: 'by',
    name: text('existing.adoptedBy'),
    width: '14rem',
    card: 'line',
    cell: ({ createdAt, createdBy }) => (
      <span className="text-ink-soft">
        <bdi>{createdBy}</bdi> · <Moment at={createdAt} />
      </span>
    ),
  },
  {
    id: 'end',
    name: text('existing.endPin'),
    quietName: true,
    width: '9rem',
    align: 'end',
    card: 'line',
    cell: (pin) => <End pin={pin} />,
  },
]

function End({ pin }: { readonly pin: Pin }) {
  const end = useEndPin()
  return (
    <span className={aboveRowLinkClass}>
      <Button
        isPending={end.isPending}
        aria-label={text('existing.endPinOf', { name: pin.user.name, product: given(pin) })}
        onPress={() => end.mutate(pin)}
      >
        {text('existing.endPin')}
      </Button>
    </span>
  )
}
