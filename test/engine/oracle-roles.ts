import type { Owed } from './oracle.ts'
import type { Role } from './world.ts'

/** Who has which role, and what of it waits for a super admin or keeps one. */
export interface Roles {
  /** As assigned. Who is not here is a member. */
  readonly assigned: ReadonlyMap<number, Role>
  /** Who became admin or super admin without an admin's word: what they were, and when. */
  readonly gained: readonly { readonly user: number; readonly was: Role; readonly at: number }[]
  /** Gains that wait for a super admin. */
  readonly stopped: Map<number, StoppedRole>
  /** Who keeps super admin because nobody else would be. */
  readonly kept: ReadonlySet<number>
}

interface StoppedRole {
  /** What they had before, and keep. */
  readonly was: Role
  readonly wanted: Role
  /** Whether a super admin has said yes. */
  readonly confirmed: boolean
}

export const noRoles: Roles = { assigned: new Map(), gained: [], stopped: new Map(), kept: new Set() }

const DAY_MS = 86_400_000
/** More in a day are stopped. */
const NEW_ADMINS_ALLOWED = 5

/** Managers of any kind are no admins. */
function height(role: Role): number {
  return role === 'super-admin' ? 2 : role === 'admin' ? 1 : 0
}

/** What a run makes of everybody's roles: new admins are judged together, then the last super admin is looked at. */
export function rolesOf(
  owed: ReadonlyMap<number, Owed>,
  before: Roles,
  now: number,
  note: (what: string) => void = () => {},
): Roles {
  const had = (user: number): Role => before.assigned.get(user) ?? 'member'
  const rising = [...owed].filter(([user, { role }]) => height(role) > height(had(user))).map(([user]) => user)
  const pending = rising.filter((user) => !hasWord(user, owed.get(user)!, before))
  // Who is inactive now is entitled as before: the stop goes on, for when they are back.
  const away = [...before.stopped]
    .filter(([user, { was }]) => {
      const { withheld, roleByPin, roleUnlessWithheld } = owed.get(user)!
      return withheld && !roleByPin && height(roleUnlessWithheld) > height(was)
    })
    .map(([user, stop]) => [user, awayStill(stop, owed.get(user)!.roleUnlessWithheld)] as const)
  const without = withLastSuperAdmins(owed, before, new Set(pending))

  // Who has it still by what they are entitled to: who only keeps super admin as the last one is no new admin any more.
  const recent = before.gained.filter(
    ({ user, was, at }) => at > now - DAY_MS && height(owed.get(user)?.role ?? 'member') > height(was),
  )
  const waiting = away.filter(([, { confirmed }]) => !confirmed).map(([user]) => user)
  const counted = new Set([...pending, ...waiting, ...recent.map(({ user }) => user)])
  const isOpen = waiting.length > 0 || pending.some((user) => before.stopped.has(user))
  const areStopped = pending.length > 0 && (isOpen || counted.size > NEW_ADMINS_ALLOWED)
  if (areStopped) note(isOpen ? 'new admins join those stopped' : 'new admins are stopped')

  const { assigned, kept } = areStopped ? without : withLastSuperAdmins(owed, before, new Set())
  const given = areStopped ? [] : pending
  for (const user of rising) if (!pending.includes(user)) note('new admin by word')
  for (const _ of given) note('new admin')
  if (kept.size > 0) note('last super admins keep the role')
  for (const user of before.kept) if (!kept.has(user)) note('last super admin no more')
  return {
    assigned,
    kept,
    gained: [...before.gained, ...given.map((user) => ({ user, was: had(user), at: now }))],
    stopped: new Map([
      ...away,
      ...(areStopped ? pending.map((user) => [user, stopOf(user, owed.get(user)!.role, before)] as const) : []),
    ]),
  }
}

/** Who is away may come to be entitled to something else meanwhile: a yes to less was no yes to it. */
function awayStill(stop: StoppedRole, wanted: Role): StoppedRole {
  return { ...stop, wanted, confirmed: stop.confirmed && height(wanted) <= height(stop.wanted) }
}

function stopOf(user: number, wanted: Role, { stopped, assigned }: Roles): StoppedRole {
  return { was: stopped.get(user)?.was ?? assigned.get(user) ?? 'member', wanted, confirmed: false }
}

/** A pin names the user; a super admin who confirmed said yes to one role, and so to what is below it. */
function hasWord(user: number, { role, roleByPin }: Owed, { stopped }: Roles): boolean {
  const stop = stopped.get(user)
  return roleByPin || (stop?.confirmed === true && height(role) <= height(stop.wanted))
}

/**
 * Everybody gets what they are entitled to, but for those whose gain waits. Where nobody would be super admin who can
 * sign in, those who were and can keep it.
 */
function withLastSuperAdmins(
  owed: ReadonlyMap<number, Owed>,
  before: Roles,
  waiting: ReadonlySet<number>,
): Pick<Roles, 'assigned' | 'kept'> {
  const had = (user: number): Role => before.assigned.get(user) ?? 'member'
  const assigned = new Map(
    [...owed].map(([user, { role }]): [number, Role] => [
      user,
      waiting.has(user) ? (before.stopped.get(user)?.was ?? had(user)) : role,
    ]),
  )
  if ([...assigned.values()].includes('super-admin')) return { assigned, kept: new Set() }
  const last = [...owed].filter(([user, { withheld }]) => withheld === null && had(user) === 'super-admin')
  for (const [user] of last) assigned.set(user, 'super-admin')
  return { assigned, kept: new Set(last.map(([user]) => user)) }
}
