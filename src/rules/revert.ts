import type { Named } from './named.ts'
import type { Gives, Role, Rule } from './rule.ts'

/** Something that an earlier rule gave and that is gone since. */
export interface LeftOut {
  readonly rule: Rule
  readonly kind: 'product' | 'tier' | 'user-group' | 'device-group' | 'settings-template' | 'welcome-template' | 'role'
  /** Of a role that cannot be as it was, the managed group that is gone. */
  readonly id: string
}

/**
 * Earlier rules without what is gone since. A rule stays where it was, and gives less; a manager's role goes whole when
 * none of its managed groups is left, for a list that becomes empty never turns into "all". Directory groups are never
 * gone altogether: the rule stays, marked.
 *
 * @param names whatever there is among the ids that the rules name
 */
export function withoutGone(
  rules: readonly Rule[],
  names: ReadonlyMap<string, Named>,
): { readonly rules: readonly Rule[]; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = []
  const made = rules.map((rule) => {
    const out = (kind: LeftOut['kind'], id: string) => void leftOut.push({ rule, kind, id })
    return { ...rule, gives: stillThere(rule.gives, names, out) }
  })
  return { rules: made, leftOut }
}

type Out = (kind: LeftOut['kind'], id: string) => void

function stillThere(gives: Gives, names: ReadonlyMap<string, Named>, out: Out): Gives {
  const isThere = (kind: Exclude<LeftOut['kind'], 'role'>, id: string) => {
    const there = names.get(id)?.kind === kind
    if (!there) out(kind, id)
    return there
  }
  const { role, userGroup, welcomeTemplate, settingsTemplate, ...rest } = gives
  const left = role && roleLeft(role, isThere, out)
  return {
    ...rest,
    products: gives.products.filter(({ product, tier }) => isThere('product', product) && isThere('tier', tier)),
    deviceGroups: gives.deviceGroups.filter((group) => isThere('device-group', group)),
    ...(left && { role: left }),
    ...(userGroup && (userGroup === 'none' || isThere('user-group', userGroup)) && { userGroup }),
    ...(welcomeTemplate &&
      (welcomeTemplate === 'default' || isThere('welcome-template', welcomeTemplate)) && { welcomeTemplate }),
    ...(settingsTemplate &&
      (settingsTemplate === 'default' || isThere('settings-template', settingsTemplate)) && { settingsTemplate }),
  }
}

function roleLeft(role: Role, isThere: (kind: 'user-group', id: string) => boolean, out: Out): Role | undefined {
  if (role.role !== 'manager' || role.managedGroups === 'all') return role
  const managedGroups = role.managedGroups.filter((group) => isThere('user-group', group))
  if (managedGroups.length > 0) return { ...role, managedGroups }
  out('role', role.managedGroups[0]!)
  return undefined
}
