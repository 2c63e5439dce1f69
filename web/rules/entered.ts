import type { ReferenceInput } from '../../src/contract/reference.ts'
import type { Privilege, RoleInput } from '../../src/contract/role.ts'
import type { Rule, RuleInput } from '../../src/contract/rule.ts'

/** Stands for null where a choice needs an id. */
export const NOT_SET = 'not-set'

export type EnteredRole =
  | typeof NOT_SET
  | 'member'
  | 'admin'
  | 'super-admin'
  | { readonly privileges: readonly Privilege[]; readonly managedGroups: 'all' | readonly ReferenceInput[] }

/** What stands in the form. */
export interface Entered {
  readonly group: { readonly id: string; readonly name: string; readonly members: number } | undefined
  readonly name: string
  readonly description: string
  readonly condition: string
  /** The tier chosen of each chosen product, by id. */
  readonly products: ReadonlyMap<string, string>
  readonly role: EnteredRole
  readonly language: string
  readonly userGroup: string
}

export function enteredFrom(rule: Rule | undefined): Entered {
  const {
    group,
    members = 0,
    ownName,
    description = '',
    condition,
    products = [],
    role,
    language,
    userGroup,
  } = rule ?? {}
  return {
    group: group && !rule?.groupGone ? { ...group, members } : undefined,
    name: ownName ?? '',
    description,
    condition: condition ?? '',
    products: new Map(products.map(({ product, tier }) => [product.id, tier.id])),
    role: !role
      ? NOT_SET
      : role.role === 'manager'
        ? { privileges: role.privileges, managedGroups: role.managedGroups }
        : role.role,
    language: language ?? NOT_SET,
    userGroup: !userGroup ? NOT_SET : userGroup === 'none' ? 'none' : userGroup.id,
  }
}

/** As the API takes it. What the form does not show stays as it is. */
export function contentOf(entered: Entered, group: string): RuleInput {
  const { name, description, condition, products, role, language, userGroup } = entered
  return {
    group,
    name: name.trim() || null,
    description: description.trim(),
    condition: condition.trim() || null,
    products: [...products].map(([product, tier]) => ({ product, tier })),
    role: roleInput(role),
    language: language === NOT_SET ? null : (language as NonNullable<Rule['language']>),
    userGroup: userGroup === NOT_SET ? null : userGroup,
  }
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
