import type { PoolChange, ProductChange, ProductInput, TierInput } from '../contract/product.ts'
import { namedBy } from '../contract/reference.ts'
import { recordRequest, touchProducts, touchUsers } from '../history/store.ts'
import type { Caller } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import type { Db } from '../platform/db/db.ts'
import { isUniqueViolation } from '../platform/db/failures.ts'
import { Refused } from '../platform/errors.ts'
import { isId, newId } from '../platform/id.ts'
import { foldCase } from '../scim/text.ts'
import { catalogue } from './catalogue.ts'
import { carriersOf } from './includes.ts'
import type { Product, ProductId, TierId } from './product.ts'
import { keepPools } from './store/pool-intervals.ts'
import {
  type CountedProduct,
  type CountedTier,
  countedProducts,
  holdersOf,
  insertProduct,
  insertTiers,
  replaceIncludes,
  updateProduct,
  updateTier,
} from './store.ts'

/** @throws {Refused} 404 */
export async function productOf(db: Db, id: string): Promise<CountedProduct> {
  const [product] = isId(id) ? await countedProducts(db, id as ProductId) : []
  if (!product) throw new Refused(404, 'NOT_FOUND', 'There is no such product.')
  return product
}

/** A product by its id, its name, or its key in the catalogue. @throws {Refused} 422 */
export async function productNamed(db: Db, text: string): Promise<CountedProduct> {
  const wanted = foldCase(text.trim())
  const found = (await countedProducts(db)).find(
    ({ id, name, catalogueKey }) => id === wanted || foldCase(name) === wanted || catalogueKey === wanted,
  )
  if (!found) throw new Refused(422, 'UNKNOWN_PRODUCT', 'There is no such product.', { pointer: '/product' })
  return found
}

/** A tier by its id or its name. @throws {Refused} 404 */
export function tierOf(product: CountedProduct, tier: string): CountedTier {
  const wanted = foldCase(tier)
  const found = product.tiers.find((some) => some.id === wanted || foldCase(some.name) === wanted)
  if (!found) throw new Refused(404, 'NOT_FOUND', `${product.name} has no such tier.`)
  return found
}

/** @throws {Refused} 409 a name that is taken, 422 an unknown product to include, or one that is not in the catalogue */
export async function createProduct(caller: Caller, input: ProductInput, at: Date): Promise<CountedProduct> {
  const id = newId() as ProductId
  const { name, hasDevices = false, graceSeconds = 0, includes = [], tiers = [], catalogueKey = null } = input
  if (catalogueKey !== null && !catalogue.some(({ key }) => key === catalogueKey))
    throw new Refused(422, 'NOT_IN_CATALOGUE', 'The catalogue has no such product: see GET /catalogue.', {
      pointer: '/catalogueKey',
    })
  return distinctNames(() =>
    caller.db.transaction(async (tx) => {
      await insertProduct(tx, { id, name: name.trim(), catalogueKey, hasDevices, graceSeconds }, at)
      await insertTiers(tx, id, (tiers.length > 0 ? tiers : [{ name: 'Standard' }]).map(asTier))
      if (includes.length > 0) await replaceIncludes(tx, id, await included(tx, id, includes))
      await keepPools(tx, id, at)
      await recordProduct(tx, caller, at, 'product.create', { id, name })
      return productOf(tx, id)
    }),
  )
}

/** Includes that change touch who holds the product, or what carries it: they may have, or need, a seat of another now. */
export async function changeProduct(
  caller: Caller,
  id: string,
  change: ProductChange,
  at: Date,
): Promise<CountedProduct> {
  return distinctNames(() =>
    caller.db.transaction(async (tx) => {
      // A run must not give by the includes of before what this does not see yet.
      if (change.includes) await lockOrganization(tx)
      const before = await productOf(tx, id)
      const product = before.id as ProductId
      const { name = before.name, hasDevices = before.hasDevices, graceSeconds = before.graceSeconds } = change
      await updateProduct(tx, { id: product, name: name.trim(), hasDevices, graceSeconds })
      await keepPools(tx, product, at)
      const request = await recordProduct(tx, caller, at, 'product.change', before, { to: change })
      if (change.includes) {
        await replaceIncludes(tx, product, await included(tx, product, change.includes))
        await touchUsers(tx, await holdersOf(tx, [product, ...(await carriers(tx, product))]), request)
      }
      return productOf(tx, id)
    }),
  )
}

