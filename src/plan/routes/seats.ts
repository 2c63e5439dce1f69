import Type from 'typebox'
import { AtQuery, PastSeats } from '../../contract/past.ts'
import { ById } from '../../contract/reference.ts'
import { Line, LineQuery, Seats } from '../../contract/seat.ts'
import { readPast } from '../../history/moment.ts'
import type { Clock } from '../../platform/clock.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { productOf, tierOf } from '../../products/edit.ts'
import { type CountedTier, countedProducts } from '../../products/store.ts'
import { referenceIn } from '../../rules/routes/shown.ts'
import { deciding } from '../../rules/rule.ts'
import { namesOf } from '../../rules/store/names.ts'
import { liveRules } from '../../rules/store/rules.ts'
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
      const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({ id, name })
      return {
        seats: products.flatMap((product) =>
          product.tiers.map((tier) => ({ product: named(product), tier: named(tier), ...countsOf(tier) })),
        ),
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
