import { namedBy, type ReferenceInput } from '../contract/reference.ts'
import type { RoleInput } from '../contract/role.ts'
import type { RuleChange } from '../contract/rule.ts'
import { checkCondition } from '../directory/condition.ts'
import type { GroupId } from '../directory/group.ts'
import type { DeviceGroupId, SettingsTemplateId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { foldCase } from '../scim/text.ts'
import type { Named } from './named.ts'
import { type Gives, privilegePartOf, privileges, type Role, type Rule, type RuleId } from './rule.ts'

/** What there is to name: everything an input's ids stand for, and the products with their tiers. */
export interface Known {
  readonly names: ReadonlyMap<string, Named>
  readonly products: readonly {
    readonly id: string
    readonly name: string
    readonly hasDevices: boolean
    readonly tiers: readonly { readonly id: string; readonly name: string }[]
  }[]
}

const codes = {
  group: 'UNKNOWN_GROUP',
  'user-group': 'UNKNOWN_USER_GROUP',
  'device-group': 'UNKNOWN_DEVICE_GROUP',
  'settings-template': 'UNKNOWN_SETTINGS_TEMPLATE',
  'welcome-template': 'UNKNOWN_WELCOME_TEMPLATE',
} as const

/** What a new rule is before its input is read into it; the group is required there. */
export function emptyRule(id: RuleId): Rule {
  return {
    id,
    rank: 0,
    name: null,
    description: '',
    group: '' as GroupId,
    condition: null,
    state: 'on',
    gives: { products: [], deviceGroups: [] },
  }
}

/**
 * A rule with what a request changes of it. What is left out stays as it is; null is "not set".
 * @throws {Refused} 422, naming what is unknown or does not go together
 */
export function withChange(rule: Rule, change: RuleChange, known: Known): Rule {
  const { name, description, condition, state } = change
  if (condition) checkConditionAt(condition)
  return {
    ...rule,
    ...(change.group !== undefined && { group: readGroup(rule, change.group, known) }),
    ...(name !== undefined && { name: name?.trim() ?? null }),
    ...(description !== undefined && { description }),
    ...(condition !== undefined && { condition: condition?.trim() || null }),
    ...(state !== undefined && { state }),
    gives: readGives(rule.gives, change, known),
  }
}

/** A rule may keep a group that is gone; it cannot be given one. */
export function readGroup(rule: Pick<Rule, 'group'>, input: ReferenceInput, known: Known): GroupId {
  if (namedBy(input).toLowerCase() === rule.group) return rule.group
  const named = find(input, 'group', '/group', known)
  if (named.gone) throw unknown('group', '/group')
  return named.id as GroupId
}

function readGives(gives: Gives, change: RuleChange, known: Known): Gives {
  const read = {
    role: or(change.role, (input) => readRole(input, known)),
    language: or(change.language, (input) => input),
    userGroup: or(change.userGroup, (input) => readUserGroup(input, known)),
    welcomeTemplate: or(change.welcomeTemplate, (input) => readWelcomeTemplate(input, known)),
    settingsTemplate: or(change.settingsTemplate, (input) => readSettingsTemplate(input, known)),
  }
  const values = Object.entries({ ...gives, ...kept(read, (value) => value !== undefined) })
  return {
    ...kept(Object.fromEntries(values), (value) => value !== null),
    products: change.products ? readProducts(change.products, known) : gives.products,
    deviceGroups: change.deviceGroups ? readDeviceGroups(change.deviceGroups, known) : gives.deviceGroups,
  }
}

/** Undefined: left as it is. Null: not set. */
function or<Input, Value>(input: Input | null | undefined, read: (input: Input) => Value): Value | null | undefined {
  return input === undefined || input === null ? (input as null | undefined) : read(input)
}

function kept(members: object, keep: (value: unknown) => boolean): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => keep(value)))
}

function readProducts(inputs: NonNullable<RuleChange['products']>, known: Known): Gives['products'] {
  const seen = new Set<string>()
  return inputs.map((input, at) => {
    const pointer = `/products/${at}`
    const product = readProduct(input.product, `${pointer}/product`, known)
    if (seen.has(product.id))
      throw new Refused(422, 'PRODUCT_TWICE', `${product.name} is named twice: a rule gives one tier of it.`, {
        pointer,
      })
    seen.add(product.id)
    return { product: product.id as ProductId, tier: readTier(product, input.tier, `${pointer}/tier`) }
  })
}

