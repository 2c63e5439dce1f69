import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { readMoment } from '../platform/http/moment.ts'
import { keptSince } from './store/kept.ts'

/**
 * A moment that things can be shown as of.
 * @throws {Refused} 422 a text that is no moment, one that has not come yet, or one of which history was deleted
 */
export async function readPast(db: Db, text: string, pointer: string, now: Date): Promise<Date> {
  const moment = readMoment(text, pointer)
  if (moment > now)
    throw new Refused(
      422,
      'IN_FUTURE',
      'That moment has not come yet. Give one of the past, in UTC or with its offset.',
      {
        pointer,
      },
    )
  await requireKept(db, moment, pointer)
  return moment
}

/** @throws {Refused} 422 */
export async function requireKept(db: Db, moment: Date, pointer: string): Promise<void> {
  const since = await keptSince(db)
  if (since && moment < since)
    throw new Refused(422, 'OLDER_THAN_KEPT', `History is kept since ${since.toISOString()}: earlier is not known.`, {
      pointer,
      details: { keptSince: since.toISOString() },
    })
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** A moment, or a day in UTC: then its start. @throws {Refused} 422 */
export function readFrom(text: string | undefined): Date | null {
  return text === undefined ? null : readMoment(text, '/from')
}

/** A moment, or a day in UTC: then its end. @throws {Refused} 422 */
export function readTo(text: string | undefined): Date | null {
  if (text === undefined) return null
  const moment = readMoment(text, '/to')
  return DAY.test(text) ? new Date(moment.getTime() + 86_400_000) : moment
}