/** Adds a tier, after those there are. @throws {Refused} 409 a name that is taken */
export async function createTier(caller: Caller, id: string, input: TierInput, at: Date): Promise<CountedTier> {
  return distinctNames(() =>
    caller.db.transaction(async (tx) => {
      const product = await productOf(tx, id)
      const tier = asTier(input)
      await insertTiers(tx, product.id as ProductId, [tier])
      await keepPools(tx, product.id as ProductId, at)
      const request = await recordProduct(tx, caller, at, 'tier.create', product, {
        tier: tier.name,
        owned: tier.owned,
      })
      await touchProducts(tx, [product.id], request)
      return tierOf(await productOf(tx, id), tier.id)
    }),
  )
}

/** Less owned than held is allowed: it takes from nobody, and gives nothing until there is room. */
export async function changePool(
  caller: Caller,
  id: string,
  tier: string,
  change: PoolChange,
  at: Date,
): Promise<CountedTier> {
  return distinctNames(() =>
    caller.db.transaction(async (tx) => {
      const product = await productOf(tx, id)
      const before = tierOf(product, tier)
      const { name, ...rest } = change
      await updateTier(tx, product.id as ProductId, before.id as TierId, {
        ...rest,
        ...(name && { name: name.trim() }),
      })
      await keepPools(tx, product.id as ProductId, at)
      const from = { owned: before.owned, shortage: before.shortage, name: before.name }
      const request = await recordProduct(tx, caller, at, 'pool.change', product, {
        tier: before.name,
        from,
        to: change,
      })
      await touchProducts(tx, [product.id], request)
      return tierOf(await productOf(tx, id), before.id)
    }),
  )
}

export function recordProduct(
  tx: Db,
  caller: Caller,
  at: Date,
  action: string,
  { id, name }: { readonly id: string; readonly name: string },
  detail: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return recordRequest(tx, { at, actor: caller.actor, action, target: { kind: 'product', id, name }, detail })
}

function asTier({ name, owned = null, shortage = 'wait' }: TierInput) {
  return { id: newId() as TierId, name: name.trim(), owned, shortage }
}

async function carriers(tx: Db, product: ProductId): Promise<Iterable<ProductId>> {
  return carriersOf(asProducts(await countedProducts(tx))).get(product) ?? []
}

/** @throws {Refused} 422 an unknown product, or one that includes this one already, in any number of steps */
async function included(tx: Db, product: ProductId, inputs: ProductInput['includes']): Promise<readonly ProductId[]> {
  const products = asProducts(await countedProducts(tx))
  const includesThis = carriersOf(products).get(product)
  const ids = new Set<ProductId>()
  for (const [at, input] of (inputs ?? []).entries()) {
    const pointer = `/includes/${at}`
    const found = products.find((some) => some.id === namedBy(input).toLowerCase())
    if (!found) throw new Refused(422, 'UNKNOWN_PRODUCT', 'There is no such product to include.', { pointer })
    if (found.id === product || includesThis?.has(found.id))
      throw new Refused(422, 'INCLUDES_ITSELF', `${found.name} would include itself.`, { pointer })
    ids.add(found.id)
  }
  return [...ids]
}

function asProducts(products: readonly CountedProduct[]): readonly Product[] {
  return products.map((product) => ({
    id: product.id as ProductId,
    name: product.name,
    hasDevices: product.hasDevices,
    graceSeconds: product.graceSeconds,
    includes: product.includes.map((some) => some.id as ProductId),
    hasConnector: product.connector,
  }))
}

/** @throws {Refused} 409 where a unique index said no */
async function distinctNames<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (isUniqueViolation(cause, 'products_name'))
      throw new Refused(409, 'NAME_TAKEN', 'Another product has that name.', { cause, pointer: '/name' })
    if (isUniqueViolation(cause, 'pools_name'))
      throw new Refused(409, 'NAME_TAKEN', 'Two tiers of a product cannot have one name.', { cause, pointer: '/name' })
    throw cause
  }
}
