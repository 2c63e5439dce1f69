import Type from 'typebox'
import { AtQuery, PastSeats } from '../../contract/past.ts'
import { ById } from '../../contract/reference.ts'
import { Graces, GracesQuery, Line, LineQuery, SeatHistory, SeatHistoryQuery, Seats } from '../../contract/seat.ts'
import { readPast } from '../../history/moment.ts'
import { keptSince } from '../../history/store/kept.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { productOf, tierOf } from '../../products/edit.ts'
import { type CountedProduct, type CountedTier, countedProducts } from '../../products/store.ts'
import { referenceIn } from '../../rules/routes/shown.ts'
import { deciding } from '../../rules/rule.ts'
import { namesOf } from '../../rules/store/names.ts'
import { liveRules } from '../../rules/store/rules.ts'
import { gracesOf, heldByDay, ownedByDay } from '../store/seats.ts'
import { lineOf } from '../store/shown.ts'
import { pastSeats } from './past.ts'

const tags = ['seats']

/** Pools with what is held, in grace, free and waited for; and the lines. */
export function seatRoutes(fastify: TypedRoutes, { clock }: { readonly clock: Clock }): void {
  fastify.get(
    '/seats',
    {
      schema: {
        tags,
        summary: 'Seats per product and tier, now or as of a moment',
        querystring: Type.Object(AtQuery, { additionalProperties: false }),
        response: { 200: Type.Union([Seats, PastSeats]) },
      },
    },
    async ({ caller: { db }, query }) => {
      if (query.at !== undefined) return pastSeats(db, await readPast(db, query.at, '/at', clock.now()))
      const products = await countedProducts(db)
      return {
        seats: poolsOf(products),
        products: products.map((product) => ({ product: named(product), ...sumOf(product.tiers) })),
      }
    },
  )

  fastify.get(
    '/seats/:id/waiting',
    {
      schema: {
        tags,
        summary: 'Who waits for a product, in the order of the line',
        params: ById,
        querystring: LineQuery,
        response: { 200: Line },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const { limit = 100 } = query
      const product = await productOf(db, params.id)
      const tier = query.tier === undefined ? null : tierOf(product, query.tier).id
      const after = readCursor(query.cursor, isNumber) ?? 0
      const rules = deciding(await liveRules(db))
      const which = { product: product.id, tier, after, limit: limit + 1 }
      const rows = await lineOf(
        db,
        which,
        rules.map((rule) => rule.id),
      )
      const { page, next } = pageOf(rows, limit, (row) => row.at)
      const names = await namesOf(
        db,
        page.flatMap((row) => [row.tier_id, ...(row.rule_id ? [row.rule_id] : [])]),
      )
      const ref = referenceIn(names)
      const rankOf = new Map<string, number>(rules.map((rule) => [rule.id, rule.rank]))
      return {
        waiting: page.map((row) => ({
          place: row.place,
          user: { id: row.user_id, name: row.display_name },
          tier: ref(row.tier_id),
          rule: row.rule_id === null ? null : ref(row.rule_id),
          rank: row.rule_id === null ? 0 : (rankOf.get(row.rule_id) ?? 0),
          since: row.since.toISOString(),
        })),
        next,
      }
    },
  )

  fastify.get(
    '/seats/:id/grace',
    {
      schema: {
        tags,
        summary: 'Whose seats of a product are in grace, those that end first',
        params: ById,
        querystring: GracesQuery,
        response: { 200: Graces },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const { limit = 100 } = query
      const product = await productOf(db, params.id)
      const rows = await gracesOf(db, product.id, readCursor(query.cursor, isGracePlace) ?? null, limit + 1)
      const { page, next } = pageOf(rows, limit, (row) => `${row.until.toISOString()} ${row.userNo}`)
      const tierNames = new Map(product.tiers.map(({ id, name }) => [id, name]))
      return {
        graces: page.map(({ userId, userName, tier, since, until }) => ({
          user: { id: userId, name: userName },
          tier: { id: tier, name: tierNames.get(tier) ?? '' },
          since: since.toISOString(),
          until: until.toISOString(),
        })),
        next,
      }
    },
  )

  fastify.get(
    '/seats/:id/history',
    {
      schema: {
        tags,
        summary: 'Seats of a product, day by day until now',
        params: ById,
        querystring: SeatHistoryQuery,
        response: { 200: SeatHistory },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const { id } = await productOf(db, params.id)
      return historyOf(db, id, query.days ?? 30, clock.now())
    },
  )
}

const isGracePlace = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-[\d-]{5}T[\d:.]{12}Z \d{1,9}$/.test(value)

/** Each moment a day after the one before, the last now. Days of which history was deleted are left out. */
async function historyOf(db: Db, product: string, days: number, now: Date): Promise<SeatHistory> {
  const kept = await keptSince(db)
  const moments = Array.from(
    { length: days + 1 },
    (_, day) => new Date(now.getTime() - (days - day) * 86_400_000),
  ).filter((at) => !kept || at >= kept)
  const [held, owned] = await Promise.all([heldByDay(db, product, moments), ownedByDay(db, product, moments)])
  return {
    days: moments.map((at, day) => ({
      at: at.toISOString(),
      held: held[day]?.held ?? 0,
      grace: held[day]?.grace ?? 0,
      ...(owned[day] !== undefined && { owned: owned[day] }),
    })),
  }
}

const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({ id, name })

/** The pools of products, in their order. */
export function poolsOf(products: readonly CountedProduct[]) {
  return products.flatMap((product) =>
    product.tiers.map((tier) => ({ product: named(product), tier: named(tier), ...countsOf(tier) })),
  )
}

function countsOf({ owned, held, grace, free, waiting, stopped }: CountedTier) {
  return { owned, held, grace, free, waiting, stopped }
}

/** Of a product: unlimited as soon as one of its tiers is. */
function sumOf(tiers: readonly CountedTier[]) {
  const sum = (of: (tier: CountedTier) => number) => tiers.reduce((all, tier) => all + of(tier), 0)
  const unlimited = tiers.some((tier) => tier.owned === null)
  return {
    owned: unlimited ? null : sum((tier) => tier.owned ?? 0),
    held: sum((tier) => tier.held),
    grace: sum((tier) => tier.grace),
    free: unlimited ? null : sum((tier) => tier.free ?? 0),
    waiting: sum((tier) => tier.waiting),
    stopped: sum((tier) => tier.stopped),
  }
}
