import { getRouteApi } from '@tanstack/react-router'
import type { Seats } from '../../src/contract/seat.ts'
import { text } from '../locales/text.ts'
import { StoppedNotice } from '../plans/stopped-notice.tsx'
import { Answer, Empty } from '../ui/answer.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { OwnedForm } from './owned-form.tsx'
import { PoolTable } from './pool-table.tsx'
import { useSeats } from './queries.ts'

const route = getRouteApi('/signed-in/shell/seats')

export function SeatsPage() {
  const { tier, unused = false } = route.useSearch()
  const navigate = route.useNavigate()
  const seats = useSeats()
  const edited = seats.data?.seats.find((pool) => pool.tier.id === tier)
  return (
    <Page title={text('seats.title')} about={seats.data && <Summary seats={seats.data} />}>
      <StoppedNotice />
      <Answer to={seats}>
        {(found) =>
          found.seats.length === 0 ? (
            <Empty icon="seats" title={text('seats.empty')} about={text('seats.emptyHint')} />
          ) : (
            <>
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
      {edited && (
        <OwnedForm
          key={edited.tier.id}
          pool={edited}
          onClose={() => void navigate({ search: unused ? { unused } : {}, replace: true, resetScroll: false })}
        />
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

function Foot({
  unused,
  shown,
  onShow,
}: {
  readonly unused: number
  readonly shown: boolean
  readonly onShow: (show: boolean) => void
}) {
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

/** What the parts of a bar mean. */
function Legend() {
  const parts = [
    { id: 'held', look: 'bg-accent' },
    { id: 'grace', look: 'bg-accent hatched' },
    { id: 'waiting', look: 'bg-bad hatched' },
    { id: 'free', look: 'bg-sunken' },
  ] as const
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-soft">
      {parts.map(({ id, look }) => (
        <li key={id} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className={`h-2.5 w-5 rounded-full border border-line forced-color-adjust-none ${look}`}
          />
          {text(`seats.legend.${id}`)}
        </li>
      ))}
    </ul>
  )
}
