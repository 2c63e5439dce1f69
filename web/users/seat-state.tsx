import type { PastSeat } from '../../src/contract/past.ts'
import type { UserSeat } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { State } from '../ui/tag.tsx'

/** A seat, or a place in the line for one, by shape and word. */
export function SeatState({ seat }: { readonly seat: UserSeat | PastSeat }) {
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
