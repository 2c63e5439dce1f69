import { Refused } from '../errors.ts'

/**
 * A moment from outside, ISO 8601. The form may be right and the moment still be none: the 30th of February.
 * @throws {Refused} 422
 */
export function readMoment(text: string, pointer: string): Date {
  const moment = new Date(text)
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1970)
    throw new Refused(422, 'INVALID_MOMENT', 'That is no moment since 1970.', { pointer })
  return moment
}
