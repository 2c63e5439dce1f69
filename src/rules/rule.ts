import type { GroupId } from '../directory/group.ts'
import type { DeviceGroupId, SettingsTemplateId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import type { Language } from '../organization/organization.ts'
import type { Brand } from '../platform/brand.ts'
import type { ProductId, TierId } from '../products/product.ts'

/**
 * rules/ owns who should have what, and why. All but its store is pure: same rules, same memberships, same answer,
 * in the server, the browser and the command line. It never asks who has what now, nor how many seats there are.
 */
export type RuleId = Brand<string, 'RuleId'>

export const privileges = [
  'manage-users',
  'manage-seats',
  'manage-user-product-settings',
  'manage-user-groups',
  'manage-device-groups',
  'manage-settings-templates',
  'run-reports',
  'access-recordings',
  'manage-account',
  'view-invoices',
  'view-and-pay-invoices',
] as const
/** What a manager may do. */
export type Privilege = (typeof privileges)[number]

export const roles = ['member', 'manager', 'admin', 'super-admin'] as const
export type RoleName = (typeof roles)[number]

/** A role for this account. A manager has at least one privilege, over the named user groups with their subgroups, or all. */
export type Role =
  | { readonly role: 'member' | 'admin' | 'super-admin' }
  | {
      readonly role: 'manager'
      readonly privileges: readonly Privilege[]
      readonly managedGroups: 'all' | readonly UserGroupId[]
    }

/** What a rule assigns. An absent member is "not set" and falls through to lower rules; "none" and "default" are values and win. */
export interface Gives {
  readonly products: readonly { readonly product: ProductId; readonly tier: TierId }[]
  readonly role?: Role
  readonly welcomeTemplate?: 'default' | WelcomeTemplateId
  readonly language?: Language
  readonly userGroup?: 'none' | UserGroupId
  readonly deviceGroups: readonly DeviceGroupId[]
  readonly settingsTemplate?: 'default' | SettingsTemplateId
}

export interface Rule {
  readonly id: RuleId
  /** 1 is the highest. */
  readonly rank: number
  /** Null: the name of its group. */
  readonly name: string | null
  readonly description: string
  readonly group: GroupId
  /** A SCIM filter (RFC 7644 §3.4.2.2) on the user's own record; null: every member. */
  readonly condition: string | null
  readonly state: RuleState
  readonly gives: Gives
}

/** Only "on" merges, ranks, takes seats or mails. "shadow" is reported, "off" is kept. */
export type RuleState = 'on' | 'shadow' | 'off'

/** Privileges that only make sense together with another, which they bring. */
export const privilegePartOf: Partial<Record<Privilege, Privilege>> = {
  'manage-user-product-settings': 'manage-users',
  'access-recordings': 'run-reports',
  'view-and-pay-invoices': 'view-invoices',
}

/** The rules that decide, best rank first. */
export function deciding(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter((rule) => rule.state === 'on').toSorted((a, b) => a.rank - b.rank)
}

/** A role in one form, whatever the order of its parts. */
export function canonicalRole(role: Role): Role {
  if (role.role !== 'manager') return { role: role.role }
  return {
    role: 'manager',
    privileges: role.privileges.toSorted(),
    managedGroups: role.managedGroups === 'all' ? 'all' : role.managedGroups.toSorted(),
  }
}
