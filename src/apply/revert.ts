import { namedBy, type ReferenceInput } from '../contract/reference.ts'
import type { RunReverted } from '../contract/run.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import { type Caller, requireSuperAdmin } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import type { ProductId } from '../products/product.ts'
import { isLess } from '../rules/lost.ts'
import type { Named } from '../rules/named.ts'
import type { PinValue } from '../rules/pin.ts'
import { namedInRole } from '../rules/routes/shown.ts'
import type { Role } from '../rules/rule.ts'
import { namesOf } from '../rules/store/names.ts'
import { insertPins, isRun, type LostThen, lostIn } from './store/revert.ts'

/** What of a run is reverted: losses of one product or, with roles, of all; of some users, or of everybody. */
export interface Reverting {
  readonly product: ProductId | null
  readonly users: readonly ReferenceInput[] | null
  readonly endsAt: Date
  readonly reason: string
}

type NotPinned = RunReverted['notPinned'][number]

/**
 * Reverts what a run took, by pins with an end date: who lost a seat, was moved to another tier or lost a role in it, and
 * does not have it back, is pinned to what they had. The past stays as it was. Another pin in force is somebody's word
 * already and stays.
 *
 * @throws {Refused} 404 no such run; 422 a user who lost nothing in it; 403 the role of an admin, for who is no super admin
 */
export function revertRun(caller: Caller, run: number, reverting: Reverting, at: Date): Promise<RunReverted> {
  return caller.db.transaction(async (tx) => {
    await lockOrganization(tx)
    if (!(await isRun(tx, run))) throw new Refused(404, 'NOT_FOUND', `There is no run ${run}.`)
    const lost = await meant(tx, run, reverting, at)
    const names = await namesOf(tx, lost.flatMap(namedIn))
    const missed = lost.filter((one) => !hasItBack(one))
    const wanted = missed.flatMap((one) => {
      const value = reasonAgainst(one, names) === null ? hadBefore(one) : null
      return value ? [{ user: one.user, value }] : []
    })
    if (wanted.some(({ value }) => value.field === 'role' && isAdmin(value.role)))
      requireSuperAdmin(
        caller,
        'In this run somebody lost admin or super admin; name a product or users to leave them out.',
      )
    const pins = wanted.length > 0 ? await insertPins(tx, wanted, { ...reverting, by: caller.actor.name, at }) : []
    if (pins.length > 0) await record(tx, caller, run, reverting, wanted, at)
    return {
      run,
      pinned: pins.length,
      pins: [...pins],
      back: lost.length - missed.length,
      notPinned: missed.flatMap((one) => notPinned(one, names)),
    }
  })
}

/** Once a user and field: of two changes of a run, the first says what they had. */
async function meant(tx: Db, run: number, { product, users }: Reverting, at: Date): Promise<readonly LostThen[]> {
  const asked = users?.map((user) => namedBy(user).toLowerCase()) ?? null
  const found = await lostIn(tx, run, product, asked?.filter(isId) ?? null, at)
  const first = new Map<string, LostThen>()
  for (const one of found) {
    const key = `${one.user} ${one.product}`
    if (!first.has(key) && (one.role === null || isLess(one.role.from, one.role.to))) first.set(key, one)
  }
  const lost = [...first.values()]
  const those = new Set(lost.map(({ id }) => id))
  const others = asked?.filter((id) => !those.has(id)) ?? []
  if (others.length > 0)
    throw new Refused(422, 'NOTHING_LOST', `Some of these users lost nothing in run ${run}: nothing was done.`, {
      pointer: '/users',
      details: { users: others },
    })
  return lost
}

function hasItBack({ role, assigned, tier, holds, withheld }: LostThen): boolean {
  return role === null ? holds === tier : withheld === null && !isLess(role.from, assigned)
}

/** What speaks against pinning somebody to what they had; null: nothing. */
function reasonAgainst(one: LostThen, names: ReadonlyMap<string, Named>): NotPinned['reason'] | null {
  if (one.withheld) return one.withheld
  if (one.pinned) return 'pinned'
  if (one.role) return namedInRole(one.role.from).every((id) => names.has(id)) ? null : 'gone'
  return one.isThere ? null : 'gone'
}

function hadBefore({ role, product, tier }: LostThen): PinValue | null {
  if (role) return { field: 'role', role: role.from }
  return product && tier ? { field: 'product', product, tier } : null
}

function notPinned(one: LostThen, names: ReadonlyMap<string, Named>): readonly NotPinned[] {
  const reason = reasonAgainst(one, names)
  if (reason === null) return []
  const product = one.product && { id: one.product, name: names.get(one.product)?.name ?? '' }
  return [{ user: { id: one.id, name: one.name }, field: one.role ? 'role' : 'product', product, reason }]
}

function namedIn({ role, product }: LostThen): readonly string[] {
  return [...(product ? [product] : []), ...(role ? namedInRole(role.from) : [])]
}

function isAdmin({ role }: Role): boolean {
  return role === 'admin' || role === 'super-admin'
}

async function record(
  tx: Db,
  { actor }: Caller,
  run: number,
  { endsAt, reason, product }: Reverting,
  wanted: readonly { readonly user: number }[],
  at: Date,
): Promise<void> {
  const users = [...new Set(wanted.map(({ user }) => user))]
  const detail = { run, pins: wanted.length, users: users.length, product, endsAt: endsAt.toISOString(), reason }
  const target = { kind: 'run', id: null, name: String(run) }
  const request = await recordRequest(tx, { at, actor, action: 'run.revert', target, detail })
  await touchUsers(tx, users, request)
}
