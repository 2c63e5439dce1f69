import type { PlanInput } from '../../src/contract/plan.ts'
import type { Privilege, RoleInput } from '../../src/contract/role.ts'
import type { Rule, RuleChange, RuleInput, RuleState } from '../../src/contract/rule.ts'

/** Stands for null where a choice needs an id. */
export const NOT_SET = 'not-set'

export interface EnteredManagerRole {
  readonly privileges: readonly Privilege[]
  /** User groups by id. Never "all" but by an admin's word: an empty list is something still to be said. */
  readonly managedGroups: 'all' | readonly string[]
}
export type EnteredRole = typeof NOT_SET | 'member' | 'admin' | 'super-admin' | EnteredManagerRole

/** What stands in the form. Plain JSON, so that it can be kept over a reload; what it names, it names by id. */
export interface Entered {
  readonly group: { readonly id: string; readonly name: string } | null
  readonly name: string
  readonly description: string
  readonly condition: string
  /** The tier of each chosen product. */
  readonly products: readonly { readonly product: string; readonly tier: string }[]
  readonly role: EnteredRole
  readonly welcomeTemplate: string
  readonly language: string
  readonly userGroup: string
  readonly deviceGroups: readonly string[]
  readonly settingsTemplate: string
  readonly state: RuleState
}

export function enteredFrom(rule: Rule | undefined): Entered {
  const { group, ownName, description, condition, products, role, language, userGroup } = rule ?? {}
  return {
    group: group ?? null,
    name: ownName ?? '',
    description: description ?? '',
    condition: condition ?? '',
    products: (products ?? []).map(({ product, tier }) => ({ product: product.id, tier: tier.id })),
    role: enteredRole(role ?? null),
    welcomeTemplate: idOr(rule?.welcomeTemplate),
    language: language ?? NOT_SET,
    userGroup: idOr(userGroup),
    deviceGroups: (rule?.deviceGroups ?? []).map(({ id }) => id),
    settingsTemplate: idOr(rule?.settingsTemplate),
    state: rule?.state ?? 'on',
  }
}

function enteredRole(role: Rule['role']): EnteredRole {
  if (!role) return NOT_SET
  if (role.role !== 'manager') return role.role
  const { privileges, managedGroups } = role
  return { privileges, managedGroups: managedGroups === 'all' ? 'all' : managedGroups.map(({ id }) => id) }
}

function idOr(value: string | { readonly id: string } | null | undefined): string {
  return typeof value === 'string' ? value : (value?.id ?? NOT_SET)
}

/** What still has to be said before it is a rule. */
export type Missing = 'group' | 'privileges' | 'managedGroups'

export function missingIn({ group, role }: Entered): readonly Missing[] {
  const missing: Missing[] = group ? [] : ['group']
  if (typeof role === 'string') return missing
  if (role.privileges.length === 0) missing.push('privileges')
  if (role.managedGroups !== 'all' && role.managedGroups.length === 0) missing.push('managedGroups')
  return missing
}

/** All of a new rule, as the API takes it. */
export function contentOf(entered: Entered & { readonly group: NonNullable<Entered['group']> }): RuleInput {
  return { group: entered.group.id, ...othersOf(entered) }
}

function othersOf(entered: Entered) {
  const { name, description, condition, products, role, welcomeTemplate, language, userGroup } = entered
  return {
    name: name.trim() || null,
    description: description.trim(),
    condition: condition.trim() || null,
    products: products.map(({ product, tier }) => ({ product, tier })),
    role: roleInput(role),
    welcomeTemplate: orNull(welcomeTemplate),
    language: orNull(language) as Rule['language'],
    userGroup: orNull(userGroup),
    deviceGroups: [...entered.deviceGroups],
    settingsTemplate: orNull(entered.settingsTemplate),
    state: entered.state,
  }
}

/** Only what is other than before: what somebody else changes meanwhile stays theirs. */
export function changeOf(entered: Entered, before: Entered): RuleChange {
  const was: object = { group: before.group?.id, ...othersOf(before) }
  const is = { ...(entered.group && { group: entered.group.id }), ...othersOf(entered) }
  const earlier = new Map(Object.entries(was))
  return Object.fromEntries(Object.entries(is).filter(([name, value]) => !same(value, earlier.get(name))))
}

/** What is being typed, for its plan; null while there is nothing to plan. A role that is not whole yet is left as it was. */
export function planInputOf(entered: Entered, rule: Pick<Rule, 'id'> | undefined, before: Entered): PlanInput {
  const isWhole = missingIn(entered).every((missing) => missing === 'group')
  const whole = isWhole ? entered : { ...entered, role: before.role }
  if (rule) return { change: { id: rule.id, to: changeOf(whole, before) } }
  return whole.group ? { add: contentOf({ ...whole, group: whole.group }) } : null
}

export function isTyped(entered: Entered, before: Entered): boolean {
  return !same(othersOf(entered), othersOf(before)) || entered.group?.id !== before.group?.id
}

/** What was typed over an earlier state of a rule, over its present one: what was not touched is as it is now. */
export function rebased(entered: Entered, was: Entered, is: Entered): Entered {
  const earlier = new Map<string, unknown>(Object.entries(was))
  const touched = Object.entries(entered).filter(([name, value]) => !same(value, earlier.get(name)))
  return { ...is, ...Object.fromEntries(touched) }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function orNull(id: string): string | null {
  return id === NOT_SET ? null : id
}

function roleInput(role: EnteredRole): RoleInput | null {
  if (role === NOT_SET) return null
  if (typeof role === 'string') return role
  const { privileges, managedGroups } = role
  return {
    role: 'manager',
    privileges: [...privileges],
    managedGroups: managedGroups === 'all' ? 'all' : [...managedGroups],
  }
}