/** @throws {Refused} 422 */
export function readProduct(input: ReferenceInput, pointer: string, { products }: Known): Known['products'][number] {
  const found = products.find((product) => product.id === namedBy(input).toLowerCase())
  if (!found) throw new Refused(422, 'UNKNOWN_PRODUCT', 'There is no such product.', { pointer })
  return found
}

/** A tier by its id or its name; it may be left out where the product has only one. @throws {Refused} 422 */
export function readTier(
  product: Known['products'][number],
  input: ReferenceInput | undefined,
  pointer: string,
): TierId {
  const wanted = input === undefined ? undefined : foldCase(namedBy(input))
  const found =
    wanted === undefined
      ? product.tiers.length === 1 && product.tiers[0]
      : product.tiers.find((tier) => tier.id === wanted || foldCase(tier.name) === wanted)
  if (!found) {
    const tiers = product.tiers.map((tier) => tier.name).join(', ')
    const text = wanted === undefined ? 'Say which tier' : 'There is no such tier'
    throw new Refused(422, 'UNKNOWN_TIER', `${text} of ${product.name}: ${tiers}.`, { pointer })
  }
  return found.id as TierId
}

/**
 * A manager has at least one privilege; a privilege brings the one it is part of; no managed group chosen is all of them.
 * @throws {Refused} 422
 */
export function readRole(input: RoleInput, known: Known): Role {
  if (typeof input === 'string') return { role: input }
  if (input.role !== 'manager') return { role: input.role }
  const chosen = new Set(input.privileges.flatMap((privilege) => [privilege, privilegePartOf[privilege] ?? privilege]))
  if (chosen.size === 0)
    throw new Refused(422, 'NO_PRIVILEGE', 'A manager needs at least one privilege.', { pointer: '/role/privileges' })
  const groups = input.managedGroups ?? 'all'
  const managed =
    groups === 'all' ? [] : groups.map((group, at) => find(group, 'user-group', `/role/managedGroups/${at}`, known).id)
  return {
    role: 'manager',
    privileges: privileges.filter((privilege) => chosen.has(privilege)),
    managedGroups: managed.length === 0 ? 'all' : ([...new Set(managed)] as UserGroupId[]),
  }
}

/** @throws {Refused} 422 */
export function readUserGroup(input: ReferenceInput, known: Known): 'none' | UserGroupId {
  return input === 'none' ? 'none' : (find(input, 'user-group', '/userGroup', known).id as UserGroupId)
}

/** @throws {Refused} 422; also where no product has devices, so that they would mean nothing */
export function readDeviceGroups(inputs: readonly ReferenceInput[], known: Known): readonly DeviceGroupId[] {
  if (inputs.length > 0 && !known.products.some((product) => product.hasDevices))
    throw new Refused(422, 'NO_DEVICES', 'Device groups need a product that has devices, and there is none.', {
      pointer: '/deviceGroups',
    })
  const ids = inputs.map((input, at) => find(input, 'device-group', `/deviceGroups/${at}`, known).id)
  return [...new Set(ids)] as DeviceGroupId[]
}

/** @throws {Refused} 422 */
export function readSettingsTemplate(input: ReferenceInput, known: Known): 'default' | SettingsTemplateId {
  if (input === 'default') return 'default'
  return find(input, 'settings-template', '/settingsTemplate', known).id as SettingsTemplateId
}

function readWelcomeTemplate(input: ReferenceInput, known: Known): 'default' | WelcomeTemplateId {
  if (input === 'default') return 'default'
  return find(input, 'welcome-template', '/welcomeTemplate', known).id as WelcomeTemplateId
}

/** @throws {Refused} 422, at the condition */
export function checkConditionAt(condition: string): void {
  if (condition.trim() === '') return
  try {
    checkCondition(condition)
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause
    throw new Refused(cause.status, cause.code, cause.message, { cause, pointer: '/condition' })
  }
}

function find(input: ReferenceInput, kind: keyof typeof codes, pointer: string, { names }: Known): Named {
  const named = names.get(namedBy(input).toLowerCase())
  if (named?.kind !== kind) throw unknown(kind, pointer)
  return named
}

function unknown(kind: keyof typeof codes, pointer: string): Refused {
  return new Refused(422, codes[kind], `There is no such ${kind.replace('-', ' ')}.`, { pointer })
}

/** Every id that a request's body may name, wherever it stands in it. */
export function idsIn(body: unknown): readonly string[] {
  if (typeof body === 'string') return isId(body) ? [body.toLowerCase()] : []
  if (Array.isArray(body)) return body.flatMap(idsIn)
  return typeof body === 'object' && body !== null ? Object.values(body).flatMap(idsIn) : []
}
