import type { ReactNode } from 'react'
import type { User, UserSeat } from '../../src/contract/user.ts'
import { number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Empty } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { State } from '../ui/tag.tsx'

/** The products somebody has, waits for, or is about to lose, with what each of these means for them. */
export function MyProducts({ user: { seats, carried } }: { readonly user: User }) {
  if (seats.length + carried.length === 0)
    return <Empty icon="seats" title={text('mine.noProducts')} about={text('mine.noProductsHint')} />
  return (
    <Panel title={text('mine.products')} about={number(seats.length + carried.length)}>
      <ul className="-mx-4 -mb-4 flex flex-col border-t border-line">
        {seats.map((seat) => (
          <Line
            key={`${seat.product.id} ${seat.tier.id}`}
            name={productName(seat.product, seat.tier)}
            hint={hintOf(seat)}
          >
            <Standing seat={seat} />
          </Line>
        ))}
        {carried.map(({ product, by }) => (
          <Line key={product.id} name={product.name} hint={text('mine.carriedHint', { by: by.name })}>
            <State mark="full" look="good">
              {text('mine.ready')}
            </State>
          </Line>
        ))}
      </ul>
    </Panel>
  )
}

interface LineProps {
  readonly name: string
  readonly hint: ReactNode
  readonly children: ReactNode
}

function Line({ name, hint, children }: LineProps) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-line px-4 py-3 last:border-b-0">
      <span className="min-w-0 flex-1 text-md font-semibold">{name}</span>
      <span className="text-md">{children}</span>
      <span className="w-full text-sm text-ink-soft">{hint}</span>
    </li>
  )
}

function Standing({ seat }: { readonly seat: UserSeat }) {
  if (seat.state === 'waiting')
    return (
      <State mark="dotted">
        {seat.place === undefined ? text('mine.waiting') : text('mine.waitingAt', { place: seat.place })}
      </State>
    )
  if (seat.state === 'grace')
    return (
      <State mark="half" look="warn">
        {text('mine.ends')}
      </State>
    )
  return (
    <State mark="full" look="good">
      {text('mine.ready')}
    </State>
  )
}

function hintOf(seat: UserSeat): ReactNode {
  if (seat.state === 'waiting') return text('mine.waitingHint')
  if (seat.state === 'grace' && seat.graceUntil)
    return (
      <>
        {text('mine.endsHint')} <Moment at={seat.graceUntil} form="short" />
      </>
    )
  return (
    <>
      {text('mine.since')} <Moment at={seat.since} form="since" />
    </>
  )
}
