import { describe, expect, it } from 'vitest'
import type { Owed } from './oracle.ts'
import { noRoles, type Roles, rolesOf } from './oracle-roles.ts'
import type { Role } from './world.ts'

const HOUR_MS = 3_600_000

const unset = { userGroup: null, language: null, deviceGroups: [], settingsTemplate: null } as const
const owes = (role: Role, more: Partial<Owed> = {}): Owed => ({
  ...unset,
  withheld: null,
  products: new Map(),
  denied: new Set(),
  role,
  roleUnlessWithheld: role,
  roleByPin: false,
  ...more,
})
const inactive = owes('member', { withheld: 'inactive' })

/** Users 1, 2, 3 … are owed these. */
const all = (...those: readonly (Owed | Role)[]) =>
  new Map(those.map((one, index) => [index + 1, typeof one === 'string' ? owes(one) : one]))
const many = (count: number, role: Role): Role[] => Array.from({ length: count }, () => role)
const roles = (state: Roles) => [...state.assigned.values()]
const first = (...those: readonly (Owed | Role)[]) => rolesOf(all(...those), noRoles, 0)
/** These roles, had for long. */
const longAgo = (...those: readonly Role[]): Roles => ({
  ...noRoles,
  assigned: new Map(those.map((r, i) => [i + 1, r])),
})
const confirmed = (state: Roles, ...users: readonly number[]): Roles => ({
  ...state,
  stopped: new Map([...state.stopped].map(([user, stop]) => [user, { ...stop, confirmed: users.includes(user) }])),
})

describe('new admins, by the oracle', () => {
  it('are given up to five in a day, and stopped together from the sixth on', () => {
    expect(roles(first(...many(5, 'admin')))).toEqual(many(5, 'admin'))
    const six = first(...many(5, 'admin'), 'super-admin')
    expect(roles(six)).toEqual(many(6, 'member'))
    expect(six.stopped.get(6)).toEqual({ was: 'member', wanted: 'super-admin', confirmed: false })
  })

  it('add up over runs for a day, while they have the role still', () => {
    const five = first(...many(5, 'admin'), 'member', 'member')
    const later = (hours: number, ...owed: readonly (Owed | Role)[]) => rolesOf(all(...owed), five, hours * HOUR_MS)
    expect(roles(later(23, ...many(6, 'admin'))).at(-1)).toBe('member')
    expect(roles(later(24, ...many(6, 'admin'))).at(-1)).toBe('admin')
    expect(roles(later(1, 'member', ...many(5, 'admin'), 'member')).at(-2)).toBe('admin')
    expect(roles(later(1, inactive, ...many(5, 'admin'), 'member')).at(-2)).toBe('admin')
    expect(roles(later(1, 'manager', ...many(6, 'admin'))).slice(-2)).toEqual(['member', 'member'])
  })

  it('are also admins who become super admin, counted once; not those who step down', () => {
    const six = [...many(6, 'admin')]
    expect(rolesOf(all(...many(6, 'super-admin')), longAgo(...six), 0).stopped.size).toBe(6)
    const five = rolesOf(all(...many(5, 'super-admin')), longAgo(...six), 0)
    expect(roles(five)).toEqual(many(5, 'super-admin'))
    expect(roles(rolesOf(all(...many(5, 'super-admin'), 'admin', 'admin'), five, 1)).at(-1)).toBe('member')
    const back = all('super-admin', ...many(5, 'admin'), 'admin')
    expect(roles(rolesOf(back, five, 1)).at(-1)).toBe('admin')
    expect(rolesOf(all(...six), longAgo(...many(6, 'super-admin')), 0).gained).toEqual([])
  })

  it('keep the role they had, and nothing passes by time', () => {
    const was = longAgo(...many(5, 'member'), 'manager of reports')
    const stopped = rolesOf(all(...many(6, 'admin')), was, 0)
    expect(roles(stopped).at(-1)).toBe('manager of reports')
    expect(rolesOf(all(...many(6, 'admin')), stopped, 1000 * HOUR_MS).stopped.size).toBe(6)
  })

  it('join those who wait, however few', () => {
    const six = first(...many(6, 'admin'), 'member')
    const one = rolesOf(all(...many(5, 'member'), 'admin', 'admin'), six, 1)
    expect([...one.stopped.keys()]).toEqual([6, 7])
  })

  it('wait no more when the cause is gone, and are judged anew when it is back', () => {
    const six = first(...many(6, 'admin'))
    const gone = rolesOf(all(...many(6, 'member')), six, 1)
    expect(gone.stopped.size).toBe(0)
    expect(roles(rolesOf(all('admin', ...many(5, 'member')), gone, 2))[0]).toBe('admin')
    expect(rolesOf(all(inactive, ...many(5, 'member')), six, 1).stopped.size).toBe(0)
  })

  it('wait on while they are inactive, and have what they had when they are back', () => {
    const was = longAgo(...many(5, 'member'), 'manager')
    const away = owes('member', { withheld: 'inactive', roleUnlessWithheld: 'admin' })
    const six = rolesOf(all(...many(6, 'admin')), was, 0)
    const left = rolesOf(all('admin', ...many(4, 'member'), away), six, 1)
    expect(roles(left)).toEqual(many(6, 'member'))
    expect([...left.stopped.keys()].sort()).toEqual([1, 6])
    const only = rolesOf(all('admin', ...many(4, 'member'), away), confirmed(left, 1), 2)
    expect(roles(only)[0]).toBe('admin')
    const back = rolesOf(all('admin', ...many(4, 'member'), 'admin'), only, 3)
    expect([roles(back).at(-1), back.stopped.size]).toEqual(['manager', 1])
    const given = rolesOf(all('admin', ...many(4, 'member'), away), confirmed(only, 6), 4)
    expect(roles(rolesOf(all('admin', ...many(4, 'member'), 'admin'), given, 5)).at(-1)).toBe('admin')
  })

  it('whom a super admin confirmed have the role at the next run, and are not counted', () => {
    const six = confirmed(first(...many(6, 'admin'), 'member'), 1, 2)
    const next = rolesOf(all(...many(6, 'admin'), 'member'), six, 1)
    expect(roles(next)).toEqual(['admin', 'admin', ...many(5, 'member')])
    expect([...next.stopped.keys()]).toEqual([3, 4, 5, 6])
    const rest = rolesOf(all(...many(6, 'admin'), 'member'), confirmed(next, 3, 4, 5, 6), 2)
    expect(rest.gained).toEqual([])
    expect(roles(rolesOf(all(...many(7, 'admin')), rest, 3)).at(-1)).toBe('admin')
  })

  it('were confirmed for one role and what is below it, not for what is above', () => {
    const six = confirmed(first(...many(5, 'admin'), 'super-admin'), 1, 6)
    const next = rolesOf(all('super-admin', ...many(4, 'admin'), 'admin'), six, 1)
    expect(roles(next)).toEqual([...many(5, 'member'), 'admin'])
    expect(next.stopped.get(1)).toEqual({ was: 'member', wanted: 'super-admin', confirmed: false })
  })

  it('by a pin are neither counted nor stopped; a pin on the role they have ends a stop', () => {
    const pinned = owes('admin', { roleByPin: true })
    const seven = rolesOf(all(...many(6, 'admin'), pinned), noRoles, 0)
    expect(roles(seven).at(-1)).toBe('admin')
    expect(roles(rolesOf(all(...Array.from({ length: 6 }, () => pinned), 'admin'), noRoles, 0))).toEqual(
      many(7, 'admin'),
    )
    const kept = owes('member', { roleByPin: true })
    expect([...rolesOf(all(kept, ...many(5, 'admin'), pinned), seven, 1).stopped.keys()]).toEqual([2, 3, 4, 5, 6])
  })
})

