import { Refused } from '../errors.ts'

/** Where a page ended, as a text that callers hand back unread. */
export function writeCursor(after: string | number): string {
  return Buffer.from(JSON.stringify(after)).toString('base64url')
}

/**
 * What `writeCursor` was given; undefined where there is no cursor.
 * @throws {Refused} 400, a text that `writeCursor` did not make, or not of this kind
 */
export function readCursor<After>(
  text: string | undefined,
  isAfter: (value: unknown) => value is After,
): After | undefined {
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    value = undefined
  }
  if (!isAfter(value))
    throw new Refused(400, 'INVALID_CURSOR', 'The cursor is not one that this list gave.', { pointer: '/cursor' })
  return value
}

/** A position in a numbered list: whole, and no larger than what the database compares it with. */
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 2_147_483_647

/** Of rows asked for with one more than the page holds: the page, and where it ended if there is more. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  after: (row: Row) => string | number,
): { readonly page: readonly Row[]; readonly next: string | null } {
  if (rows.length <= limit) return { page: rows, next: null }
  const page = rows.slice(0, limit)
  return { page, next: writeCursor(after(page.at(-1)!)) }
}
