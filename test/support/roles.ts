import fc from 'fast-check'
import type { UserNo } from '../../src/directory/user.ts'
import {
  decideRoles,
  isNewAdmin,
  type OpenRole,
  type RoleDecision,
  type RoleStanding,
  type RolesElsewhere,
} from '../../src/plan/roles.ts'
import { type RoleName, roles } from '../../src/rules/rule.ts'

export const nobodyElse: RolesElsewhere = { recent: [], someWait: false, someSuperAdmin: false }

/** How somebody stands: `had` before, entitled to `wanted`. */
export function standing(
  user: number,
  had: RoleName,
  wanted: RoleName,
  more: Partial<Omit<RoleStanding, 'user'>> = {},
): RoleStanding {
  return { user: user as UserNo, had, wanted, isWithheld: false, byWord: false, open: null, ...more }
}

/** Users 1 to `count`, all standing alike. */
export function crowd(
  count: number,
  had: RoleName,
  wanted: RoleName,
  more: Partial<RoleStanding> = {},
): readonly RoleStanding[] {
  return Array.from({ length: count }, (_, index) => standing(index + 1, had, wanted, more))
}

export function waiting(wanted: 'admin' | 'super-admin', confirmed = false): OpenRole {
  return { kind: 'new-admin', wanted, confirmed }
}

export function keeping(wanted: RoleName): OpenRole {
  return { kind: 'last-super-admin', wanted, confirmed: false }
}

/** "1 stop", in order. */
export function say(standings: readonly RoleStanding[], elsewhere: Partial<RolesElsewhere> = {}): readonly string[] {
  return decideRoles(standings, { ...nobodyElse, ...elsewhere }).map(({ user, action }) => `${user} ${action}`)
}

/** How everybody stands once a decision is carried out, and nothing else has happened. */
export function carriedOut(
  standings: readonly RoleStanding[],
  decisions: readonly RoleDecision[],
): readonly RoleStanding[] {
  const made = new Map(decisions.map((decision) => [decision.user, decision.action]))
  return standings.map((standing): RoleStanding => {
    const { user, wanted, isWithheld } = standing
    const confirmed = standing.open?.confirmed === true && !isNewAdmin(standing.open.wanted, wanted)
    const action = made.get(user)
    if (action === 'stop') return { ...standing, open: { kind: 'new-admin', wanted, confirmed } }
    if (action === 'keep') return { ...standing, open: { kind: 'last-super-admin', wanted, confirmed: false } }
    return { ...standing, had: isWithheld ? 'member' : wanted, open: null }
  })
}

/** Anybody who may stand so, and what may be known of others. */
export const anyStandings: fc.Arbitrary<{
  readonly standings: readonly RoleStanding[]
  readonly elsewhere: RolesElsewhere
}> = fc
  .record({
    drawn: fc.array(
      fc.record({
        had: fc.constantFrom(...roles),
        wanted: fc.constantFrom(...roles),
        isWithheld: fc.boolean(),
        byWord: fc.boolean(),
        open: fc.constantFrom('none', 'waits', 'confirmed', 'keeps'),
        before: fc.constantFrom(...roles),
      }),
      { maxLength: 14 },
    ),
    recent: fc.array(
      fc.record({ user: fc.nat(20), had: fc.constantFrom('member', 'admin'), role: fc.constantFrom(...roles) }),
      { maxLength: 4 },
    ),
    someWait: fc.boolean(),
    someSuperAdmin: fc.boolean(),
  })
  .map(({ drawn, recent, someWait, someSuperAdmin }) => ({
    standings: drawn.map(({ had, wanted, isWithheld, byWord, open, before }, index) => {
      const keeps = open === 'keeps' && had === 'super-admin'
      const waits = (open === 'waits' || open === 'confirmed') && had !== 'super-admin'
      const since = before === 'super-admin' || had === 'admin' ? 'super-admin' : 'admin'
      const stopped = keeps ? keeping(before) : waits ? waiting(since, open === 'confirmed') : null
      return standing(index, had, wanted, { isWithheld, byWord, open: stopped })
    }),
    elsewhere: {
      recent: recent.map((gain) => ({ ...gain, user: gain.user as UserNo })) as RolesElsewhere['recent'],
      someWait,
      someSuperAdmin,
    },
  }))