describe('the last super admin, by the oracle', () => {
  it('keeps the role while nobody else would have it who can sign in', () => {
    const kept = rolesOf(all('member', 'admin'), longAgo('super-admin', 'member'), 0)
    expect(roles(kept)).toEqual(['super-admin', 'admin'])
    expect([...kept.kept]).toEqual([1])
    expect(roles(rolesOf(all('member', 'admin'), kept, 1))).toEqual(['super-admin', 'admin'])
    expect(roles(rolesOf(all('member', 'super-admin'), kept, 1))).toEqual(['member', 'super-admin'])
  })

  it('are all who are it and can sign in', () => {
    const those = longAgo('super-admin', 'super-admin', 'super-admin')
    expect(roles(rolesOf(all('member', 'manager', inactive), those, 0))).toEqual([
      'super-admin',
      'super-admin',
      'member',
    ])
    expect(roles(rolesOf(all('member', 'super-admin', inactive), those, 0))).toEqual([
      'member',
      'super-admin',
      'member',
    ])
  })

  it('is nobody when those who were it cannot sign in', () => {
    expect(roles(rolesOf(all(inactive, 'admin'), longAgo('super-admin', 'admin'), 0))).toEqual(['member', 'admin'])
    expect(roles(first('member'))).toEqual(['member'])
  })

  it('is not relieved by one whose gain is stopped, but by one confirmed in the same run', () => {
    const was = { ...longAgo('super-admin', ...many(6, 'member')) }
    const stopped = rolesOf(all('member', ...many(6, 'super-admin')), was, 0)
    expect(roles(stopped)).toEqual(['super-admin', ...many(6, 'member')])
    const relieved = rolesOf(all('member', ...many(6, 'super-admin')), confirmed(stopped, 2), 1)
    expect(roles(relieved)).toEqual(['member', 'super-admin', ...many(5, 'member')])
  })

  it('keeps it against a pin, too', () => {
    const pinned = owes('member', { roleByPin: true })
    expect(roles(rolesOf(all(pinned), longAgo('super-admin'), 0))).toEqual(['super-admin'])
  })
})
