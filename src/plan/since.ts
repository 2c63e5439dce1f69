import type { Content } from '../rules/content.ts'
import type { Asked } from '../rules/explain.ts'
import type { Withheld } from './change.ts'

/** What was assigned to a user over some time. */
export interface AssignedInterval {
  readonly since: Date
  /** Null: it is so now. */
  readonly until: Date | null
  readonly content: Content
  readonly withheld: Withheld | null
  readonly access: boolean
  /** The request that led to it; null where only time passed. */
  readonly request: string | null
}

/** What is asked of an assignment: a field of it but products, all device groups, or access. */
export type Assigned =
  | Exclude<Asked, { readonly field: 'product' }>
  | { readonly field: 'all-device-groups' | 'access' }

/**
 * Since when a user has had what they have now, through every run that changed something else, and which request led to
 * it. Null where nothing was ever assigned.
 *
 * @param past newest first
 */
export function sinceWhen(
  past: readonly AssignedInterval[],
  asked: Assigned,
): { readonly at: Date; readonly request: string | null } | null {
  const [now] = past
  if (!now || now.until !== null) return null
  let first = now
  for (const earlier of past.slice(1)) {
    const isNext = earlier.until?.getTime() === first.since.getTime()
    if (!isNext || valueAt(earlier, asked) !== valueAt(now, asked)) break
    first = earlier
  }
  return { at: first.since, request: first.request }
}

/** One text for equal values. */
function valueAt({ content, withheld, access }: AssignedInterval, asked: Assigned): string {
  const role = withheld ? null : content.role
  const deviceGroups = withheld ? [] : content.deviceGroups
  switch (asked.field) {
    case 'role':
      return roleText(role)
    case 'device-groups':
      return String(deviceGroups.includes(asked.group))
    case 'all-device-groups':
      return deviceGroups.join()
    case 'welcome-template':
      return content.welcomeTemplate ?? ''
    case 'language':
      return content.language ?? ''
    case 'user-group':
      return content.userGroup ?? ''
    case 'settings-template':
      return content.settingsTemplate ?? ''
    case 'access':
      return String(access)
  }
}

/** Nobody sets it, or a rule says so: both are a member. */
function roleText(role: Content['role']): string {
  if (role?.role !== 'manager') return role?.role ?? 'member'
  return JSON.stringify([role.privileges, role.managedGroups])
}
