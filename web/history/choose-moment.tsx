import { useState } from 'react'
import { shortMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { inputClass, labelClass } from '../ui/field.tsx'
import { DaysSlider } from './days-slider.tsx'
import { DAY, fieldOf, HOUR, momentIn, stepped } from './moment.ts'

const presets = [
  { id: 'hourAgo', back: HOUR },
  { id: 'yesterday', back: DAY },
  { id: 'weekAgo', back: 7 * DAY },
  { id: 'monthAgo', back: 30 * DAY },
] as const

interface Props {
  readonly moment: Date | undefined
  readonly step: (by: number) => void
  readonly onChange: (at: string | undefined) => void
}

/** A moment by its distance, on a line of thirty days, by steps, or typed. */
export function ChooseMoment({ moment, step, onChange }: Props) {
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
