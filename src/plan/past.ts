import type { Content } from '../rules/content.ts'
import type { Role } from '../rules/rule.ts'
import type { Withheld } from './change.ts'
import { type Standing, type Status, statusOf } from './status.ts'

/** What somebody was assigned at a moment, as it was in effect. */
export interface Assigned {
  readonly role: Role
  readonly userGroup: string | null
  readonly deviceGroups: readonly string[]
  readonly language: Content['language']
  readonly settingsTemplate: string | null
  readonly welcomeTemplate: string | null
}

const member: Role = { role: 'member' }

/** Withheld: role and device groups are kept from them, user group and language stay. */
export function assignedAs(content: Content | null, withheld: Withheld | null): Assigned {
  const named = (id: string | null | undefined) => (!id || id === 'none' || id === 'default' ? null : id)
  return {
    role: (withheld === null && content?.role) || member,
    userGroup: named(content?.userGroup),
    deviceGroups: withheld === null ? (content?.deviceGroups ?? []) : [],
    language: content?.language ?? null,
    settingsTemplate: named(content?.settingsTemplate),
    welcomeTemplate: named(content?.welcomeTemplate),
  }
}

/**
 * The status at a past moment. Undefined where it cannot be known: of visits only the last is kept.
 *
 * @param standing access and hadAccess as of the moment; the visits as they are now
 */
export function pastStatusOf(standing: Standing, at: Date, inactiveAfterDays: number): Status | undefined {
  const { access, signedInAt, lastSeenAt } = standing
  const cameLater = signedInAt !== null && signedInAt > at
  if (access && cameLater) return undefined
  const seenLater = lastSeenAt !== null && lastSeenAt > at
  // Seen at the sign-in at the latest, and perhaps again: active is certain, inactive is not.
  const status = statusOf({ ...standing, lastSeenAt: seenLater ? null : lastSeenAt }, at, inactiveAfterDays)
  return seenLater && status === 'inactive' ? undefined : status
}

export interface SeatStand {
  readonly tier: string
  readonly state: 'held' | 'grace'
}

/** One user at one moment, in what two moments are compared by. */
export interface Stand extends Assigned {
  /** By product. */
  readonly seats: ReadonlyMap<string, SeatStand>
}

/** The names of what differs between two moments, and the products whose seats do. */
export interface StandDifference {
  readonly products: readonly string[]
  readonly fields: readonly (keyof Assigned)[]
}

const fields: readonly (keyof Assigned)[] = [
  'role',
  'userGroup',
  'deviceGroups',
  'language',
  'settingsTemplate',
  'welcomeTemplate',
]

export function differenceBetween(from: Stand, to: Stand): StandDifference {
  const products = [...new Set([...from.seats.keys(), ...to.seats.keys()])].filter((product) => {
    const [was, is] = [from.seats.get(product), to.seats.get(product)]
    return was?.tier !== is?.tier || was?.state !== is?.state
  })
  return { products, fields: fields.filter((field) => keyOf(from, field) !== keyOf(to, field)) }
}

/** What is stored comes back with its members in another order. */
function keyOf(stand: Assigned, field: keyof Assigned): string {
  const { role } = stand
  if (field !== 'role') return JSON.stringify(stand[field])
  return JSON.stringify(role.role === 'manager' ? [role.role, role.privileges, role.managedGroups] : [role.role])
}
