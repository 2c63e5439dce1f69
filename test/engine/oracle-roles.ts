import type { Owed } from './oracle.ts'
import type { Role } from './world.ts'

/** What is known of roles between two runs. */
export interface Roles {
  /** Member while withheld. */
  readonly assigned: Map<number, Role>
  /** Who became admin or super admin without an admin's word, when, and from what. */
  readonly gained: { readonly user: number; readonly at: number; readonly had: Role }[]
  /** Whose role the safeguard does not change. */
  readonly stopped: Map<
    number,
    { readonly kind: 'new-admin' | 'last-super-admin'; readonly kept: Role; readonly wanted: Role; confirmed: boolean }
  >
}

export function noRoles(): Roles {
  return { assigned: new Map(), gained: [], stopped: new Map() }
}

const order: readonly Role[] = ['member', 'manager', 'admin', 'super-admin']
const above = (role: Role, other: Role) => order.indexOf(role) > order.indexOf(other)
const gains = (had: Role, wanted: Role) => (wanted === 'admin' || wanted === 'super-admin') && above(wanted, had)

const DAY_MS = 86_400_000

/** Everybody's role after a run: more than five new admins in a day wait, and the last super admin stays. */
export function rolesRun(owed: ReadonlyMap<number, Owed>, before: Roles, now: number): Roles {
  const waitingBefore = (user: number) => {
    const was = before.stopped.get(user)
    return was?.kind === 'new-admin' ? was : undefined
  }
  const had = (user: number) => waitingBefore(user)?.kept ?? before.assigned.get(user) ?? 'member'
  const confirmed = (user: number) => {
    const was = waitingBefore(user)
    return was?.confirmed === true && !above(owed.get(user)!.entitledRole, was.wanted)
  }
  const named = (user: number) => owed.get(user)!.roleIsPinned || confirmed(user)
  const gaining = [...owed.keys()].filter((user) => gains(had(user), owed.get(user)!.entitledRole))
  const isWithheld = (user: number) => owed.get(user)!.withheld !== null

  const waiting = gaining.filter((user) => waitingBefore(user) && !named(user))
  const pending = gaining.filter((user) => !isWithheld(user) && !named(user))
  const recent = before.gained.filter((gain) => gain.at > now - DAY_MS && gains(gain.had, owed.get(gain.user)!.role))
  const counted = new Set([...recent.map((gain) => gain.user), ...pending, ...waiting])
  const over = waiting.length > 0 || counted.size > 5

  const assigned = new Map([...owed].map(([user, { role }]) => [user, role]))
  const gained = [...before.gained]
  const stopped: Roles['stopped'] = new Map()
  for (const user of gaining) {
    const wanted = owed.get(user)!.entitledRole
    const stays = isWithheld(user) && waitingBefore(user) && !owed.get(user)!.roleIsPinned
    if (stays || (pending.includes(user) && over)) {
      stopped.set(user, { kind: 'new-admin', kept: had(user), wanted, confirmed: confirmed(user) })
      if (!isWithheld(user)) assigned.set(user, had(user))
    } else if (pending.includes(user)) gained.push({ user, at: now, had: had(user) })
  }
  if ([...assigned.values()].includes('super-admin')) return { assigned, gained, stopped }
  for (const [user, role] of before.assigned)
    if (role === 'super-admin' && !isWithheld(user)) {
      assigned.set(user, role)
      const { entitledRole: wanted } = owed.get(user)!
      stopped.set(user, { kind: 'last-super-admin', kept: role, wanted, confirmed: false })
    }
  return { assigned, gained, stopped }
}
