import type { UserNo } from '../directory/user.ts'
import type { Entitlement } from '../rules/decide.ts'
import type { RuleId } from '../rules/rule.ts'
import type { Change } from './change.ts'

/** What one rule brings about in a plan, in users. */
export interface RuleSum {
  readonly rule: RuleId
  /** Users whom it gives something, and who lose what it gave them. */
  readonly gain: number
  readonly lose: number
  readonly change: number
}

const GAINS = /^seat\.(given|returned)$/
const LOSSES = /^(seat\.lost|loss\.stopped)$/
const CHANGES = /^(seat\.moved|(role|user-group|device-groups|language|welcome-template|settings-template)\.changed)$/

const fields = {
  'role.changed': 'role',
  'user-group.changed': 'userGroup',
  'language.changed': 'language',
  'welcome-template.changed': 'welcomeTemplate',
  'settings-template.changed': 'settingsTemplate',
} as const satisfies Partial<Record<Change['kind'], keyof Entitlement>>

/**
 * What each rule brings about: what it gives from now on by its own doing, what goes by the rule that gave it until now.
 *
 * @param before what a user was entitled to; undefined where that is not known, and then what goes is nobody's
 */
export function sumsByRule(
  changes: readonly Change[],
  before: (user: UserNo) => Entitlement | undefined,
): readonly RuleSum[] {
  const sums = new Map<RuleId, Record<keyof typeof patterns, Set<UserNo>>>()
  for (const change of changes) {
    const rule = ruleBehind(change, before)
    if (!rule) continue
    const of = sums.get(rule) ?? { gain: new Set(), lose: new Set(), change: new Set() }
    sums.set(rule, of)
    for (const [outcome, pattern] of Object.entries(patterns))
      if (pattern.test(change.kind)) of[outcome as keyof typeof patterns].add(change.user)
  }
  return [...sums].map(([rule, { gain, lose, change }]) => ({
    rule,
    gain: gain.size,
    lose: lose.size,
    change: change.size,
  }))
}

const patterns = { gain: GAINS, lose: LOSSES, change: CHANGES } as const

function ruleBehind(
  { user, kind, product, because }: Change,
  before: (user: UserNo) => Entitlement | undefined,
): RuleId | undefined {
  if (because.kind === 'rule') return because.rule
  const entitlement = before(user)
  const field = fields[kind as keyof typeof fields]
  const given = product ? entitlement?.products.get(product) : field && entitlement?.[field]
  return given && 'rule' in given.from ? given.from.rule : undefined
}
