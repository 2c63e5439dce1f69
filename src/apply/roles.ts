import type { UserNo } from '../directory/user.ts'
import { becauseOf, withRequest } from '../plan/difference.ts'
import type { Person } from '../plan/person.ts'
import {
  decideRoles,
  isAtStake,
  isNewAdmin,
  isPinned,
  type OpenRole,
  type RoleDecision,
  type RoleStanding,
  type RolesElsewhere,
} from '../plan/roles.ts'
import type { Frame } from '../plan/store/frame.ts'
import type { Role, RoleName } from '../rules/rule.ts'
import type { Record } from './record.ts'

/** Where the decision on roles looks: see plan/store/roles.ts. */
export interface RoleSight {
  openRoles(users: readonly UserNo[]): Promise<ReadonlyMap<UserNo, OpenRole>>
  recentNewAdmins(): Promise<RolesElsewhere['recent']>
  otherNewAdminsWait(users: ReadonlySet<UserNo>): Promise<boolean>
  otherSuperAdmins(users: ReadonlySet<UserNo>): Promise<boolean>
}

/** What the decision on roles needs of a round. */
export interface RoleTurn {
  readonly sight: RoleSight
  readonly frame: Frame
  readonly people: Map<UserNo, Person>
  readonly record: Record
}

/**
 * The turn of roles in a run, after seats and before everything else of a person is compared: new admins over the limit
 * are stopped, and the last super admin keeps the role. Who keeps a role is told so in `people`. Where the run makes no
 * admin, loses no super admin and nothing was stopped before, nothing is asked.
 *
 * @param meet brings users into the run: those who keep super admin are looked at together
 */
export async function recordRoles(turn: RoleTurn, meet: (users: readonly UserNo[]) => Promise<void>): Promise<void> {
  const { sight, frame, people, record } = turn
  const open = frame.rolesStopped ? await sight.openRoles([...people.keys()]) : new Map<UserNo, OpenRole>()
  const all = () => [...people.values()].map((person) => standingOf(person, open.get(person.user) ?? null))
  if (!all().some(isAtStake)) return
  await meet([...open.keys()].filter((user) => !people.has(user)))

  const standings = all().filter(({ had, wanted, open }) => open || isAdmin(had) || isAdmin(wanted))
  const here = new Set(standings.map(({ user }) => user))
  const gains = standings.some(({ had, wanted }) => isNewAdmin(had, wanted))
  const losesSuperAdmin = standings.some(({ had, wanted }) => had === 'super-admin' && wanted !== had)
  const decisions = decideRoles(standings, {
    recent: gains ? await sight.recentNewAdmins() : [],
    someWait: gains && frame.rolesStopped && (await sight.otherNewAdminsWait(here)),
    someSuperAdmin: losesSuperAdmin && (await sight.otherSuperAdmins(here)),
  })
  const byUser = new Map(standings.map((standing) => [standing.user, standing]))
  for (const decision of decisions) {
    const person = people.get(decision.user)!
    const standing = byUser.get(decision.user)!
    if (decision.action === 'stop' || decision.action === 'keep')
      people.set(person.user, { ...person, keptRole: roleBefore(person, standing.open) })
    write(record, person, standing, decision, frame.version)
  }
}

function standingOf(person: Person, open: OpenRole | null): RoleStanding {
  const { role } = person.entitlement
  return {
    user: person.user,
    had: roleBefore(person, open)?.role ?? 'member',
    wanted: role?.value.role ?? 'member',
    isWithheld: person.withheld !== null,
    byWord: isPinned(role),
    open,
  }
}

/** The role as assigned before the run, whole: none while it was withheld, unless what they keep was kept meanwhile. */
function roleBefore({ assignment }: Person, open: OpenRole | null): Role | null {
  return assignment && (open || !assignment.withheld) ? assignment.content.role : null
}

function isAdmin(role: RoleName): boolean {
  return isNewAdmin('member', role)
}

/** What a decision writes: a row that begins, goes on with another wish, or ends; and the change that says so. */
function write(
  record: Record,
  person: Person,
  { user, had, wanted, open }: RoleStanding,
  decision: RoleDecision,
  version: number,
): void {
  switch (decision.action) {
    case 'stop':
    case 'keep': {
      if (open?.wanted === wanted) return
      const because = becauseOf(person, person.entitlement.role?.from, version)
      const [kind, name] =
        decision.action === 'stop'
          ? (['new-admin', 'role.stopped'] as const)
          : (['last-super-admin', 'role.kept'] as const)
      record.roles.stopped.push({ user, kind, wanted, isNew: open === null, because })
      record.change({ user, kind: name, detail: { kept: had, wanted }, because })
      return
    }
    case 'give':
      if (open) record.roles.ended.push({ user, resolution: 'applied' })
      if (!decision.byWord) record.roles.gained.push({ user, had, role: wanted })
      return
    case 'let-go':
      record.roles.ended.push({ user, resolution: 'cause-gone' })
      record.change({ user, kind: 'role.cause-gone', because: withRequest(person, { kind: 'cause-gone' }) })
  }
}
