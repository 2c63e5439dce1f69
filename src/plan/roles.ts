import type { UserNo } from '../directory/user.ts'
import type { Entitlement } from '../rules/decide.ts'
import { type Role, type RoleName, roles } from '../rules/rule.ts'

/** New admins and super admins always allowed in the safeguard's time without an admin's word. One more, and all wait. */
export const newAdminsMax = 5

/** A role that the safeguard did not change before, as it is stored. */
export interface OpenRole {
  /** Waits for a super admin; or keeps super admin, for nobody else could sign in as one. */
  readonly kind: 'new-admin' | 'last-super-admin'
  /** What they were entitled to when it was written. */
  readonly wanted: RoleName
  /** Whether a super admin said yes. */
  readonly confirmed: boolean
}

/** How one user stands to roles when these are decided, after seats. */
export interface RoleStanding {
  readonly user: UserNo
  /** As assigned before the run: member while it was withheld, but for a stopped one, who goes on having what is kept. */
  readonly had: RoleName
  /** What they are entitled to, withheld or not. */
  readonly wanted: RoleName
  readonly isWithheld: boolean
  /** Whether an admin named the user: a pin sets the role. */
  readonly byWord: boolean
  readonly open: OpenRole | null
}

/** What a decision needs to know of those who have no standing in it, and of the day before. */
export interface RolesElsewhere {
  /** Who became admin or super admin within the window without an admin's word: from what, and what is assigned now. */
  readonly recent: readonly { readonly user: UserNo; readonly had: RoleName; readonly role: RoleName }[]
  /** Whether somebody else waits for a super admin. */
  readonly someWait: boolean
  /** Whether somebody else is super admin and able to sign in. */
  readonly someSuperAdmin: boolean
}

/** What becomes of one user's role: only those of whom there is something to say. */
export type RoleDecision = { readonly user: UserNo } & (
  | { readonly action: 'give'; readonly byWord: boolean }
  | { readonly action: 'stop' }
  | { readonly action: 'keep' }
  | { readonly action: 'let-go' }
)

/** Whether somebody would be a new admin: admin or super admin, and more than they had. */
export function isNewAdmin(had: RoleName, wanted: RoleName): boolean {
  return roles.indexOf(wanted) >= roles.indexOf('admin') && roles.indexOf(wanted) > roles.indexOf(had)
}

/** Whether the decision depends on others: else nobody has to be asked about. */
export function isAtStake({ had, wanted, isWithheld, open }: RoleStanding): boolean {
  return open !== null || (!isWithheld && (isNewAdmin(had, wanted) || (had === 'super-admin' && wanted !== had)))
}

/** A role that is not changed, and the one that is stored instead. */
export interface KeptRole extends OpenRole {
  readonly kept: Role | null
}

/** Whether what was stopped has to stay so, for all that can be said without asking about others: else a run has to look. */
export function isRoleSettled(open: KeptRole, entitled: Entitlement['role'], isWithheld: boolean): boolean {
  const wanted = entitled?.value.role ?? 'member'
  const kept = open.kept?.role ?? 'member'
  if (open.wanted !== wanted) return false
  if (open.kind === 'last-super-admin') return !isWithheld && kept === 'super-admin' && wanted !== kept
  return isNewAdmin(kept, wanted) && !isPinned(entitled) && (isWithheld || !open.confirmed)
}

/** Whether an admin named the user. */
export function isPinned(entitled: Entitlement['role']): boolean {
  return entitled !== null && 'pin' in entitled.from
}

/**
 * Roles of a run, all of them together. New admins are judged as losses are: those of a day add up, over the limit all
 * that are pending are stopped, and while some wait, later ones join them. Then, if nobody would be super admin and able
 * to sign in, those who are now keep it; as soon as somebody else is, they are let go.
 *
 * @param standings who is or would be admin or super admin, or is stopped; all who keep super admin among them
 * @param elsewhere of those who are not among `standings`
 * @returns give: a new admin; stop: keeps the earlier role; keep: the last super admin; let-go: nothing is stopped any more
 */
export function decideRoles(standings: readonly RoleStanding[], elsewhere: RolesElsewhere): readonly RoleDecision[] {
  const gaining = standings.filter(isGaining)
  const hasWord = (standing: RoleStanding) => standing.byWord || (isConfirmed(standing) && !standing.isWithheld)
  const waits = (standing: RoleStanding) => standing.open !== null && !standing.byWord && !isConfirmed(standing)
  const stops = gaining.some(waits) || elsewhere.someWait || newAdmins(standings, elsewhere) > newAdminsMax

  const decisions = new Map<UserNo, RoleDecision['action']>()
  for (const standing of gaining) {
    const isStopped = !hasWord(standing) && (standing.open !== null || stops)
    decisions.set(standing.user, isStopped ? 'stop' : 'give')
  }
  const isSuperAdmin = ({ user, had, wanted, isWithheld }: RoleStanding) =>
    !isWithheld && (decisions.get(user) === 'stop' ? had : wanted) === 'super-admin'
  if (!elsewhere.someSuperAdmin && !standings.some(isSuperAdmin))
    for (const { user, had, isWithheld } of standings)
      if (had === 'super-admin' && !isWithheld) decisions.set(user, 'keep')

  return standings.flatMap((standing): RoleDecision[] => {
    const { user, open } = standing
    const action = decisions.get(user)
    if (action === 'give') return [{ user, action, byWord: hasWord(standing) }]
    if (action) return [{ user, action }]
    return open ? [{ user, action: 'let-go' }] : []
  })
}

/** A new admin of this run; and who is stopped stays so while withheld, or else would return without their earlier role. */
function isGaining({ had, wanted, isWithheld, open }: RoleStanding): boolean {
  return isNewAdmin(had, wanted) && (!isWithheld || open?.kind === 'new-admin')
}

/** A super admin said yes to a role, and to no higher one. */
function isConfirmed({ open, wanted }: RoleStanding): boolean {
  return open?.confirmed === true && !isNewAdmin(open.wanted, wanted)
}

/** Users who became it within the window and have it still, and those who would become it now: each once. */
function newAdmins(standings: readonly RoleStanding[], { recent }: RolesElsewhere): number {
  const here = new Map(standings.map((standing) => [standing.user, standing]))
  const counted = new Set<UserNo>()
  for (const { user, had, role } of recent) {
    const standing = here.get(user)
    const has = !standing ? role : standing.isWithheld ? 'member' : standing.wanted
    if (isNewAdmin(had, has)) counted.add(user)
  }
  for (const standing of standings)
    if (isGaining(standing) && !standing.byWord && !isConfirmed(standing)) counted.add(standing.user)
  return counted.size
}
