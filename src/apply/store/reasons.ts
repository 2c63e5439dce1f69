import type { Because } from '../../plan/change.ts'
import { repeated, uuid } from '../../platform/db/columns.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'

/** From how many different reasons on, requests aside, a batch's rows find theirs more slowly than they put it together. */
const REASONS_MOST = 200

/**
 * Reasons as a column. Where one request led to all of it, as when an admin makes rules live, reasons are few; where
 * every user has a request of their own, they are few but for that.
 */
export function because<R>(rows: readonly R[], pick: (row: R) => Because): SqlFragment {
  const whole = new Set<string>()
  for (const row of rows) if (whole.size <= REASONS_MOST) whole.add(wholeKeyOf(pick(row)))
  if (whole.size <= REASONS_MOST) return repeated(rows, 'jsonb', pick, wholeKeyOf, (reason) => JSON.stringify(reason))

  const reason = repeated(rows, 'jsonb', pick, keyOf, ({ request: _, ...rest }) => JSON.stringify(rest))
  const request = sql.part`jsonb_build_object('request', ${uuid(rows, (row) => pick(row).request ?? null)})`
  const isMixed = rows.some((row) => pick(row).request === undefined)
  return isMixed ? sql.part`${reason} || jsonb_strip_nulls(${request})` : sql.part`${reason} || ${request}`
}

function wholeKeyOf(reason: Because): string {
  return `${keyOf(reason)} ${reason.request}`
}

/** The same for reasons that differ in nothing but the request. */
function keyOf(reason: Because): string {
  switch (reason.kind) {
    case 'rule':
      return `${reason.version} ${reason.rule}`
    case 'pin':
      return reason.pin
    case 'carried':
      return reason.by
    default:
      return reason.kind
  }
}
