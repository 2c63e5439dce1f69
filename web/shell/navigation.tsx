import { Link } from '@tanstack/react-router'
import { number, text } from '../locales/text.ts'
import { useSeats, useStopped } from '../seats/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { places } from './places.ts'

/** What a place wants to be looked at for: how many, and of what. */
interface Alert {
  readonly count: number
  readonly about: string
}

function useAlerts(): Partial<Record<string, Alert>> {
  const stopped = useStopped().data?.stops.reduce((sum, { count }) => sum + count, 0) ?? 0
  const waiting = useSeats().data?.products.reduce((sum, product) => sum + product.waiting, 0) ?? 0
  if (stopped > 0) return { '/seats': { count: stopped, about: text('shell.stopped', { count: stopped }) } }
  if (waiting > 0) return { '/seats': { count: waiting, about: text('shell.waiting', { count: waiting }) } }
  return {}
}

export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const alerts = useAlerts()
  return (
    <nav aria-label={text('shell.places')}>
      <ul className="flex flex-col gap-0.5">
        {places.map(({ to, name, icon }) => (
          <li key={to}>
            <Link
              to={to}
              {...(onGo && { onClick: onGo })}
              className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-md text-ink-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-ink forced-colors:aria-[current=page]:outline-1"
            >
              <Icon name={icon} />
              <span className="flex-1">{text(name)}</span>
              <Mark alert={alerts[to]} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Mark({ alert }: { readonly alert: Alert | undefined }) {
  if (!alert) return null
  return (
    <>
      <span
        aria-hidden="true"
        title={alert.about}
        className="rounded-full border border-warn bg-warn-soft px-1.5 text-xs font-medium text-warn-ink tabular-nums"
      >
        {number(alert.count)}
      </span>
      <span className="sr-only">{alert.about}</span>
    </>
  )
}
