import { language } from './text.ts'

const whole = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium' })
const short = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
] as const

/** In the viewer's zone, to the second: what a relative time stands for. */
export const wholeMoment = (at: Date): string => whole.format(at)
export const shortMoment = (at: Date): string => short.format(at)

/** Since when: a day, or the time of today. */
export function sinceMoment(at: Date, now: Date): string {
  return at.toDateString() === now.toDateString() ? time.format(at) : day.format(at)
}

/** "3 minutes ago", "tomorrow"; further than a week, the date. */
export function relativeMoment(at: Date, now: Date): string {
  let amount = (at.getTime() - now.getTime()) / 1000
  for (const [unit, length] of steps) {
    if (Math.abs(amount) < length) return relative.format(Math.round(amount), unit)
    amount /= length
  }
  return day.format(at)
}
