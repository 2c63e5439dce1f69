import { Link } from '@tanstack/react-router'
import { number, text } from '../locales/text.ts'
import { useStopped } from '../plans/stops.ts'
import { useSeats } from '../seats/queries.ts'
import { useSources } from '../sources/queries.ts'
import { isTroubled } from '../sources/trouble.ts'
import { Icon } from '../ui/icon.tsx'
import { type Place, places, setUp } from './places.ts'

/** What a place wants to be looked at for: how many, and of what. */
interface Alert {
  readonly count: number
  readonly about: string
}

function useAlerts(): Partial<Record<string, Alert>> {
  const stops = useStopped().data
  const stopped = stops ? stops.stops.reduce((sum, { count }) => sum + count, stops.roles?.count ?? 0) : 0
  const waiting = useSeats().data?.products.reduce((sum, product) => sum + product.waiting, 0) ?? 0
  const troubled = useSources().data?.sources.filter(isTroubled).length ?? 0
  return {
    ...(stopped > 0 && { '/plans': { count: stopped, about: text('shell.stopped', { count: stopped }) } }),
    ...(waiting > 0 && { '/seats': { count: waiting, about: text('shell.waiting', { count: waiting }) } }),
    ...(troubled > 0 && { '/sources': { count: troubled, about: text('shell.sources', { count: troubled }) } }),
  }
}

export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const alerts = useAlerts()
  const to = (place: Place) => <PlaceLink key={place.to} place={place} alert={alerts[place.to]} onGo={onGo} />
  return (
    <nav aria-label={text('shell.places')} className="flex flex-col gap-3">
      <ul className="flex flex-col gap-0.5">{places.map(to)}</ul>
      <ul className="flex flex-col gap-0.5 border-t border-line pt-3">{setUp.map(to)}</ul>
    </nav>
  )
}

interface PlaceProps {
  readonly place: Place
  readonly alert: Alert | undefined
  readonly onGo: (() => void) | undefined
}

function PlaceLink({ place: { to, name, icon }, alert, onGo }: PlaceProps) {
  return (
    <li>
      <Link
        to={to}
        activeOptions={{ exact: to === '/' }}
        {...(onGo && { onClick: onGo })}
        className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-md text-ink-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-ink forced-colors:aria-[current=page]:outline-1"
      >
        <Icon name={icon} />
        <span className="flex-1">{text(name)}</span>
        <Mark alert={alert} />
      </Link>
    </li>
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
