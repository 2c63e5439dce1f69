import { namedBy } from '../contract/reference.ts'
import type { StopKept } from '../contract/stop.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import { type Caller, requireSuperAdmin } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import { refuseOthers, type Which } from './stopped.ts'
import { confirmRoles, endRoles, pinKeptRoles, type StoppedRole, waitingRoles } from './store/stopped-roles.ts'

/** A super admin confirms new admins that were stopped: the run that follows gives the roles. @returns how many */
export function applyStoppedRoles(caller: Caller, which: Which, at: Date): Promise<number> {
  return caller.db.transaction(async (tx) => {
    const roles = await meant(tx, caller, which)
    if (roles.length === 0) return 0
    await confirmRoles(tx, numbersOf(roles), caller.actor.name)
    await record(tx, caller, 'stopped.apply', roles, at)
    return roles.length
  })
}

/** A super admin refuses them: each user is pinned to the role they have, until a moment. Whoever was deleted has no pins. */
export function keepStoppedRoles(
  caller: Caller,
  which: Which & { readonly endsAt: Date; readonly reason: string },
  at: Date,
): Promise<StopKept> {
  return caller.db.transaction(async (tx) => {
    const roles = await meant(tx, caller, which)
    const kept = roles.filter(({ deleted }) => !deleted)
    const notKept: StopKept['notKept'] = roles
      .filter(({ deleted }) => deleted)
      .map(({ id, name }) => ({ user: { id, name }, reason: 'deleted' }))
    if (kept.length === 0) return { kept: 0, pins: [], notKept }
    const about = { reason: which.reason, by: caller.actor.name, at, endsAt: which.endsAt }
    const pins = await pinKeptRoles(tx, kept, about)
    await endRoles(tx, numbersOf(kept), at)
    await record(tx, caller, 'stopped.keep', kept, at)
    return { kept: kept.length, pins: [...pins], notKept }
  })
}

/** @throws {Refused} 403 not a super admin; 422 a product, or a user whose role waits for nobody */
async function meant(tx: Db, caller: Caller, which: Which): Promise<readonly StoppedRole[]> {
  requireSuperAdmin(caller, 'This gives, or refuses, admin or super admin.')
  if (which.product !== undefined)
    throw new Refused(422, 'ROLE_WITHOUT_PRODUCT', 'A role has no product: leave one of the two out.', {
      pointer: '/product',
    })
  await lockOrganization(tx)
  const asked = which.users?.map((user) => namedBy(user).toLowerCase()) ?? null
  const roles = await waitingRoles(tx, asked?.filter(isId) ?? null)
  refuseOthers(asked, new Set(roles.map(({ id }) => id)), 'no role')
  return roles
}

function numbersOf(roles: readonly StoppedRole[]) {
  return roles.map(({ user }) => user)
}

async function record(tx: Db, caller: Caller, action: string, roles: readonly StoppedRole[], at: Date): Promise<void> {
  const target = { kind: 'role', id: null, name: null }
  const detail = { users: roles.length, names: roles.slice(0, 20).map(({ name }) => name) }
  const request = await recordRequest(tx, { at, actor: caller.actor, action, target, detail })
  await touchUsers(tx, numbersOf(roles), request)
}
