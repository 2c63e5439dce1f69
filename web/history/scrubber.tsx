import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

interface Props {
  /** The moment that the page shows, as it stands in the address; left out: now. */
  readonly at: string | undefined
  readonly onChange: (at: string | undefined) => void
}

/** Which moment a page shows: now, or any of the past. One control for every page that has a past. */
export function TimeScrubber({ at, onChange }: Props) {
  return (
    <div className="flex flex-wrap items-end gap-2">
      <TextField label={text('history.asOf')} value={at ?? ''} onChange={(typed) => onChange(typed || undefined)} />
      {at && <Button onPress={() => onChange(undefined)}>{text('history.backToNow')}</Button>}
    </div>
  )
}
