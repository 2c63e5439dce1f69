import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Plan } from '../../src/contract/plan.ts'
import type { Reference } from '../../src/contract/reference.ts'
import { number, text } from '../locales/text.ts'

const NAMED = 8

interface Props {
  readonly plan: Plan
  readonly product: string
  /** It is the plan of an earlier question. */
  readonly isBehind?: boolean
  /** Whether to say who goes on waiting, where nothing else does. */
  readonly saysWaiting?: boolean
}

/** By name, who gets a seat by a plan and who loses one; and which other products it reaches. */
export function WhoGets({ plan, product, isBehind = false, saysWaiting = false }: Props) {
  const here = plan.products.find((each) => each.product.id === product)
  const others = plan.products.filter((each) => each.product.id !== product && each.gain + each.lose > 0)
  const named = (kinds: readonly string[]) =>
    plan.changes
      .filter((change) => change.product?.id === product && kinds.includes(change.kind))
      .map(({ user }) => user)
  if (!here && others.length === 0) return null
  const gets = named(['seat.given', 'seat.returned', 'seat.moved'])
  const loses = named(['seat.freed', 'seat.lost'])
  const waits = here?.tiers.reduce((sum, { after }) => sum + after.waiting, 0) ?? 0
  return (
    <div className={`flex flex-col gap-2 text-md ${isBehind ? 'opacity-60' : ''}`} aria-busy={isBehind}>
      <Named
        title={text('seats.gets', { count: Math.max(here?.gain ?? 0, gets.length) })}
        users={gets}
        all={here?.gain ?? 0}
      />
      <Named title={text('seats.givesUp', { count: loses.length })} users={loses} all={loses.length} />
      {saysWaiting && waits > 0 && <p className="text-ink-soft">{text('seats.waitOn', { count: waits })}</p>}
      {others.map(({ product: other, gain, lose }) => (
        <p key={other.id} className="text-ink-soft">
          {text('seats.alsoChanges', { name: other.name, gain: number(gain), lose: number(lose) })}
        </p>
      ))}
    </div>
  )
}

interface NamedProps {
  readonly title: ReactNode
  readonly users: readonly Reference[]
  readonly all: number
}

function Named({ title, users, all }: NamedProps) {
  if (users.length === 0) return null
  const more = Math.max(all, users.length) - Math.min(users.length, NAMED)
  return (
    <section className="rounded-lg border border-line px-3 py-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      <ul className="mt-0.5 flex flex-wrap gap-x-3">
        {users.slice(0, NAMED).map((user) => (
          <li key={user.id}>
            <UserLink user={user} />
          </li>
        ))}
        {more > 0 && (
          <li className="flex min-h-7 items-center text-ink-soft">{text('seats.andMore', { count: more })}</li>
        )}
      </ul>
    </section>
  )
}

export function UserLink({ user }: { readonly user: Reference }) {
  return (
    <Link to="/users/$user" params={{ user: user.id }} className="inline-flex min-h-7 items-center hover:underline">
      <bdi>{user.name}</bdi>
    </Link>
  )
}
