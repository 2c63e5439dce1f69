import type { User, UserSeat } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Tag, Tags } from '../ui/tag.tsx'

function SeatTag({ seat }: { readonly seat: UserSeat }) {
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

/** All that somebody has or waits for, in a line. */
export function SeatTags({ user: { seats, carried } }: { readonly user: Pick<User, 'seats' | 'carried'> }) {
  if (seats.length + carried.length === 0) return <span className="text-sm text-ink-soft">{text('seat.none')}</span>
  return (
    <Tags>
      {seats.map((seat) => (
        <SeatTag key={`${seat.product.id} ${seat.tier.id}`} seat={seat} />
      ))}
      {carried.map(({ product, by }) => (
        <Tag key={product.id} look="outline">
          {text('seat.carried', { name: product.name, by: by.name })}
        </Tag>
      ))}
    </Tags>
  )
}
