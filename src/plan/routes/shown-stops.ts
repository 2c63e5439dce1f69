import type { Cause, Stop, Stopped, StoppedLoss, StoppedRole, StoppedRoles } from '../../contract/stop.ts'
import { type Names, namedInBecause, shownBecause, shownRequest } from '../../history/shown.ts'
import { requestsById, type StoredBecause } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { namesOf } from '../../rules/store/names.ts'
import { causesText, causeText, type Stopped as What } from '../cause.ts'
import { type CauseRow, causesOfStops } from '../store/causes.ts'
import {
  type LossRow,
  lossesPage,
  openNewAdmins,
  openStops,
  type StoppedPageOf,
  type StoppedRoleRow,
  type StopRow,
  stoppedRolesPage,
} from '../store/stopped.ts'

/** Names in an answer that lists all stops, of each. */
const first = 100

/** All that the safeguard stopped: how many of each, the probable cause, and the first names. */
export async function shownStopped(db: Db, now: Date): Promise<Stopped> {
  const [stops, newAdmins, causes] = await Promise.all([openStops(db), openNewAdmins(db), causesOfStops(db)])
  const [pages, gains, last, requests, ruleNames] = await Promise.all([
    Promise.all(stops.map((stop) => shownLosses(db, stop.product_id, { after: 0, limit: first }))),
    shownRoles(db, 'new-admin', { after: 0, limit: first }),
    shownRoles(db, 'last-super-admin', { after: 0, limit: first }),
    requestsById(
      db,
      stops.flatMap((stop) => stop.request_id ?? []),
    ),
    namesOf(
      db,
      causes.flatMap(({ targetKind, targetId }) => (targetKind === 'rule' && targetId ? targetId : [])),
    ),
  ])
  const named = causes.map((cause) => ({
    ...cause,
    targetName: ruleNames.get(cause.targetId ?? '')?.name ?? cause.targetName,
  }))
  const byProduct = Map.groupBy(named, (cause) => cause.product)
  return {
    stops: stops.map((stop, index): Stop => {
      const request = requests.get(stop.request_id ?? '')
      return {
        id: stop.id,
        product: { id: stop.product_id, name: stop.product_name },
        since: stop.since.toISOString(),
        request: request ? shownRequest(request) : null,
        count: stop.count,
        ...probably(byProduct.get(stop.product_id) ?? [], stop.count, 'loss', now),
        ...pages[index]!,
      }
    }),
    roles: newAdmins
      ? {
          since: newAdmins.since.toISOString(),
          count: newAdmins.count,
          ...probably(byProduct.get(null) ?? [], newAdmins.count, 'new-admin', now),
          ...gains,
        }
      : null,
    lastSuperAdmins: last.gains,
  }
}

/** A page of the losses of one product that wait. */
export async function shownLosses(
  db: Db,
  product: StopRow['product_id'],
  which: StoppedPageOf,
): Promise<Pick<Stop, 'losses' | 'next'>> {
  const { page, next } = pageOf(await lossesPage(db, product, oneMore(which)), which.limit, (row) => row.user_no)
  const names = await namesInBecauses(db, page)
  const losses = page.map(
    (row: LossRow): StoppedLoss => ({
      user: { id: row.user_id, name: row.display_name },
      tier: { id: row.tier_id, name: row.tier_name },
      since: row.since.toISOString(),
      because: shownBecause(row.because, names),
      confirmedBy: row.confirmed_by,
    }),
  )
  return { losses, next }
}

/** A page of those whose role is not changed. */
export async function shownRoles(
  db: Db,
  kind: 'new-admin' | 'last-super-admin',
  which: StoppedPageOf,
): Promise<Pick<StoppedRoles, 'gains' | 'next'>> {
  const { page, next } = pageOf(await stoppedRolesPage(db, kind, oneMore(which)), which.limit, (row) => row.user_no)
  const names = await namesInBecauses(db, page)
  const gains = page.map(
    (row: StoppedRoleRow): StoppedRole => ({
      user: { id: row.user_id, name: row.display_name },
      role: row.wanted,
      keeps: row.keeps,
      since: row.since.toISOString(),
      because: shownBecause(row.because, names),
      confirmedBy: row.confirmed_by,
    }),
  )
  return { gains, next }
}

/** Whether there are more shows by one. */
const oneMore = (which: StoppedPageOf): StoppedPageOf => ({ ...which, limit: which.limit + 1 })

function namesInBecauses(db: Db, rows: readonly { readonly because: StoredBecause }[]): Promise<Names> {
  return namesOf(
    db,
    rows.flatMap((row) => namedInBecause(row.because)),
  )
}

function probably(
  causes: readonly CauseRow[],
  count: number,
  what: What,
  now: Date,
): { readonly cause: string; readonly causes: Cause[] } {
  const shown = causes.map((cause): Cause => {
    const { users, requests, action: kind, because, actorKind, actorName, targetKind, targetId, targetName } = cause
    return {
      users,
      requests,
      kind,
      actor: actorKind === null ? null : { kind: actorKind, name: actorName ?? '' },
      target: targetKind === null ? null : { kind: targetKind, id: targetId, name: targetName },
      because,
      firstAt: cause.firstAt?.toISOString() ?? null,
      lastAt: cause.lastAt?.toISOString() ?? null,
      text: causeText(cause, what, now),
    }
  })
  return { cause: causesText(causes, count, what, now), causes: shown }
}
