import { lazy, Suspense } from 'react'
import { Button as AriaButton, DialogTrigger, Popover } from 'react-aria-components'
import { shortMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { HOUR, momentIn, stepped } from './moment.ts'

const Choose = lazy(async () => ({ default: (await import('./choose-moment.tsx')).ChooseMoment }))

interface Props {
  /** The moment that the page shows, as it stands in the address; left out: now. */
  readonly at: string | undefined
  readonly onChange: (at: string | undefined) => void
}

/**
 * Which moment a page shows: now, or any of the past. One control for every page that has a past; it stands among the
 * page's actions, and `PastNotice` above what is shown.
 */
export function TimeScrubber({ at, onChange }: Props) {
  const moment = momentIn(at)
  const name =
    at === undefined ? text('history.now') : text('history.asOf', { moment: moment ? shortMoment(moment) : '?' })
  const step = (by: number) => onChange(stepped(moment ?? new Date(), by, new Date()))
  return (
    <fieldset className="inline-flex max-w-full min-w-0 items-center" aria-label={text('history.shown')}>
      {moment && (
        <IconButton icon="before" data-previous label={text('history.hourBack')} onPress={() => step(-HOUR)} />
      )}
      <DialogTrigger>
        <AriaButton
          className={`inline-flex min-h-8 min-w-0 items-center gap-1.5 rounded-md border px-3 text-sm transition-colors ${at === undefined ? 'border-edge/60 bg-surface text-ink data-[hovered]:border-edge data-[hovered]:bg-sunken' : 'border-accent bg-accent-soft font-medium text-accent-ink'}`}
        >
          <Icon name="history" />
          <span className="truncate tabular-nums">{name}</span>
          <Icon name="chevron" />
        </AriaButton>
        <Popover
          aria-label={text('history.choose')}
          placement="bottom end"
          className="w-88 max-w-[calc(100vw-1.5rem)] overflow-auto rounded-xl bg-raised shadow-raised outline-none forced-colors:border"
        >
          <div className="flex flex-col gap-4 p-4">
            <Suspense fallback={<div className="skeleton h-64" />}>
              <Choose moment={moment} step={step} onChange={onChange} />
            </Suspense>
          </div>
        </Popover>
      </DialogTrigger>
      {moment && <IconButton icon="after" data-next label={text('history.hourOn')} onPress={() => step(HOUR)} />}
    </fieldset>
  )
}
