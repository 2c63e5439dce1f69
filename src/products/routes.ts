import Type from 'typebox'
import { Plan } from '../contract/plan.ts'
import {
  Catalogue,
  PoolChange,
  Product,
  ProductChange,
  ProductInput,
  type Product as ProductJson,
  Products,
  Tier,
  TierInput,
  type Tier as TierJson,
} from '../contract/product.ts'
import { ById } from '../contract/reference.ts'
import { type Caller, requireAdmin } from '../organization/caller.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/db.ts'
import { isForeignKeyViolation } from '../platform/db/failures.ts'
import { Refused } from '../platform/errors.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { catalogue } from './catalogue.ts'
import { changePool, changeProduct, createProduct, createTier, productOf, recordProduct, tierOf } from './edit.ts'
import type { ProductId, TierId } from './product.ts'
import { keepPools } from './store/pool-intervals.ts'
import { type CountedProduct, type CountedTier, countedProducts, deleteProduct, deleteTier } from './store.ts'

export interface ProductDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  /** @throws {Refused} 409 while a rule, a pin or a seat uses it */
  readonly refuseInUse: (tx: Db, id: string, name: string, product?: string) => Promise<void>
  /** What an edit would do to everybody; it is made, looked at, and taken back. */
  readonly rehearse: (caller: Caller, edit: (caller: Caller) => Promise<unknown>) => Promise<Plan>
}

const tags = ['products']
const ByTier = Type.Object({ id: Type.String(), tier: Type.String({ description: 'Its id or its name.' }) })

/** Products, their tiers and pools. */
export function productRoutes(fastify: TypedRoutes, { clock, wake, refuseInUse, rehearse }: ProductDeps): void {
  fastify.get(
    '/products',
    { schema: { tags, summary: 'All products with their seats', response: { 200: Products } } },
    async ({ caller }) => ({ products: (await countedProducts(caller.db)).map(shownProduct) }),
  )

  fastify.get(
    '/catalogue',
    { schema: { tags, summary: 'Products to begin with', response: { 200: Catalogue } } },
    async () => ({ products: catalogue }),
  )

  fastify.post(
    '/products',
    { schema: { tags, summary: 'Add a product', body: ProductInput, response: { 201: Product } } },
    async ({ caller, body }, reply) => {
      requireAdmin(caller)
      reply.code(201)
      return shownProduct(await createProduct(caller, body, clock.now()))
    },
  )

  fastify.get(
    '/products/:id',
    { schema: { tags, summary: 'One product', params: ById, response: { 200: Product } } },
    async ({ caller, params }) => shownProduct(await productOf(caller.db, params.id)),
  )

  fastify.patch(
    '/products/:id',
    { schema: { tags, summary: 'Change a product', params: ById, body: ProductChange, response: { 200: Product } } },
    async ({ caller, params, body }) => {
      requireAdmin(caller)
      const product = await changeProduct(caller, params.id, body, clock.now())
      wake(caller.db.organization)
      return shownProduct(product)
    },
  )

  fastify.post(
    '/products/:id/plan',
    {
      schema: {
        tags,
        summary: 'What a change of a product would do to everybody',
        params: ById,
        body: ProductChange,
        response: { 200: Plan },
      },
    },
    ({ caller, params, body }) => {
      requireAdmin(caller)
      return rehearse(caller, (then) => changeProduct(then, params.id, body, clock.now()))
    },
  )

  fastify.delete(
    '/products/:id',
    { schema: { tags, summary: 'Delete a product that nothing uses', params: ById, response: { 204: Type.Null() } } },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      await caller.db.transaction(async (tx) => {
        const product = await productOf(tx, params.id)
        await refuseInUse(tx, product.id, product.name)
        const at = clock.now()
        await deleteProduct(tx, product.id as ProductId).catch(refuseInHistory)
        await keepPools(tx, product.id as ProductId, at)
        await recordProduct(tx, caller, at, 'product.delete', product)
      })
      return reply.code(204).send(null)
    },
  )

  fastify.post(
    '/products/:id/tiers',
    { schema: { tags, summary: 'Add a tier', params: ById, body: TierInput, response: { 201: Tier } } },
    async ({ caller, params, body }, reply) => {
      requireAdmin(caller)
      reply.code(201)
      return shownTier(await createTier(caller, params.id, body, clock.now()))
    },
  )

  fastify.put(
    '/products/:id/tiers/:tier',
    {
      schema: {
        tags,
        summary: 'Say how many seats of a tier are owned',
        description: 'Less than held is allowed: it takes from nobody, and gives nothing until there is room.',
        params: ByTier,
        body: PoolChange,
        response: { 200: Tier },
      },
    },
    async ({ caller, params, body }) => {
      requireAdmin(caller)
      const tier = await changePool(caller, params.id, params.tier, body, clock.now())
      wake(caller.db.organization)
      return shownTier(tier)
    },
  )

  fastify.post(
    '/products/:id/tiers/:tier/plan',
    {
      schema: {
        tags,
        summary: 'What another number of seats would do to everybody',
        params: ByTier,
        body: PoolChange,
        response: { 200: Plan },
      },
    },
    ({ caller, params, body }) => {
      requireAdmin(caller)
      return rehearse(caller, (then) => changePool(then, params.id, params.tier, body, clock.now()))
    },
  )

  fastify.delete(
    '/products/:id/tiers/:tier',
    { schema: { tags, summary: 'Delete a tier that nothing uses', params: ByTier, response: { 204: Type.Null() } } },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      await caller.db.transaction(async (tx) => {
        const product = await productOf(tx, params.id)
        const tier = tierOf(product, params.tier)
        await refuseInUse(tx, tier.id, `${product.name} ${tier.name}`, product.id)
        if (product.tiers.length === 1)
          throw new Refused(409, 'LAST_TIER', `${product.name} has only this tier, and a product needs one.`)
        const at = clock.now()
        await deleteTier(tx, product.id as ProductId, tier.id as TierId)
        await keepPools(tx, product.id as ProductId, at)
        await recordProduct(tx, caller, at, 'tier.delete', product, { tier: tier.name })
      })
      return reply.code(204).send(null)
    },
  )
}

function shownProduct(product: CountedProduct): ProductJson {
  return { ...product, tiers: product.tiers.map(shownTier) }
}

function shownTier({ stopped: _, ...tier }: CountedTier): TierJson {
  return tier
}

/** Pins and stops that are over still name it. */
function refuseInHistory(cause: unknown): never {
  if (isForeignKeyViolation(cause))
    throw new Refused(
      409,
      'IN_HISTORY',
      'It cannot be deleted: another product includes it, or its history names it.',
      {
        cause,
      },
    )
  throw cause
}
