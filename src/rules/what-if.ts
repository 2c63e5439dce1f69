import type { Resource } from '../scim/json.ts'
import { decide, type Entitlement, type Given, type Origin, withPins } from './decide.ts'
import type { Asked, Value } from './explain.ts'
import { holds } from './failing.ts'
import type { Pin } from './pin.ts'
import { deciding, type Role, type Rule } from './rule.ts'

/** A user as they are, or as somebody imagines them. */
export interface Imagined {
  /** In any state. */
  readonly rules: readonly Rule[]
  /** For each of the rules whether the user is in its group, directly or through others. */
  readonly isMember: readonly boolean[]
  /** Their own record, for the conditions. */
  readonly record: Resource
  readonly pins: readonly Pin[]
}

/** What the rules and pins give to such a user. */
export function entitledIn({ rules, isMember, record, pins }: Imagined): Entitlement {
  const members = new Set(rules.filter((_, index) => isMember[index]))
  const matching = deciding(rules).filter((rule) => members.has(rule) && holds(rule.condition, record))
  return withPins(decide(matching), pins)
}

export interface Said {
  /** Null: nobody sets it. */
  readonly value: Value | null
  readonly from: Origin | null
}

/** One value of two entitlements. */
export interface Compared {
  readonly asked: Asked
  readonly before: Said
  readonly after: Said
  /** Whether the value is another; the rule that gives it may be, though the value is the same. */
  readonly changed: boolean
}

const fields = ['role', 'welcome-template', 'language', 'user-group', 'settings-template'] as const

/**
 * Two entitlements, value by value: every field that has one value, and the products and device groups that either of
 * them names.
 */
export function compare(before: Entitlement, after: Entitlement): readonly Compared[] {
  const products = [...new Set([...before.products.keys(), ...after.products.keys()])]
  const groups = [...new Set([...before.deviceGroups.keys(), ...after.deviceGroups.keys()])]
  const asked: readonly Asked[] = [
    ...products.map((product) => ({ field: 'product', product }) as const),
    ...fields.map((field) => ({ field })),
    ...groups.map((group) => ({ field: 'device-groups', group }) as const),
  ]
  return asked.map((one) => {
    const [was, is] = [said(before, one), said(after, one)]
    return { asked: one, before: was, after: is, changed: !sameValue(was.value, is.value) }
  })
}

function said(entitlement: Entitlement, asked: Asked): Said {
  switch (asked.field) {
    case 'product':
      return orNobody(entitlement.products.get(asked.product))
    case 'device-groups': {
      const from = entitlement.deviceGroups.get(asked.group)
      return orNobody(from && { value: asked.group, from })
    }
    case 'role':
      return orNobody(entitlement.role)
    case 'welcome-template':
      return orNobody(entitlement.welcomeTemplate)
    case 'language':
      return orNobody(entitlement.language)
    case 'user-group':
      return orNobody(entitlement.userGroup)
    case 'settings-template':
      return orNobody(entitlement.settingsTemplate)
  }
}

function orNobody(given: Given<Value> | null | undefined): Said {
  return given ?? { value: null, from: null }
}

function sameValue(one: Value | null, other: Value | null): boolean {
  if (one === null || other === null || typeof one === 'string' || typeof other === 'string') return one === other
  return roleKey(one) === roleKey(other)
}

function roleKey(role: Role): string {
  if (role.role !== 'manager') return role.role
  const groups = role.managedGroups === 'all' ? 'all' : role.managedGroups.toSorted()
  return JSON.stringify([role.privileges.toSorted(), groups])
}
