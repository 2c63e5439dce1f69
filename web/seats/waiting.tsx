import { Link } from '@tanstack/react-router'
import type { Seats } from '../../src/contract/seat.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { useLine } from './queries.ts'

/** Who is next in the line of a tier. */
export function Waiting({ pool }: { readonly pool: Seats['seats'][number] }) {
  if (pool.waiting === 0) return null
  return <Line product={pool.product.id} tier={pool.tier.id} />
}

function Line({ product, tier }: { readonly product: string; readonly tier: string }) {
  const line = useLine(product, tier)
  return (
    <section className="rounded-lg border border-line p-3">
      <h3 className="text-sm font-medium">{text('seats.next')}</h3>
      <Answer to={line} skeleton={<div className="skeleton mt-2 h-4 w-1/2" />}>
        {({ waiting }) => (
          <ol className="mt-1 flex flex-col">
            {waiting.map(({ place, user, rule }) => (
              <li key={user.id} className="flex flex-wrap items-baseline gap-x-2 text-md">
                <span className="w-6 text-right text-ink-soft tabular-nums">{place}</span>
                <Link
                  to="/users/$user"
                  params={{ user: user.id }}
                  className="inline-flex min-h-7 items-center hover:underline"
                >
                  <bdi>{user.name}</bdi>
                </Link>
                <span className="text-sm text-ink-soft">
                  {rule ? text('seats.byRule', { rule: rule.name }) : text('seats.byPin')}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Answer>
    </section>
  )
}
