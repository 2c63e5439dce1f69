import type { Because } from '../../plan/change.ts'
import { repeated, uuid } from '../../platform/db/columns.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'

/**
 * Reasons of one run as a column. Where one request led to all of it, as when an admin makes rules live, they are few;
 * where every user has a request of their own, they are few but for that.
 */
export function because<R>(rows: readonly R[], pick: (row: R) => Because): SqlFragment {
  const requests = new Set(rows.map((row) => pick(row).request))
  if (requests.size <= 1) return repeated(rows, 'jsonb', pick, keyOf, (reason) => JSON.stringify(reason))

  const reason = repeated(rows, 'jsonb', pick, keyOf, ({ request: _, ...rest }) => JSON.stringify(rest))
  const request = sql.part`jsonb_build_object('request', ${uuid(rows, (row) => pick(row).request ?? null)})`
  return requests.has(undefined)
    ? sql.part`${reason} || jsonb_strip_nulls(${request})`
    : sql.part`${reason} || ${request}`
}

/** The same for reasons that differ in nothing but the request. A run knows one version of the rules. */
function keyOf(reason: Because): string {
  switch (reason.kind) {
    case 'rule':
      return reason.rule
    case 'pin':
      return reason.pin
    case 'carried':
      return reason.by
    default:
      return reason.kind
  }
}
