import { Link } from '@tanstack/react-router'
import type { Overview } from '../../src/contract/overview.ts'
import { number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { PoolBar } from '../seats/pool-bar.tsx'
import { Panel } from '../ui/page.tsx'

type Pool = Overview['seats'][number]

/** So many pools; the rest is a link away. */
const SHOWN = 8

/** The fullest pools, those where somebody waits first. */
export function SeatBars({ seats }: { readonly seats: readonly Pool[] }) {
  const fullest = seats.toSorted((a, b) => b.waiting - a.waiting || fullness(b) - fullness(a))
  return (
    <Panel
      title={text('overview.seats')}
      actions={
        <Link to="/seats" className="inline-flex min-h-6 items-center text-sm text-accent-ink hover:underline">
          {text('overview.allSeats', { count: seats.length })}
        </Link>
      }
    >
      <ul className="@container flex flex-col">
        {fullest.slice(0, SHOWN).map((pool) => (
          <li key={pool.tier.id}>
            <PoolLine pool={pool} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Unlimited ones are never full. */
const fullness = ({ owned, held, grace }: Pool) => (owned === null ? -1 : owned === 0 ? 1 : (held + grace) / owned)

function PoolLine({ pool }: { readonly pool: Pool }) {
  const { product, tier, owned, held, grace, waiting } = pool
  return (
    <Link
      to="/seats"
      search={{ product: product.id }}
      className="-mx-2 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 rounded-md px-2 py-1.5 hover:bg-sunken @md:grid-cols-[minmax(0,5fr)_minmax(0,5fr)_6.5rem]"
    >
      <span className="truncate">{productName(product, tier)}</span>
      <span className="order-3 col-span-2 @md:order-none @md:col-span-1">
        <PoolBar pool={pool} />
      </span>
      <span className="text-right text-sm text-ink-soft tabular-nums">
        {waiting > 0 ? (
          <span className="font-semibold text-bad-ink">{text('overview.wait', { count: waiting })}</span>
        ) : owned === null ? (
          text('overview.heldUnlimited', { held: number(held) })
        ) : (
          text('overview.heldOf', { held: number(held + grace), owned: number(owned) })
        )}
      </span>
    </Link>
  )
}
