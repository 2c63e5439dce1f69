import type { DeviceGroupId } from '../library/library.ts'
import type { ProductId } from '../products/product.ts'
import type { Origin } from './decide.ts'
import type { FailingPart } from './failing.ts'
import type { Pin } from './pin.ts'
import type { Role, Rule } from './rule.ts'

/** What somebody may ask why about: one value of one field. Of products and device groups, one of them. */
export type Asked =
  | { readonly field: 'product'; readonly product: ProductId }
  | { readonly field: 'device-groups'; readonly group: DeviceGroupId }
  | { readonly field: 'role' | 'welcome-template' | 'language' | 'user-group' | 'settings-template' }

/** A tier or "none", a role, a language, or the id of something of the library, "none" or "default". */
export type Value = string | Role

/** How one rule stands to one user. */
export interface Bearing {
  readonly rule: Rule
  /** Whether the user is a member of its group, direct or inherited, whatever its condition. */
  readonly isMember: boolean
  /** Whether the condition holds for the user, in the group or not; true where there is none. */
  readonly conditionHolds: boolean
  /** The parts of the condition that do not hold; none where it holds. */
  readonly failing: readonly FailingPart[]
  /** Whether the group was deleted upstream, and none of its name came after it. */
  readonly groupGone: boolean
}

/** What keeps a rule from matching. */
export type Lack = 'group-gone' | 'not-a-member' | 'condition' | 'off' | 'shadow'

export type Verdict =
  | 'wins'
  /** Matches, but a higher rule decides the value. */
  | 'outranked'
  /** Matches, and gives what a higher rule gives already: device groups add up. */
  | 'gives-it-too'
  /** Matches, but a pin decides. */
  | 'pinned'
  | Lack

/** What became of one rule that sets the value. */
export interface Judged {
  readonly bearing: Bearing
  readonly value: Value
  readonly verdict: Verdict
  /** All that would have to change for it to match, the first of them being the verdict; empty where it matches. */
  readonly lacks: readonly Lack[]
}

export interface Explained {
  /** Null: nobody sets it. */
  readonly value: Value | null
  /** Where the value comes from, as `decide` says it. */
  readonly from: Origin | null
  /** The pin that decides, also where it takes the value away. */
  readonly pin: Pin | null
  readonly rules: readonly Judged[]
}

/**
 * Why the rules and pins give a user a value, or none: each rule that sets it, with what became of it. The same rules as
 * `decide`: one winner at most, pins before all.
 *
 * @param bearings every live rule, in any state, best rank first
 */
export function explain(asked: Asked, bearings: readonly Bearing[], pins: readonly Pin[]): Explained {
  const pin = pins.find((some) => concerns(some, asked)) ?? null
  let value = pin && pinnedValue(pin, asked)
  let from: Origin | null = pin && value !== null ? { pin: pin.id } : null
  const rules = bearings.flatMap((bearing): Judged[] => {
    const given = givenBy(bearing.rule, asked)
    if (given === undefined) return []
    const lacks = lacksOf(bearing)
    const loses = asked.field === 'device-groups' ? 'gives-it-too' : 'outranked'
    const verdict = lacks[0] ?? (pin ? 'pinned' : from === null ? 'wins' : loses)
    if (verdict === 'wins') {
      value = given
      from = { rule: bearing.rule.id }
    }
    return [{ bearing, value: given, verdict, lacks }]
  })
  return { value, from, pin, rules }
}

/** Every device group that a rule of any state or a pin gives the user or would give, in the order of the rules. */
export function deviceGroupsNamed(bearings: readonly Bearing[], pins: readonly Pin[]): readonly DeviceGroupId[] {
  const pinned = pins.flatMap((pin) => (pin.field === 'device-groups' ? pin.deviceGroups : []))
  return [...new Set([...pinned, ...bearings.flatMap(({ rule }) => rule.gives.deviceGroups)])]
}

/** What a rule sets of what is asked; undefined: not set. */
export function givenBy({ gives }: Pick<Rule, 'gives'>, asked: Asked): Value | undefined {
  switch (asked.field) {
    case 'product':
      return gives.products.find(({ product }) => product === asked.product)?.tier
    case 'device-groups':
      return gives.deviceGroups.find((group) => group === asked.group)
    case 'role':
      return gives.role
    case 'welcome-template':
      return gives.welcomeTemplate
    case 'language':
      return gives.language
    case 'user-group':
      return gives.userGroup
    case 'settings-template':
      return gives.settingsTemplate
  }
}

function concerns(pin: Pin, asked: Asked): boolean {
  return (
    pin.field === asked.field && (pin.field !== 'product' || asked.field !== 'product' || pin.product === asked.product)
  )
}

/** Null: it pins the device groups, and not to the one that is asked about. */
function pinnedValue(pin: Pin, asked: Asked): Value | null {
  switch (pin.field) {
    case 'product':
      return pin.tier
    case 'role':
      return pin.role
    case 'user-group':
      return pin.userGroup
    case 'settings-template':
      return pin.template
    case 'device-groups':
      return pin.deviceGroups.find((group) => asked.field === 'device-groups' && group === asked.group) ?? null
  }
}

/** What keeps a rule from matching, in the order in which it would have to change. */
function lacksOf({ rule, groupGone, isMember, conditionHolds }: Bearing): readonly Lack[] {
  const lacks: Lack[] = []
  if (groupGone) lacks.push('group-gone')
  else if (!isMember) lacks.push('not-a-member')
  if (!conditionHolds) lacks.push('condition')
  if (rule.state !== 'on') lacks.push(rule.state)
  return lacks
}
