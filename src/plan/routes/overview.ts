import { type Happened, Overview, OverviewQuery, type SourceHealth } from '../../contract/overview.ts'
import type { Source } from '../../inbound/source.ts'
import { liveSources } from '../../inbound/store/source.ts'
import { organizationSettings } from '../../organization/store/organization.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { readMoment } from '../../platform/http/moment.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { countedProducts } from '../../products/store.ts'
import { draftOf } from '../../rules/store/draft.ts'
import { type Contact, happenedSince, overviewFacts, runsByHour, sourceContacts } from '../store/overview.ts'
import { openStops } from '../store/stopped.ts'
import { shownFailures } from './failures.ts'
import { poolsOf } from './seats.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** What happened since is counted so far back and no further. */
const SINCE_MAX_MS = 90 * DAY_MS
const SILENT_AFTER_MS = DAY_MS
const EXPIRING_MS = 30 * DAY_MS

/** How an organization is, in one answer. */
export function overviewRoutes(fastify: TypedRoutes, { clock }: { readonly clock: Clock }): void {
  fastify.get(
    '/overview',
    {
      schema: {
        tags: ['organization'],
        summary: 'How the organization is, and what needs an admin',
        querystring: OverviewQuery,
        response: { 200: Overview },
      },
    },
    ({ caller: { db }, query }) => {
      const since = query.since === undefined ? null : readMoment(query.since, '/since')
      return overviewAt(db, clock.now(), since)
    },
  )
}

async function overviewAt(db: Db, now: Date, since: Date | null): Promise<Overview> {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  const [settings, facts, sources, contacts, stops, failures, draft, products, today, sinceThen, hours] =
    await Promise.all([
      organizationSettings(db),
      overviewFacts(db),
      liveSources(db),
      sourceContacts(db, now),
      openStops(db),
      shownFailures(db),
      draftOf(db),
      countedProducts(db),
      happened(db, dayAgo),
      since && happened(db, new Date(Math.max(since.getTime(), now.getTime() - SINCE_MAX_MS))),
      runsByHour(db, dayAgo),
    ])
  const { users, groups, isBehind, rules, pools, newAdmins } = facts
  const contact = new Map(contacts.map((each) => [each.source, each]))
  const first = contacts.flatMap(({ firstContactAt }) => (firstContactAt ? [firstContactAt.getTime()] : []))
  return {
    at: now.toISOString(),
    userSync: settings!.userSync,
    users,
    groups,
    isBehind,
    lastChangeAt: iso(facts.lastChangeAt),
    sources: sources.map((source) => healthOf(source, contact.get(source.id), now)),
    stopped: {
      products: stops.map(({ product_id, product_name, count, since: from }) => ({
        product: { id: product_id, name: product_name },
        count,
        since: from.toISOString(),
      })),
      roles: newAdmins,
    },
    failures,
    draft: draft
      ? { version: draft.version, updatedAt: draft.updatedAt.toISOString(), updatedBy: draft.updatedBy }
      : null,
    seats: poolsOf(products).filter(({ owned, held, grace, waiting }) => owned !== null || held + grace + waiting > 0),
    today,
    sinceThen,
    runs: Array.from({ length: 24 }, (_, hour) => {
      const { runs = 0, changed = 0 } = hours.find((each) => each.hour === hour) ?? {}
      return { at: new Date(dayAgo.getTime() + hour * HOUR_MS).toISOString(), runs, changed }
    }),
    setup: {
      rules,
      pools,
      firstContactAt: first.length > 0 ? new Date(Math.min(...first)).toISOString() : null,
      firstUserAt: iso(facts.firstUserAt),
      firstGroupAt: iso(facts.firstGroupAt),
      firstRuleAt: iso(facts.firstRuleAt),
      firstSeatAt: iso(facts.firstSeatAt),
    },
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

async function happened(db: Db, since: Date): Promise<Happened> {
  const { joined, moved, kinds } = await happenedSince(db, since)
  const count = (kind: string) => kinds[kind] ?? 0
  return {
    since: since.toISOString(),
    joined,
    left: count('access.ended'),
    moved,
    given: count('seat.given') + count('seat.returned'),
    lost: count('seat.lost'),
    waited: count('seat.waiting'),
  }
}

function healthOf({ id, name, kind, state }: Source, contact: Contact | undefined, now: Date): SourceHealth {
  const { lastContactAt = null, tokenExpiresAt = null, hasToken = false } = contact ?? {}
  const shown = { id, name, kind, state, lastContactAt: iso(lastContactAt), tokenExpiresAt: iso(tokenExpiresAt) }
  const health = (): SourceHealth['health'] => {
    if (state === 'paused') return 'paused'
    // Files come when an admin brings one: there is no token, and silence says nothing.
    if (kind === 'csv') return 'good'
    if (!hasToken) return 'no-token'
    if (!lastContactAt) return 'never'
    if (now.getTime() - lastContactAt.getTime() > SILENT_AFTER_MS) return 'silent'
    return tokenExpiresAt && tokenExpiresAt.getTime() - now.getTime() < EXPIRING_MS ? 'expiring' : 'good'
  }
  return { ...shown, health: health() }
}
