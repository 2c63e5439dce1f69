import type { PastSeats, PastUser } from '../../contract/past.ts'
import type { DirectoryUser } from '../../directory/user.ts'
import { namedInBecause, shownBecause } from '../../history/shown.ts'
import type { Db } from '../../platform/db/db.ts'
import { type PoolInterval, poolsAt } from '../../products/store/pool-intervals.ts'
import { namedInRole, referenceIn, shownRole } from '../../rules/routes/shown.ts'
import { namesOf } from '../../rules/store/names.ts'
import { type Assigned, assignedAs, pastStatusOf } from '../past.ts'
import { assignedAt, countsAt, type PastAssigned, type PastSeatRow, seatsAt } from '../store/past.ts'
import { settingsFor } from '../store/shown.ts'

export type Names = ReadonlyMap<string, { readonly name: string }>

/** Names as of now, but for products and tiers: those are kept. */
export async function pastNames(db: Db, ids: Iterable<string>, pools: readonly PoolInterval[]): Promise<Names> {
  const names = new Map<string, { readonly name: string }>(await namesOf(db, ids))
  for (const pool of pools) {
    names.set(pool.product, { name: pool.productName })
    names.set(pool.tier, { name: pool.name })
  }
  return names
}

/** Ids of what an assignment names. */
export function namedInAssigned(assigned: Assigned): readonly string[] {
  const { role, userGroup, deviceGroups, settingsTemplate, welcomeTemplate } = assigned
  const single = [userGroup, settingsTemplate, welcomeTemplate].filter((id) => id !== null)
  return [...namedInRole(role), ...deviceGroups, ...single]
}

/** An assignment as it is shown, with names. */
export function shownAssigned(assigned: Assigned, names: Names) {
  const ref = referenceIn(names as Parameters<typeof referenceIn>[0])
  const orNull = (id: string | null) => (id === null ? null : ref(id))
  return {
    role: shownRole(assigned.role, names as Parameters<typeof shownRole>[1]),
    userGroup: orNull(assigned.userGroup),
    deviceGroups: assigned.deviceGroups.map(ref),
    language: assigned.language,
    settingsTemplate: orNull(assigned.settingsTemplate),
    welcomeTemplate: orNull(assigned.welcomeTemplate),
  }
}

/** Users as of a moment: what was assigned, what they held, and why. What is not known of it is left out. */
export async function pastUsers(db: Db, users: readonly DirectoryUser[], at: Date): Promise<PastUser[]> {
  if (users.length === 0) return []
  const numbers = users.map((user) => user.no)
  const [rows, seats, pools, settings] = await Promise.all([
    assignedAt(db, numbers, at),
    seatsAt(db, numbers, at),
    poolsAt(db, at),
    settingsFor(db),
  ])
  const assigned = new Map([...rows].map(([no, row]) => [no, assignedAs(row.content, row.withheld)]))
  const names = await pastNames(
    db,
    [
      ...seats.flatMap((row) => [row.product_id, row.tier_id, ...namedInBecause(row.because)]),
      ...[...assigned.values()].flatMap(namedInAssigned),
    ],
    pools,
  )
  const seatsBy = Map.groupBy(seats, (row) => row.user_no)
  return users.map((user) => {
    const row = rows.get(user.no)!
    const { role, ...rest } = shownAssigned(assigned.get(user.no)!, names)
    const own = (seatsBy.get(user.no) ?? []).map((seat) => shownSeat(seat, names))
    return {
      at: at.toISOString(),
      ...whoIs(user, row),
      ...standing(user, row, at, settings.inactiveAfterDays),
      ...rest,
      role: role.role,
      privileges: role.role === 'manager' ? role.privileges : [],
      managedGroups: role.role === 'manager' ? role.managedGroups : [],
      seats: own.sort((a, b) => (a.product.name < b.product.name ? -1 : a.product.name > b.product.name ? 1 : 0)),
    }
  })
}

function whoIs({ id, userName, displayName, externalId, address, source }: DirectoryUser, row: PastAssigned) {
  return { id, userName, displayName, externalId, address, source: { id: source, name: row.source_name } }
}

function standing(user: DirectoryUser, row: PastAssigned, at: Date, inactiveAfterDays: number) {
  // Deleted since then, without interruption; an earlier deletion is known by what the run after it withheld.
  const deleted = user.deletedAt !== null && user.deletedAt <= at
  const access = (row.access ?? false) && !deleted
  const stood = {
    access,
    hadAccess: (row.had_access ?? false) || (row.access ?? false),
    signedInAt: row.signed_in_at,
    lastSeenAt: row.last_seen_at,
  }
  const status = pastStatusOf(stood, at, inactiveAfterDays)
  const withheld = deleted ? ('deleted' as const) : row.withheld
  return { access, ...(status && { status }), ...(row.access === null && !deleted ? {} : { withheld }) }
}

function shownSeat(seat: PastSeatRow, names: Names) {
  return {
    product: { id: seat.product_id, name: names.get(seat.product_id)?.name ?? '' },
    tier: { id: seat.tier_id, name: names.get(seat.tier_id)?.name ?? '' },
    state: seat.state,
    since: seat.since.toISOString(),
    until: seat.until?.toISOString() ?? null,
    because: shownBecause(seat.because, names),
    ...(seat.grace_until && { graceUntil: seat.grace_until.toISOString() }),
    ...(seat.stopped && { stopped: true }),
  }
}

type PastTier = PastSeats['seats'][number]

/** Seats per tier and product as of a moment. A pool of which nothing is known then has no `owned`. */
export async function pastSeats(db: Db, at: Date): Promise<PastSeats> {
  const [pools, counts] = await Promise.all([poolsAt(db, at), countsAt(db, at)])
  const known = new Set(pools.map((pool) => pool.tier as string))
  const others = counts.filter((count) => !known.has(count.tier))
  const names = await pastNames(
    db,
    others.flatMap((count) => [count.product, count.tier]),
    pools,
  )
  const nameOf = (id: string) => ({ id, name: names.get(id)?.name ?? '' })
  const byTier = new Map(counts.map((count) => [count.tier, count]))
  const tiers = [
    ...pools.map((pool): PastTier => {
      const { owned, shortage } = pool
      const { held = 0, grace = 0, stopped = 0 } = byTier.get(pool.tier) ?? {}
      const free = owned === null ? null : owned - held - grace
      return { product: nameOf(pool.product), tier: nameOf(pool.tier), owned, held, grace, free, stopped, shortage }
    }),
    ...others.map(
      ({ product, tier, held, grace, stopped }): PastTier => ({
        product: nameOf(product),
        tier: nameOf(tier),
        held,
        grace,
        stopped,
      }),
    ),
  ]
  const products = [...Map.groupBy(tiers, (tier) => tier.product.id).values()]
  return { at: at.toISOString(), seats: tiers, products: products.map(sumOf) }
}

/** Of a product: unlimited as soon as one of its tiers is, not known as soon as one is not. */
function sumOf(tiers: readonly PastTier[]): PastSeats['products'][number] {
  const sum = (of: (tier: PastTier) => number) => tiers.reduce((all, tier) => all + of(tier), 0)
  const unlimited = tiers.some((tier) => tier.owned === null)
  const known = tiers.every((tier) => tier.owned !== undefined)
  return {
    product: tiers[0]!.product,
    held: sum((tier) => tier.held),
    grace: sum((tier) => tier.grace),
    stopped: sum((tier) => tier.stopped),
    ...(known && {
      owned: unlimited ? null : sum((tier) => tier.owned ?? 0),
      free: unlimited ? null : sum((tier) => tier.free ?? 0),
    }),
  }
}
