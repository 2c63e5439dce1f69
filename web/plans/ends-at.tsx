import { text } from '../locales/text.ts'
import { TextField } from '../ui/field.tsx'

const DAY_MS = 86_400_000
const USUAL_DAYS = 30

/** A day in the viewer's zone, as a date field has it. */
function dayOf(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

/** A month from now. */
export const usualEnd = (): string => dayOf(new Date(Date.now() + USUAL_DAYS * DAY_MS))

/** The end of that day in the viewer's zone; undefined for what is no day to come. */
export function momentOf(day: string): string | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return undefined
  const end = new Date(year, month - 1, date, 23, 59, 59)
  return Number.isNaN(end.getTime()) || end.getTime() <= Date.now() ? undefined : end.toISOString()
}

/** Until when something is kept. */
export function EndsAt({ day, onChange }: { readonly day: string; readonly onChange: (day: string) => void }) {
  return (
    <TextField
      label={text('plans.until')}
      type="date"
      value={day}
      onChange={onChange}
      error={momentOf(day) ? undefined : text('plans.untilInvalid')}
    />
  )
}
