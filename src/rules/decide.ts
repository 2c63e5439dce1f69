import type { DeviceGroupId, SettingsTemplateId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import type { Language } from '../organization/organization.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { Pin, PinId } from './pin.ts'
import type { Refined } from './refine.ts'
import type { Role, Rule, RuleId } from './rule.ts'

/** Which rule, or which pin, a value comes from. */
export type Origin = { readonly rule: RuleId } | { readonly pin: PinId }

export interface Given<Value> {
  readonly value: Value
  readonly from: Origin
}

/** What a user should have. Null: nobody sets it. */
export interface Entitlement {
  /** One tier a product; "none" only by a pin, and hides every rule's. */
  readonly products: ReadonlyMap<ProductId, Given<TierId | 'none'>>
  readonly role: Given<Role> | null
  readonly welcomeTemplate: Given<'default' | WelcomeTemplateId> | null
  readonly language: Given<Language> | null
  readonly userGroup: Given<'none' | UserGroupId> | null
  readonly deviceGroups: ReadonlyMap<DeviceGroupId, Origin>
  readonly settingsTemplate: Given<'default' | SettingsTemplateId> | null
}

/** What a user has whom no rule matches. */
export const nothing: Entitlement = {
  products: new Map(),
  role: null,
  welcomeTemplate: null,
  language: null,
  userGroup: null,
  deviceGroups: new Map(),
  settingsTemplate: null,
}

/**
 * An entitlement with one more rule, ranked below all that it already has. Products and device groups add up; of a
 * single value, and of one product's tier, the highest-ranked rule that sets it keeps it.
 */
export function withRule(above: Entitlement, rule: Rule): Entitlement {
  const { gives } = rule
  const from = { rule: rule.id }
  const first = <Value>(set: Given<Value> | null, value: Value | undefined): Given<Value> | null =>
    set ?? (value === undefined ? null : { value, from })

  const products = new Map(above.products)
  for (const { product, tier } of gives.products)
    if (!products.has(product)) products.set(product, { value: tier, from })
  const deviceGroups = new Map(above.deviceGroups)
  for (const group of gives.deviceGroups) if (!deviceGroups.has(group)) deviceGroups.set(group, from)

  return {
    products,
    role: first(above.role, gives.role),
    welcomeTemplate: first(above.welcomeTemplate, gives.welcomeTemplate),
    language: first(above.language, gives.language),
    userGroup: first(above.userGroup, gives.userGroup),
    deviceGroups,
    settingsTemplate: first(above.settingsTemplate, gives.settingsTemplate),
  }
}

/** What a set of rules means together. `rules` best rank first, all of them on and matching. */
export function decide(rules: readonly Rule[]): Entitlement {
  return rules.reduce(withRule, nothing)
}

/** What each distinct set of rules means, by node, once a set. `rules` as `refine` had them. */
export function decideEach(refined: Refined, rules: readonly Rule[]): readonly Entitlement[] {
  const entitlements = [nothing]
  for (let node = 1; node < refined.parent.length; node++)
    entitlements.push(withRule(entitlements[refined.parent[node]!]!, rules[refined.lastRule[node]!]!))
  return entitlements
}

/** An entitlement with a user's pins over it: stronger than every rule. */
export function withPins(entitlement: Entitlement, pins: readonly Pin[]): Entitlement {
  if (pins.length === 0) return entitlement
  const products = new Map(entitlement.products)
  let pinned = { ...entitlement, products }
  for (const pin of pins) {
    const from = { pin: pin.id }
    if (pin.field === 'product') products.set(pin.product, { value: pin.tier, from })
    else if (pin.field === 'role') pinned = { ...pinned, role: { value: pin.role, from } }
    else if (pin.field === 'user-group') pinned = { ...pinned, userGroup: { value: pin.userGroup, from } }
    else if (pin.field === 'settings-template') pinned = { ...pinned, settingsTemplate: { value: pin.template, from } }
    else pinned = { ...pinned, deviceGroups: new Map(pin.deviceGroups.map((group) => [group, from])) }
  }
  return pinned
}
