import { useState } from 'react'
import { Button as AriaButton, DialogTrigger, Popover } from 'react-aria-components'
import { shortMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { inputClass, labelClass } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { DaysSlider } from './days-slider.tsx'
import { DAY, fieldOf, HOUR, momentIn, stepped } from './moment.ts'

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
            <Choose moment={moment} step={step} onChange={onChange} />
          </div>
        </Popover>
      </DialogTrigger>
      {moment && <IconButton icon="after" data-next label={text('history.hourOn')} onPress={() => step(HOUR)} />}
    </fieldset>
  )
}

const presets = [
  { id: 'hourAgo', back: HOUR },
  { id: 'yesterday', back: DAY },
  { id: 'weekAgo', back: 7 * DAY },
  { id: 'monthAgo', back: 30 * DAY },
] as const

interface ChooseProps {
  readonly moment: Date | undefined
  readonly step: (by: number) => void
  readonly onChange: Props['onChange']
}

function Choose({ moment, step, onChange }: ChooseProps) {
  const now = new Date()
  return (
    <>
      <div className="grid grid-cols-2 gap-1.5">
        {presets.map(({ id, back }) => (
          <Button key={id} onPress={() => onChange(stepped(now, -back, now))}>
            {text(`history.preset.${id}`)}
          </Button>
        ))}
      </div>
      <DaysSlider moment={moment} onChange={onChange} />
      <div className="flex items-center justify-between gap-1">
        <span className="flex">
          <IconButton icon="first" label={text('history.dayBack')} onPress={() => step(-DAY)} />
          <IconButton icon="before" label={text('history.hourBack')} onPress={() => step(-HOUR)} />
        </span>
        <span className="text-md font-medium tabular-nums" role="status">
          {moment ? shortMoment(moment) : text('history.now')}
        </span>
        <span className="flex">
          <IconButton icon="after" label={text('history.hourOn')} isDisabled={!moment} onPress={() => step(HOUR)} />
          <IconButton icon="last" label={text('history.dayOn')} isDisabled={!moment} onPress={() => step(DAY)} />
        </span>
      </div>
      <Typed key={moment?.getTime()} moment={moment ?? now} onChange={onChange} />
      {moment && (
        <Button look="quiet" onPress={() => onChange(undefined)}>
          {text('history.backToNow')}
        </Button>
      )}
    </>
  )
}

/** The browser's own field for date and time: each part by keyboard, a calendar by pointer, in the viewer's language. */
function Typed({ moment, onChange }: { readonly moment: Date; readonly onChange: Props['onChange'] }) {
  const [typed, setTyped] = useState(fieldOf(moment))
  const wanted = momentIn(typed)
  const isFuture = wanted !== undefined && wanted > new Date()
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted && !isFuture) onChange(wanted.toISOString())
      }}
    >
      <label className={labelClass} htmlFor="history-moment">
        {text('history.moment')}
      </label>
      <span className="flex items-center gap-1.5">
        <input
          id="history-moment"
          type="datetime-local"
          max={fieldOf(new Date())}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-describedby="history-moment-error"
          aria-invalid={isFuture}
          className={`${inputClass} min-w-0 flex-1 tabular-nums`}
        />
        <Button type="submit" isDisabled={!wanted || isFuture}>
          {text('history.show')}
        </Button>
      </span>
      <span id="history-moment-error" className="text-sm text-bad-ink empty:hidden" role="status">
        {isFuture ? text('history.future') : ''}
      </span>
    </form>
  )
}
