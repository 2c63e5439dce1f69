import type { HandOver } from '../contract/conflict.ts'
import { namedBy } from '../contract/reference.ts'
import type { UserNo } from '../directory/user.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import { type Caller, requireSuperAdmin } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import { entitle } from '../rules/entitle.ts'
import type { Pin, PinId } from '../rules/pin.ts'
import { deciding } from '../rules/rule.ts'
import { membersOfRules } from '../rules/store/members.ts'
import { endPin, pinsOf, savePin } from '../rules/store/pins.ts'
import { liveRules } from '../rules/store/rules.ts'
import {
  adminsAmong,
  type Contender,
  carryAccounts,
  confirmBeforehand,
  contenders,
  type HandOverRow,
  saveOwners,
} from './store/conflicts.ts'

/**
 * An admin says whose an address is: rules and pins see the user named, and no longer those before them. Pins, the chosen
 * language and the settings applied go along. What the others lose is judged by the next run, unless it is confirmed.
 * @returns how many addresses changed hands
 * @throws {Refused} 422 SAY_WHO, NOT_IN_CONFLICT; 403 SUPER_ADMIN_ONLY where it gives or takes admin or super admin
 */
export function handOver(caller: Caller, wanted: HandOver, at: Date): Promise<number> {
  return caller.db.transaction(async (tx) => {
    await lockOrganization(tx)
    const all = await contenders(tx, null)
    const chosen = choose(all, wanted)
    const rows: readonly HandOverRow[] = chosen.map(({ address, user, owner }) => ({ address, to: user, from: owner }))
    if (rows.length === 0) return 0
    const given = new Set(rows.map((row) => row.address))
    const losing = all.filter((one) => given.has(one.address) && one.source === one.ownerSource).map((one) => one.user)
    const pins = await pinsOf(tx, [...losing, ...rows.map((row) => row.to)])
    await requireForRoles(tx, caller, rows, losing, pins)

    await saveOwners(tx, rows, caller.actor.name, at)
    await carryAccounts(tx, rows)
    await carryPins(tx, rows, pins, at)
    const target = { kind: 'conflict', id: null, name: chosen.length === 1 ? chosen[0]!.address : null }
    const detail = { addresses: rows.length, to: [...new Set(chosen.map((one) => one.sourceName))] }
    const request = await recordRequest(tx, { at, actor: caller.actor, action: 'conflicts.hand-over', target, detail })
    if (wanted.confirm) await confirmBeforehand(tx, losing, { by: caller.actor.name, at, request })
    await touchUsers(tx, [...new Set([...losing, ...rows.map((row) => row.to)])], request)
    return rows.length
  })
}

/** For each address that is meant, the one it goes to. */
function choose(all: readonly Contender[], { users, source, all: everybody }: HandOver): readonly Contender[] {
  if ([users, source, everybody].filter((way) => way !== undefined).length !== 1)
    throw new Refused(422, 'SAY_WHO', 'Say to whom, in one way: users, source, or all.')
  const ids = users?.map((user) => namedBy(user).toLowerCase())
  const from = source === undefined ? undefined : namedBy(source).toLowerCase()
  const isMeant = (one: Contender) => (ids ? ids.includes(one.id) : from === undefined || one.source === from)
  const first = new Map<string, Contender>()
  for (const one of all)
    if (one.source !== one.ownerSource && isMeant(one) && !first.has(one.address)) first.set(one.address, one)
  const chosen = [...first.values()]
  const found = new Set(chosen.map((one) => one.id))
  const others = ids?.filter((id) => !found.has(id)) ?? []
  if (others.length > 0)
    throw new Refused(
      422,
      'NOT_IN_CONFLICT',
      'Some of these users have no address that another source owns, or another of them has the same: nothing was done.',
      { pointer: '/users', details: { users: others } },
    )
  return chosen
}

/** Pins of the owner before go to the new one, but for what is pinned for them already. */
async function carryPins(tx: Db, rows: readonly HandOverRow[], pins: readonly Pin[], at: Date): Promise<void> {
  const placeOf = (pin: Pin) => `${pin.field} ${pin.field === 'product' ? pin.product : ''}`
  const of = Map.groupBy(pins, (pin) => pin.user)
  for (const { from, to } of rows) {
    const taken = new Set((of.get(to) ?? []).map(placeOf))
    for (const pin of of.get(from) ?? []) {
      await endPin(tx, pin.id, at)
      if (!taken.has(placeOf(pin))) await savePin(tx, { ...pin, id: newId() as PinId, user: to, createdAt: at })
    }
  }
}

/** Whether admin or super admin is taken from somebody, or is given by a pin that goes along or by the rules. */
async function requireForRoles(
  tx: Db,
  caller: Caller,
  rows: readonly HandOverRow[],
  losing: readonly UserNo[],
  pins: readonly Pin[],
): Promise<void> {
  if (caller.role === 'super-admin') return
  const rules = deciding(await liveRules(tx)).filter((rule) => rule.gives.role)
  const to = rows.map((row) => row.to)
  const members = await membersOfRules(tx, rules, to)
  const ruled = [...entitle(to, rules, members, []).values()].map(({ role }) => role?.value.role)
  const pinned = pins.map((pin) => (pin.field === 'role' ? pin.role.role : undefined))
  const isAdmin = [...ruled, ...pinned].some((role) => role === 'admin' || role === 'super-admin')
  if (isAdmin || (await adminsAmong(tx, losing)).length > 0)
    requireSuperAdmin(caller, 'This gives or takes admin or super admin.')
}
