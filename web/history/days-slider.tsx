import { useState } from 'react'
import { Label, Slider, SliderThumb, SliderTrack } from 'react-aria-components'
import { relativeMoment, shortMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { DAY, HOUR, SLIDER_DAYS, stepped } from './moment.ts'

interface Props {
  readonly moment: Date | undefined
  readonly onChange: (at: string | undefined) => void
}

const HOURS = (SLIDER_DAYS * DAY) / HOUR
const days = Array.from({ length: SLIDER_DAYS + 1 }, (_, day) => day)

/** The last thirty days, an hour a step and a mark a day. The page follows when the thumb is let go. */
export function DaysSlider({ moment, onChange }: Props) {
  const now = new Date()
  const ago = moment ? Math.min(HOURS, (now.getTime() - moment.getTime()) / HOUR) : 0
  const shown = Math.round(HOURS - ago)
  const [dragged, setDragged] = useState<number>()
  const momentAt = (hours: number): Date => new Date(now.getTime() - (HOURS - hours) * HOUR)
  const spoken = (hours: number): string => (hours >= HOURS ? text('history.now') : shortMoment(momentAt(hours)))
  return (
    <Slider
      minValue={0}
      maxValue={HOURS}
      step={1}
      value={dragged ?? shown}
      onChange={(hours) => setDragged(hours)}
      onChangeEnd={(hours) => {
        setDragged(undefined)
        if (hours !== shown) onChange(hours >= HOURS ? undefined : stepped(momentAt(hours), 0, now))
      }}
      className="flex flex-col gap-1"
    >
      <span className="flex items-baseline justify-between gap-2">
        <Label className="text-sm font-medium">{text('history.days')}</Label>
        <span className="text-sm text-ink-soft tabular-nums">{dragged === undefined ? '' : spoken(dragged)}</span>
      </span>
      <SliderTrack className="relative mx-2 h-9 cursor-pointer forced-color-adjust-none">
        <span aria-hidden="true" className="absolute inset-x-0 top-2.5 h-1 rounded-full bg-edge/40" />
        {days.map((day) => (
          <span
            key={day}
            aria-hidden="true"
            className={`absolute top-5 w-px ${day % 7 === 2 ? 'h-2.5 bg-edge' : 'h-1.5 bg-edge/50'}`}
            style={{ left: `${(day / SLIDER_DAYS) * 100}%` }}
          />
        ))}
        <SliderThumb
          aria-valuetext={dragged === undefined && moment ? shortMoment(moment) : spoken(dragged ?? shown)}
          className="top-3 size-5 rounded-full border-2 border-surface bg-accent shadow-raised data-[dragging]:bg-accent-strong"
        />
      </SliderTrack>
      <span aria-hidden="true" className="flex justify-between text-xs text-ink-soft">
        <span>{relativeMoment(momentAt(0), now)}</span>
        <span>{text('history.now')}</span>
      </span>
    </Slider>
  )
}
