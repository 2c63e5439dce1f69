import type { Role } from './rule.ts'

const order = { member: 0, manager: 1, admin: 2, 'super-admin': 3 } as const

/**
 * Whether somebody with the second role may do less than with the first: a lower one, or a manager without a privilege or
 * a managed group that they had. Null is a member.
 */
export function isLess(before: Role | null, after: Role | null): boolean {
  const [was, is] = [order[before?.role ?? 'member'], order[after?.role ?? 'member']]
  if (was !== is) return is < was
  if (before?.role !== 'manager' || after?.role !== 'manager') return false
  const lacksPrivilege = before.privileges.some((privilege) => !after.privileges.includes(privilege))
  const { managedGroups: had } = before
  const { managedGroups: has } = after
  if (has === 'all') return lacksPrivilege
  return lacksPrivilege || had === 'all' || had.some((group) => !has.includes(group))
}
