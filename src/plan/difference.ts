import { type Content, contentOf, isNothing } from '../rules/content.ts'
import { type Entitlement, nothing, type Origin } from '../rules/decide.ts'
import type { RoleName } from '../rules/rule.ts'
import type { Because, Change, ChangeKind } from './change.ts'
import type { Assignment, Person } from './person.ts'

/** What a user is to be assigned, everything but seats. */
export interface Target {
  readonly content: Content
  readonly key: string
  readonly withheld: Assignment['withheld']
  readonly access: boolean
  readonly hadAccess: boolean
  readonly role: RoleName
}

export interface Difference {
  /** Null: the assignment stays as it is. */
  readonly target: Target | null
  readonly changes: readonly Change[]
  /** The mail that goes out: one kind for who never signed in, another for who did. */
  readonly mail: 'welcome' | 'change' | null
}

const unchanged: Difference = { target: null, changes: [], mail: null }

/**
 * How a user's assignment differs from what they should have, seats aside (they have been decided by now, and access
 * follows from them). A user who matches nothing and never had anything gets no assignment at all.
 *
 * @param version version of the live rule set, for the reasons
 */
export function difference(person: Person, version: number): Difference {
  const { content, key } = contentOf(person.entitlement, person.keptRole)
  const before = person.assignment
  const role = person.withheld ? 'member' : (content.role?.role ?? 'member')
  const hasSeat = person.seats.size > 0
  const access = person.withheld === null && (role !== 'member' || hasSeat)
  if (!before && isNothing(content) && !access) return unchanged

  const hadAccess = access || (before?.hadAccess ?? false)
  const target: Target = { content, key, withheld: person.withheld, access, hadAccess, role }
  const changes = changesBetween(person, target, version)
  const same =
    before &&
    changes.length === 0 &&
    before.withheld === target.withheld &&
    before.access === access &&
    before.key === key
  if (same) return unchanged
  const mail = access && !before?.access ? (person.signedIn ? 'change' : 'welcome') : null
  return { target, changes, mail }
}

const noContent = contentOf(nothing).content

function changesBetween(person: Person, target: Target, version: number): Change[] {
  const { entitlement, user } = person
  const before = person.assignment
  const was = before?.content ?? noContent
  const changes: Change[] = []
  const add = (kind: ChangeKind, from: unknown, to: unknown, because: () => Because) => {
    if (!isSame(from, to)) changes.push({ user, kind, detail: { from, to }, because: because() })
  }
  const reason = (origin: Origin | undefined) => () => becauseOf(person, origin, version)
  const withheldReason = (origin: Origin | undefined) =>
    person.withheld ? () => withRequest(person, { kind: person.withheld! }) : reason(origin)

  const wasRole = before && !before.withheld ? was.role : null
  const isRole = person.withheld ? null : target.content.role
  add('role.changed', named(wasRole), named(isRole), withheldReason(entitlement.role?.from))
  add('user-group.changed', was.userGroup, target.content.userGroup, reason(entitlement.userGroup?.from))
  const wasDevices = before && !before.withheld ? was.deviceGroups : []
  const isDevices = person.withheld ? [] : target.content.deviceGroups
  add('device-groups.changed', wasDevices, isDevices, withheldReason(entitlement.deviceGroups.values().next().value))
  add('language.changed', was.language, target.content.language, reason(entitlement.language?.from))
  add(
    'welcome-template.changed',
    was.welcomeTemplate,
    target.content.welcomeTemplate,
    reason(entitlement.welcomeTemplate?.from),
  )
  add(
    'settings-template.changed',
    was.settingsTemplate,
    target.content.settingsTemplate,
    reason(entitlement.settingsTemplate?.from),
  )

  const hadAccess = before?.access ?? false
  if (target.access && !hadAccess)
    changes.push({ user, kind: 'access.given', because: becauseOf(person, firstOrigin(entitlement), version) })
  if (!target.access && hadAccess)
    changes.push({
      user,
      kind: 'access.ended',
      because: withRequest(person, { kind: person.withheld ?? 'no-rule-matches' }),
    })
  return changes
}

/** Values that differ in most cases only where they are texts or null: then nothing has to be written out to compare. */
function isSame(from: unknown, to: unknown): boolean {
  if (from === to) return true
  if (typeof from !== 'object' || typeof to !== 'object' || from === null || to === null) return false
  return JSON.stringify(from) === JSON.stringify(to)
}

const member = { role: 'member' }

/** Nobody sets it, or a rule says so: both are a member, and passing from one to the other is no change of role. */
function named(role: Content['role']): unknown {
  if (role === null || role.role === 'member') return member
  if (role.role !== 'manager') return { role: role.role }
  return { role: role.role, privileges: role.privileges, managedGroups: role.managedGroups }
}

function firstOrigin(entitlement: Entitlement): Origin | undefined {
  for (const given of entitlement.products.values()) if (given.value !== 'none') return given.from
  return entitlement.role?.from
}

/** The reason a value was set: its rule or pin; without one, that no rule matches any more. */
export function becauseOf(person: Person, origin: Origin | undefined, version: number): Because {
  if (!origin) return withRequest(person, { kind: 'no-rule-matches' })
  if ('pin' in origin) return withRequest(person, { kind: 'pin', pin: origin.pin })
  return withRequest(person, { kind: 'rule', rule: origin.rule, version })
}

/** A reason, with the request that led to it where there is one. */
export function withRequest(person: Person, because: Because): Because {
  return person.request ? { ...because, request: person.request } : because
}
