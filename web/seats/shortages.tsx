import { Link } from '@tanstack/react-router'
import type { Seats } from '../../src/contract/seat.ts'
import { number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PoolBar } from './pool-bar.tsx'

type Pool = Seats['seats'][number]

/** Where seats have run out and somebody waits: what there is, what would help. Nothing when nobody waits. */
export function Shortages({ seats }: { readonly seats: readonly Pool[] }) {
  const short = seats.filter(({ waiting }) => waiting > 0).toSorted((a, b) => b.waiting - a.waiting)
  if (short.length === 0) return null
  return (
    <section aria-label={text('seats.short')} className="overflow-hidden rounded-xl border border-bad bg-surface">
      <h2 className="flex items-center gap-2 bg-bad-soft px-4 py-2 text-sm font-semibold text-bad-ink">
        <Icon name="exclamation" />
        {text('seats.shortOf', { count: short.length, users: short.reduce((sum, { waiting }) => sum + waiting, 0) })}
      </h2>
      <ul>
        {short.map((pool) => (
          <Short key={pool.tier.id} pool={pool} />
        ))}
      </ul>
    </section>
  )
}

function Short({ pool }: { readonly pool: Pool }) {
  const { product, tier, owned, held, grace, waiting, stopped } = pool
  const name = productName(product, tier)
  const facts = [
    owned !== null && text('seats.heldOf', { held: number(held), owned: number(owned) }),
    grace > 0 && text('seats.graceCount', { count: grace }),
    stopped > 0 && text('seats.stoppedCount', { count: stopped }),
  ].filter((fact) => fact !== false)
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 border-t border-line px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-semibold">{text('seats.waitFor', { count: waiting, name })}</p>
        <p className="text-sm text-ink-soft">{facts.join(' · ')}</p>
      </div>
      <div className="w-full sm:w-56">
        <PoolBar pool={pool} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Link
          to="/seats"
          search={{ product: product.id }}
          aria-label={`${text('seats.lookAtLine')}: ${name}`}
          className={buttonClass()}
        >
          {text('seats.lookAtLine')}
        </Link>
        <Link
          to="/seats"
          search={(before) => ({ ...before, tier: tier.id })}
          resetScroll={false}
          replace
          aria-label={`${text('seats.ownMore')}: ${name}`}
          className={buttonClass('primary')}
        >
          {text('seats.ownMore')}
        </Link>
      </div>
    </li>
  )
}
