import type { ReactNode } from 'react'
import type { PastUser } from '../../src/contract/past.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { User } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { Panel } from '../ui/page.tsx'
import { State } from '../ui/tag.tsx'
import { useAsked } from './asked.ts'
import { useProducts } from './queries.ts'
import { SeatState } from './seat-state.tsx'
import { WhyButton } from './why-button.tsx'
import { WhyPanel } from './why-panel.tsx'

/** Every product there is: what the user has of it, or has not, and why. Of a moment of the past only what they had. */
export function ProductsOf({ user, past }: { readonly user: User; readonly past: PastUser | undefined }) {
  const products = useProducts()
  const seats = past?.seats ?? user.seats
  const carried = past ? [] : user.carried
  const had = new Set([...seats, ...carried].map(({ product }) => product.id))
  const others = past ? [] : (products.data?.products.filter(({ id }) => !had.has(id)) ?? [])
  const records = new Set(products.data?.products.filter(({ connector }) => !connector).map(({ id }) => id))
  const allRecords = seats.length > 0 && seats.every(({ product }) => records.has(product.id))
  return (
    <Panel title={text('user.products')} about={allRecords && text('seat.allRecords')} flush>
      {had.size === 0 && <p className="px-4 pb-3 text-md text-ink-soft">{text('user.noProducts')}</p>}
      <ul className="flex flex-col divide-y divide-line border-t border-line empty:hidden">
        {seats.map((seat, index) => (
          <Line
            key={`${seat.product.id} ${seat.tier.id} ${seat.state}`}
            user={user}
            asks={!past}
            opens={seats.findIndex(({ product }) => product.id === seat.product.id) === index}
            product={seat.product}
            name={productName(seat.product, seat.tier)}
            state={<SeatState seat={seat} />}
            because={seat.because.text}
            record={!allRecords && records.has(seat.product.id)}
          />
        ))}
        {carried.map(({ product, by }) => (
          <Line
            key={product.id}
            user={user}
            asks
            opens
            product={product}
            name={product.name}
            state={
              <State mark="full" look="good">
                {text('seat.comesWith', { by: by.name })}
              </State>
            }
            because={text('seat.noneTaken')}
            record={false}
          />
        ))}
      </ul>
      {others.length > 0 && <NotHeld user={user} products={others} />}
    </Panel>
  )
}

interface LineProps {
  readonly user: User
  readonly asks: boolean
  /** Who holds a tier and waits for another has two lines and one answer. */
  readonly opens: boolean
  readonly product: Reference
  readonly name: string
  readonly state: ReactNode
  readonly because: string
  /** Nothing tells the product: the seat is a record only. */
  readonly record: boolean
}

function Line({ user, asks, opens, product, name, state, because, record }: LineProps) {
  const { asked } = useAsked()
  const isOpen = asks && opens && asked === product.id
  const panel = `why-${product.id}`
  return (
    <li className="px-4 py-1.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 sm:grid sm:grid-cols-[minmax(0,5fr)_minmax(14.5rem,5fr)_minmax(0,6fr)_auto]">
        <span className="min-w-0 truncate font-semibold max-sm:flex-1">
          <bdi>{name}</bdi>
        </span>
        <span className="min-w-0 text-sm *:whitespace-normal! max-sm:order-1 max-sm:basis-full">{state}</span>
        <span className="min-w-0 text-sm text-ink-soft max-sm:order-2 max-sm:basis-full">
          {because}
          {record && (
            <span title={text('seat.recordHint')} className="ml-1.5 whitespace-nowrap">
              · {text('seat.record')}
            </span>
          )}
        </span>
        {asks ? <WhyButton about={product.id} name={name} panel={panel} /> : <span />}
      </div>
      {isOpen && (
        <div id={panel} className="mt-1.5 mb-1.5">
          <WhyPanel user={user.id} about={product.id} name={name} />
        </div>
      )}
    </li>
  )
}

const SHOWN = 12

/** Products without a seat are many and say nothing but that: a word each, and the question. */
function NotHeld({ user, products }: { readonly user: User; readonly products: readonly Reference[] }) {
  const { asked, toggle } = useAsked()
  const open = products.find(({ id }) => id === asked)
  const shown = products.slice(0, SHOWN)
  const rest = products.slice(SHOWN)
  return (
    <div className="border-t border-line px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1">
        <h3 id="not-held" className="mr-2 text-sm text-ink-soft">
          {text('seat.noneOf')}
        </h3>
        <ul aria-labelledby="not-held" className="contents">
          {shown.map(({ id, name }) => (
            <li key={id} className="max-w-full">
              <Button
                look="quiet"
                aria-expanded={id === asked}
                {...(id === asked && { 'aria-controls': 'why-not' })}
                aria-label={text('why.of', { question: text('why.askNot'), product: name })}
                onPress={() => toggle(id)}
                className={`min-h-7! max-w-full px-2! ${id === asked ? 'bg-accent-soft! text-accent-ink!' : ''}`}
              >
                <span className="truncate">{name}</span>
              </Button>
            </li>
          ))}
        </ul>
        {rest.length > 0 && (
          <Menu
            label={text('seat.noneOf')}
            trigger={
              <Button look="quiet" icon="chevron" className="min-h-7!">
                {text('seat.moreProducts', { count: rest.length })}
              </Button>
            }
          >
            <MenuActions actions={rest.map(({ id, name }) => ({ id, name, onAction: () => toggle(id) }))} />
          </Menu>
        )}
      </div>
      {open && (
        <div id="why-not" className="mt-2 mb-1">
          <WhyPanel user={user.id} about={open.id} name={open.name} />
        </div>
      )}
    </div>
  )
}
