import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reference } from '../../src/contract/reference.ts'
import type { User, UserSeat } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { State } from '../ui/tag.tsx'
import { useProducts } from './queries.ts'
import { WhyPanel } from './why-panel.tsx'

const route = getRouteApi('/signed-in/shell/users/$user')

/** Every product there is: what the user has of it, or has not, and why. */
export function ProductsOf({ user }: { readonly user: User }) {
  const products = useProducts()
  const had = new Set([...user.seats, ...user.carried].map(({ product }) => product.id))
  const others = products.data?.products.filter(({ id }) => !had.has(id)) ?? []
  return (
    <Panel title={text('users.products')}>
      <ul className="flex flex-col divide-y divide-line">
        {user.seats.map((seat) => (
          <Line
            key={`${seat.product.id} ${seat.tier.id}`}
            user={user}
            product={seat.product}
            name={productName(seat.product, seat.tier)}
            state={<SeatState seat={seat} />}
            because={seat.because.text}
          />
        ))}
        {user.carried.map(({ product, by }) => (
          <Line
            key={product.id}
            user={user}
            product={product}
            name={product.name}
            state={
              <State mark="full" look="good">
                {text('seat.comesWith', { by: by.name })}
              </State>
            }
            because={text('seat.noneTaken')}
          />
        ))}
      </ul>
      {others.length > 0 && <NotHeld user={user} products={others} first={had.size === 0} />}
    </Panel>
  )
}

/** Products without a seat are many and say nothing but that: a word each, and the question. */
function NotHeld({
  user,
  products,
  first,
}: {
  readonly user: User
  readonly products: readonly Reference[]
  readonly first: boolean
}) {
  const { open, toggle } = useQuestion()
  const asked = products.find(({ id }) => id === open)
  return (
    <div className={first ? '' : 'mt-2 border-t border-line pt-3'}>
      <h3 className="text-sm text-ink-soft">{text('seat.noneOf')}</h3>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {products.map(({ id, name }) => (
          <li key={id}>
            <Button
              aria-expanded={id === open}
              aria-controls="why-not"
              aria-label={text('why.of', { question: text('why.askNot'), product: name })}
              onPress={() => toggle(id)}
              className={`min-h-7! px-2! text-ink-soft! ${id === open ? 'bg-sunken! text-ink!' : ''}`}
            >
              {name}
            </Button>
          </li>
        ))}
      </ul>
      <div id="why-not" className={asked ? 'mt-2' : ''}>
        {asked && <WhyPanel user={user.id} product={asked.id} />}
      </div>
    </div>
  )
}

/** The one open answer is in the address. */
function useQuestion() {
  const { why: open } = route.useSearch()
  const navigate = route.useNavigate()
  return {
    open,
    toggle: (product: string) =>
      void navigate({ search: open === product ? {} : { why: product }, replace: true, resetScroll: false }),
  }
}

interface LineProps {
  readonly user: User
  readonly product: Reference
  readonly name: string
  readonly state: ReactNode
  readonly because: string
}

function Line({ user, product, name, state, because }: LineProps) {
  const { open, toggle } = useQuestion()
  const isOpen = open === product.id
  const panel = `why-${product.id}`
  return (
    <li className="py-2 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-44">
          <span className="font-semibold">{name}</span>
          <p className="text-sm text-ink-soft">{because}</p>
        </div>
        <div className="text-sm sm:w-48">{state}</div>
        <Button
          aria-expanded={isOpen}
          aria-controls={panel}
          aria-label={text('why.of', { question: text('why.ask'), product: name })}
          onPress={() => toggle(product.id)}
          className={`min-h-7! px-2! sm:w-20 ${isOpen ? 'bg-sunken!' : ''}`}
        >
          {text('why.ask')}
        </Button>
      </div>
      <div id={panel} className={isOpen ? 'mt-2' : ''}>
        {isOpen && <WhyPanel user={user.id} product={product.id} />}
      </div>
    </li>
  )
}

function SeatState({ seat }: { readonly seat: UserSeat }) {
  if (seat.stopped) {
    return (
      <State mark="crossed" look="warn">
        {text('seat.lossStopped')}
      </State>
    )
  }
  if (seat.state === 'waiting') {
    return (
      <State mark="dotted" look="warn">
        {seat.place === undefined ? text('seat.inLine') : text('seat.inLineAt', { place: seat.place })}
      </State>
    )
  }
  if (seat.state === 'grace') {
    return (
      <State mark="half" look="warn">
        {text('seat.inGrace')} {seat.graceUntil && <Moment at={seat.graceUntil} />}
      </State>
    )
  }
  return (
    <State mark="full" look="good">
      {text('seat.held')} <Moment at={seat.since} form="since" />
    </State>
  )
}
