import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { languageName, list, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Answer, Lines } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Tag } from '../ui/tag.tsx'
import { type Listed, peekedQuery } from './listed.ts'
import { Status } from './status.tsx'

interface Props {
  readonly user: string
  readonly at: string | undefined
  readonly onClose: () => void
}

/** A look at a user beside the list, which stays as it is. */
export function Peek({ user: id, at, onClose }: Props) {
  const user = useQuery(peekedQuery(id, at))
  const name = user.data ? user.data.displayName || user.data.userName : text('users.peek')
  return (
    <SidePanel title={<bdi>{name}</bdi>} label={text('users.peek')} onClose={onClose}>
      <Answer to={user} skeleton={<Lines count={4} />}>
        {(shown) => (
          <div className="flex flex-col gap-4">
            <Facts user={shown} />
            <Seats user={shown} />
            <Link
              to="/users/$user"
              params={{ user: shown.id }}
              search={at === undefined ? {} : { at }}
              className={buttonClass()}
            >
              {text('users.open')}
            </Link>
          </div>
        )}
      </Answer>
    </SidePanel>
  )
}

function Facts({ user }: { readonly user: Listed }) {
  const { userName, address, role, language, userGroup, deviceGroups, settingsTemplate, source } = user
  return (
    <dl className="grid grid-cols-[fit-content(40%)_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-md">
      <Fact name={text('users.status')}>
        <Status user={user} />
      </Fact>
      <Fact name={text('users.userName')}>{userName}</Fact>
      {address !== userName && <Fact name={text('users.address')}>{address ?? text('users.noneHere')}</Fact>}
      <Fact name={text('users.role')}>{text(`role.${role}`)}</Fact>
      {language !== null && <Fact name={text('users.language')}>{languageName(language)}</Fact>}
      {userGroup && <Fact name={text('users.userGroup')}>{userGroup.name}</Fact>}
      {deviceGroups.length > 0 && (
        <Fact name={text('users.deviceGroups')}>{list(deviceGroups.map((group) => group.name))}</Fact>
      )}
      {settingsTemplate && <Fact name={text('users.settings')}>{settingsTemplate.name}</Fact>}
      <Fact name={text('users.source')}>{source.name}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}

function Seats({ user }: { readonly user: Listed }) {
  const { seats } = user
  const carried = 'carried' in user ? user.carried : []
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-semibold">{text('users.seats')}</h3>
      {seats.length + carried.length === 0 && <p className="text-md text-ink-soft">{text('seat.none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {seats.map((seat) => (
          <li key={`${seat.product.id} ${seat.tier.id}`} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <span className="min-w-0 flex-1 text-md">{productName(seat.product, seat.tier)}</span>
            <span className="text-sm text-ink-soft">
              <SeatState seat={seat} />
            </span>
            <span className="w-full text-sm text-ink-soft">{seat.because.text}</span>
          </li>
        ))}
        {carried.map(({ product, by }) => (
          <li key={product.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <span className="min-w-0 flex-1 text-md">{product.name}</span>
            <span className="text-sm text-ink-soft">{text('seat.comesWith', { by: by.name })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function SeatState({ seat }: { readonly seat: Listed['seats'][number] }) {
  if (seat.stopped) return <Tag look="warn">{text('seat.lossStopped')}</Tag>
  if (seat.state === 'waiting')
    return <Tag look="dashed">{text('users.place', { place: 'place' in seat ? (seat.place ?? 0) : 0 })}</Tag>
  if (seat.state === 'grace' && seat.graceUntil)
    return (
      <>
        {text('seat.inGrace')} <Moment at={seat.graceUntil} />
      </>
    )
  return (
    <>
      {text('seat.held')} <Moment at={seat.since} form="since" />
    </>
  )
}
