import type { PastUser } from '../../src/contract/past.ts'
import type { User } from '../../src/contract/user.ts'
import { list, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Tag, Tags } from '../ui/tag.tsx'

type Seat = User['seats'][number] | PastUser['seats'][number]
type Holder = Pick<User, 'seats' | 'carried'> | Pick<PastUser, 'seats'>

function SeatTag({ seat }: { readonly seat: Seat }) {
  const name = productName(seat.product, seat.tier)
  if (seat.stopped) return <Tag look="warn">{text('seat.stopped', { name })}</Tag>
  if (seat.state === 'held') return <Tag>{name}</Tag>
  if (seat.state === 'grace') return <Tag look="warn">{text('seat.grace', { name })}</Tag>
  return (
    <Tag look="dashed" icon="clock">
      {text('seat.waiting', { name })}
    </Tag>
  )
}

interface Props {
  readonly user: Holder
  /** So many stand in the line; the rest are counted. What is not plainly held comes first, so that it is never among them. */
  readonly most?: number
}

/** All that somebody has or waits for, in a line. */
export function SeatTags({ user, most = Number.POSITIVE_INFINITY }: Props) {
  const carried = 'carried' in user ? user.carried : []
  const seats = most < user.seats.length ? user.seats.toSorted((a, b) => urgency(b) - urgency(a)) : user.seats
  const all = [
    ...seats.map((seat) => ({
      key: `${seat.product.id} ${seat.tier.id}`,
      name: productName(seat.product, seat.tier),
      tag: <SeatTag seat={seat} />,
    })),
    ...carried.map(({ product, by }) => ({
      key: product.id,
      name: product.name,
      tag: <Carried name={product.name} by={by.name} isShort={most < Number.POSITIVE_INFINITY} />,
    })),
  ]
  if (all.length === 0) return <span className="text-sm text-ink-soft">{text('seat.none')}</span>
  const shown = all.slice(0, most)
  const rest = all.slice(shown.length)
  return (
    <Tags>
      {shown.map(({ key, tag }) => (
        <span key={key} className="flex max-w-full min-w-0">
          {tag}
        </span>
      ))}
      {rest.length > 0 && (
        <span title={list(rest.map(({ name }) => name))}>
          <Tag look="outline">{text('users.moreSeats', { count: rest.length })}</Tag>
          <span className="sr-only">{list(rest.map(({ name }) => name))}</span>
        </span>
      )}
    </Tags>
  )
}

function Carried({ name, by, isShort }: { readonly name: string; readonly by: string; readonly isShort: boolean }) {
  const said = text('seat.carried', { name, by })
  if (!isShort) return <Tag look="outline">{said}</Tag>
  return (
    <span title={said} className="flex max-w-full min-w-0">
      <Tag look="outline">{name}</Tag>
    </span>
  )
}

function urgency({ stopped, state }: Seat): number {
  return stopped || state !== 'held' ? 1 : 0
}
