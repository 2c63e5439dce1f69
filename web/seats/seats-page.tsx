import { getRouteApi } from '@tanstack/react-router'
import type { Seats } from '../../src/contract/seat.ts'
import { PastNotice } from '../history/past-notice.tsx'
import { TimeScrubber } from '../history/scrubber.tsx'
import { text } from '../locales/text.ts'
import { StoppedNotice } from '../plans/stopped-notice.tsx'
import { Answer, Empty } from '../ui/answer.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { Legend } from './legend.tsx'
import { OwnedForm } from './owned-form.tsx'
import { PastSeatsPart } from './past-seats.tsx'
import { PoolTable } from './pool-table.tsx'
import { ProductSeats } from './product-seats.tsx'
import { useSeats } from './queries.ts'
import { Shortages } from './shortages.tsx'

const route = getRouteApi('/signed-in/shell/seats')

/** Pools of all products, or one product; now, or as they were. */
export function SeatsPage() {
  const { tier, product, at } = route.useSearch()
  const navigate = route.useNavigate()
  const seats = useSeats()
  const edited = seats.data?.seats.find((pool) => pool.tier.id === tier)
  const close = () => void navigate({ search: ({ tier: _, ...before }) => before, replace: true, resetScroll: false })
  return (
    <>
      {product !== undefined && at === undefined ? <ProductSeats product={product} /> : <AllSeats />}
      {edited && at === undefined && <OwnedForm key={edited.tier.id} pool={edited} onClose={close} />}
    </>
  )
}

function AllSeats() {
  const { unused = false, at } = route.useSearch()
  const navigate = route.useNavigate()
  const seats = useSeats()
  return (
    <Page
      title={text('seats.title')}
      about={at === undefined && seats.data && <Summary seats={seats.data} />}
      actions={
        <TimeScrubber
          at={at}
          onChange={(moment) => void navigate({ search: moment ? { at: moment } : {}, replace: true })}
        />
      }
    >
      {at === undefined ? (
        <>
          <StoppedNotice />
          <Answer to={seats}>
            {(found) =>
              found.seats.length === 0 ? (
                <Empty icon="seats" title={text('seats.empty')} about={text('seats.emptyHint')} />
              ) : (
                <>
                  <Shortages seats={found.seats} />
                  <Panel flush>
                    <PoolTable pools={unused ? found.seats : found.seats.filter(isUsed)} />
                  </Panel>
                  <Foot
                    unused={found.seats.filter((pool) => !isUsed(pool)).length}
                    shown={unused}
                    onShow={(show) =>
                      void navigate({ search: show ? { unused: true } : {}, replace: true, resetScroll: false })
                    }
                  />
                </>
              )
            }
          </Answer>
        </>
      ) : (
        <>
          <PastNotice
            at={at}
            onChange={(moment) => void navigate({ search: moment ? { at: moment } : {}, replace: true })}
          >
            {text('seats.then')}
          </PastNotice>
          <PastSeatsPart at={at} />
        </>
      )}
    </Page>
  )
}

function Summary({ seats: { products } }: { readonly seats: Seats }) {
  const sum = (count: (product: Seats['products'][number]) => number) =>
    products.reduce((total, product) => total + count(product), 0)
  const waiting = sum((product) => product.waiting)
  return (
    <>
      {text('seats.heldInAll', { count: sum((product) => product.held) })}
      {waiting > 0 && ` · ${text('seats.waitingInAll', { count: waiting })}`}
    </>
  )
}

/** Limited, or somebody has to do with it. A catalogue has many tiers that are neither. */
function isUsed({ owned, held, grace, waiting }: Seats['seats'][number]): boolean {
  return owned !== null || held + grace + waiting > 0
}

interface FootProps {
  readonly unused: number
  readonly shown: boolean
  readonly onShow: (show: boolean) => void
}

function Foot({ unused, shown, onShow }: FootProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <Legend />
      {unused > 0 && (
        <Checkbox isSelected={shown} onChange={onShow}>
          {text('seats.unused', { count: unused })}
        </Checkbox>
      )}
    </div>
  )
}
