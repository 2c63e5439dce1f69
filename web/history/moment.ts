export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** How far back the slider reaches. */
export const SLIDER_DAYS = 30

/** The moment that stands in the address, or undefined for what is none: anybody may have written it. */
export function momentIn(at: string | undefined): Date | undefined {
  if (at === undefined) return undefined
  const moment = new Date(at)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}

/** So much earlier or later, to the minute; undefined, which is now, for what has not come yet. */
export function stepped(from: Date, by: number, now: Date): string | undefined {
  const moment = new Date(Math.floor((from.getTime() + by) / 60_000) * 60_000)
  return moment.getTime() >= now.getTime() - 60_000 ? undefined : moment.toISOString()
}

/** As a field for date and time takes it, in the viewer's zone. */
export function fieldOf(moment: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${String(moment.getFullYear()).padStart(4, '0')}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`
}
