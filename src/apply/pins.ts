import type { PinInput } from '../contract/pin.ts'
import { namedBy } from '../contract/reference.ts'
import type { UserNo } from '../directory/user.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import { type Caller, requireSuperAdmin } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { readMoment } from '../platform/http/moment.ts'
import { isId, newId } from '../platform/id.ts'
import {
  type Known,
  readDeviceGroups,
  readProduct,
  readRole,
  readSettingsTemplate,
  readTier,
  readUserGroup,
} from '../rules/input.ts'
import type { PinId, PinValue } from '../rules/pin.ts'
import { deciding, type Role } from '../rules/rule.ts'
import { membersOfRules } from '../rules/store/members.ts'
import { endPin, pinsOf, savePin } from '../rules/store/pins.ts'
import { liveRules } from '../rules/store/rules.ts'
import { pinById, type ShownPin, usersById } from '../rules/store/shown-pins.ts'
import { isBlocked } from './store/edits.ts'

/** Pins a field of a user; a pin of the same user, field and product ends. `known` is what the input names. */
export function createPin(
  caller: Caller,
  input: PinInput,
  known: (tx: Db) => Promise<Known>,
  at: Date,
): Promise<ShownPin> {
  return caller.db.transaction(async (tx) => {
    await lockOrganization(tx)
    const user = await userNamed(tx, namedBy(input.user))
    const value = readValue(input, await known(tx))
    if (value.field === 'role') await requireForRole(tx, caller, user.user, value.role)
    if (value.field === 'product') await refuseBlocked(tx, user.user, value)
    const endsAt = input.endsAt ? readMoment(input.endsAt, '/endsAt') : null
    if (endsAt && endsAt <= at)
      throw new Refused(422, 'ENDS_IN_PAST', 'The end must be in the future.', { pointer: '/endsAt' })
    const pin = {
      ...value,
      id: newId() as PinId,
      user: user.user,
      reason: input.reason.trim(),
      createdBy: caller.actor.name,
      createdAt: at,
      endsAt,
    }
    await savePin(tx, pin)
    await record(
      tx,
      caller,
      'pin.create',
      { user: user.user, id: user.id, name: user.name },
      { pin: pin.id, ...value },
      at,
    )
    return { pin, user: { id: user.id, name: user.name } }
  })
}

/** @throws {Refused} 409: a pool that blocks has no seat for them */
async function refuseBlocked(tx: Db, user: UserNo, value: PinValue & { readonly field: 'product' }): Promise<void> {
  if (value.tier === 'none' || !(await isBlocked(tx, value.product, value.tier, user))) return
  throw new Refused(
    409,
    'POOL_EXCEEDED',
    'No seat of that tier is free, and its pool is set to refuse that. Raise the seats owned, or change its policy.',
    { pointer: '/tier' },
  )
}

/** Ends a pin before its time. @throws {Refused} 404 */
export async function removePin(caller: Caller, id: string, at: Date): Promise<void> {
  await caller.db.transaction(async (tx) => {
    await lockOrganization(tx)
    const found = isId(id) ? await pinById(tx, id) : undefined
    if (!found) throw new Refused(404, 'NOT_FOUND', 'There is no such pin in force.')
    const { pin, user } = found
    if (pin.field === 'role') await requireForRole(tx, caller, pin.user, pin.role)
    await endPin(tx, pin.id, at)
    await record(tx, caller, 'pin.delete', { user: pin.user, ...user }, { pin: pin.id, field: pin.field }, at)
  })
}

async function record(
  tx: Db,
  { actor }: Caller,
  action: string,
  { user, id, name }: { readonly user: UserNo; readonly id: string; readonly name: string },
  detail: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<void> {
  const request = await recordRequest(tx, { at, actor, action, target: { kind: 'user', id, name }, detail })
  await touchUsers(tx, [user], request)
}

/** @throws {Refused} 422: nobody has that id, or they were deleted, which ends every pin */
async function userNamed(tx: Db, id: string) {
  const [user] = isId(id) ? await usersById(tx, [id]) : []
  if (!user) throw new Refused(422, 'UNKNOWN_USER', 'There is no such user.', { pointer: '/user' })
  if (user.withheld === 'deleted')
    throw new Refused(422, 'USER_DELETED', 'They were deleted in their directory, which ends every pin.', {
      pointer: '/user',
    })
  return user
}

function readValue(input: PinInput, known: Known): PinValue {
  switch (input.field) {
    case 'product': {
      const product = readProduct(input.product, '/product', known)
      const tier = input.tier === 'none' ? 'none' : readTier(product, input.tier, '/tier')
      return { field: 'product', product: product.id as (PinValue & { field: 'product' })['product'], tier }
    }
    case 'role':
      return { field: 'role', role: readRole(input.role, known) }
    case 'user-group':
      return { field: 'user-group', userGroup: readUserGroup(input.userGroup, known) }
    case 'device-groups':
      return { field: 'device-groups', deviceGroups: readDeviceGroups(input.deviceGroups, known) }
    case 'settings-template':
      return { field: 'settings-template', template: readSettingsTemplate(input.settingsTemplate, known) }
  }
}

/** Whether admin or super admin is given, taken or hidden: by this pin, by the one before it, or by the rules below. */
async function requireForRole(tx: Db, caller: Caller, user: UserNo, role: Role): Promise<void> {
  const rules = deciding(await liveRules(tx)).filter((rule) => rule.gives.role)
  const members = await membersOfRules(tx, rules, [user])
  const ruled = rules.find((_, index) => members[index]!.length > 0)?.gives.role
  const pinned = (await pinsOf(tx, [user])).find((pin) => pin.field === 'role')
  const roles = [role, ruled, pinned?.field === 'role' ? pinned.role : undefined]
  if (roles.some((some) => some?.role === 'admin' || some?.role === 'super-admin'))
    requireSuperAdmin(caller, 'This gives or takes admin or super admin.')
}
