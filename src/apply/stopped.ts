import { namedBy, type ReferenceInput } from '../contract/reference.ts'
import type { StopKept } from '../contract/stop.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import type { Caller } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import type { ProductId } from '../products/product.ts'
import { type CountedProduct, countedProducts } from '../products/store.ts'
import { confirmLosses, endLosses, pinHeld, type StoppedLoss, waitingLosses } from './store/edits.ts'

/** Which stopped losses are meant: those of a product, or of all; of some users, or of everybody. */
export interface Which {
  readonly product?: ReferenceInput
  readonly users?: readonly ReferenceInput[]
}

interface Meant {
  readonly product: CountedProduct
  readonly losses: readonly StoppedLoss[]
}

/** An admin confirms stopped losses: the run that follows takes the seats. @returns how many */
export function applyStopped(caller: Caller, which: Which, at: Date): Promise<number> {
  return caller.db.transaction(async (tx) => {
    const all = await meant(tx, which)
    for (const { product, losses } of all) {
      const users = losses.map((loss) => loss.user)
      await confirmLosses(tx, product.id as ProductId, users, caller.actor.name)
      await record(tx, caller, 'stopped.apply', product, losses, at)
    }
    return all.reduce((sum, { losses }) => sum + losses.length, 0)
  })
}

/** An admin keeps the seats: each user is pinned to the tier they hold, until a moment. */
export function keepStopped(
  caller: Caller,
  which: Which & { readonly endsAt: Date; readonly reason: string },
  at: Date,
): Promise<StopKept> {
  return caller.db.transaction(async (tx) => {
    const pins: string[] = []
    const notKept: StopKept['notKept'] = []
    for (const { product, losses } of await meant(tx, which)) {
      const kept = losses.filter((loss) => loss.withheld === null)
      for (const { id, name, withheld } of losses) if (withheld) notKept.push({ user: { id, name }, reason: withheld })
      if (kept.length === 0) continue
      const id = product.id as ProductId
      pins.push(
        ...(await pinHeld(tx, id, kept, { reason: which.reason, by: caller.actor.name, at, endsAt: which.endsAt })),
      )
      const users = kept.map((loss) => loss.user)
      await endLosses(tx, id, users, at)
      await record(tx, caller, 'stopped.keep', product, kept, at)
    }
    return { kept: pins.length, pins, notKept }
  })
}

/** @throws {Refused} 422 an unknown product, or a user none of whose losses waits */
async function meant(tx: Db, which: Which): Promise<readonly Meant[]> {
  await lockOrganization(tx)
  const products = which.product === undefined ? await countedProducts(tx) : [await productMeant(tx, which.product)]
  const asked = which.users?.map((user) => namedBy(user).toLowerCase()) ?? null
  const all: Meant[] = []
  for (const product of products.filter(({ tiers }) => tiers.some((tier) => tier.stopped > 0))) {
    const losses = await waitingLosses(tx, product.id as ProductId, asked?.filter(isId) ?? null)
    if (losses.length > 0) all.push({ product, losses })
  }
  const found = new Set(all.flatMap(({ losses }) => losses.map((loss) => loss.id)))
  refuseOthers(asked, found, 'no loss')
  return all
}

/** @throws {Refused} 422: of somebody who was named, nothing waits */
export function refuseOthers(asked: readonly string[] | null, found: ReadonlySet<string>, nothing: string): void {
  const others = asked?.filter((user) => !found.has(user)) ?? []
  if (others.length > 0)
    throw new Refused(422, 'NOT_STOPPED', `Of some of these users ${nothing} waits for an admin: nothing was done.`, {
      pointer: '/users',
      details: { users: others },
    })
}

async function productMeant(tx: Db, input: ReferenceInput): Promise<CountedProduct> {
  const id = namedBy(input).toLowerCase()
  const [product] = isId(id) ? await countedProducts(tx, id as ProductId) : []
  if (!product) throw new Refused(422, 'UNKNOWN_PRODUCT', 'There is no such product.', { pointer: '/product' })
  return product
}

async function record(
  tx: Db,
  caller: Caller,
  action: string,
  { id, name }: CountedProduct,
  losses: readonly StoppedLoss[],
  at: Date,
): Promise<void> {
  const detail = { users: losses.length }
  const act = { at, actor: caller.actor, action, target: { kind: 'product', id, name }, detail }
  const request = await recordRequest(tx, act)
  await touchUsers(
    tx,
    losses.map((loss) => loss.user),
    request,
  )
}
