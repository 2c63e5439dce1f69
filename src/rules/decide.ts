import type { DeviceGroupId, SettingsTemplateId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import type { Language } from '../organization/organization.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { Pin, PinId } from './pin.ts'
import type { Refined } from './refine.ts'
import { canonicalRole, type Role, type Rule, type RuleId } from './rule.ts'
import { type Mark, markOf, SIGNATURE, sign } from './signature.ts'

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

/** What each distinct set of rules means, by the node that `refine` gave it. */
export interface Decided {
  readonly nodes: number
  /** Made when it is first asked for: most of a million users are compared without. */
  entitlement(node: number): Entitlement
  /** For each node, which rule (by index) decides a product's tier, or the role; −1: none. Null: no rule sets it. */
  winners(field: ProductId | 'role'): Int32Array | null
  /** The signature of each node's content (see signature.ts), four numbers a node. */
  readonly signatures: Int32Array
}

const singles = ['role', 'welcomeTemplate', 'language', 'userGroup', 'settingsTemplate'] as const
type Single = (typeof singles)[number]

/** Something that one rule decides: a single field, or the tier of one product. */
interface Column {
  readonly field: Single | ProductId
  /** For each rule, the value it sets; undefined where it sets none. */
  readonly values: readonly unknown[]
}

/**
 * What each distinct set of rules means, once a set. A node's set is its parent's and one rule more, ranked below all of
 * them: products and device groups add up; of a single value, and of one product's tier, the highest-ranked rule that
 * sets it keeps it. So a node copies its parent and adds what its last rule sets first.
 *
 * Grows with nodes and fields, in typed arrays: a hundred thousand sets take a few milliseconds.
 *
 * @param rules as `refine` had them: best rank first, all of them on
 */
export function decideEach({ parent, lastRule }: Omit<Refined, 'nodeOf'>, rules: readonly Rule[]): Decided {
  const columns = columnsOf(rules)
  const width = columns.length
  const sets = rules.map((_, index) => columnsSetBy(columns, index))
  const winner = new Int32Array(parent.length * width).fill(-1, 0, width)
  const signatures = new Int32Array(parent.length * SIGNATURE)
  const devices = deviceSets(rules)
  const deviceSet = new Int32Array(parent.length)
  for (let node = 1; node < parent.length; node++) {
    const above = parent[node]!
    const rule = lastRule[node]!
    winner.copyWithin(node * width, above * width, above * width + width)
    signatures.copyWithin(node * SIGNATURE, above * SIGNATURE, above * SIGNATURE + SIGNATURE)
    for (const { column, mark } of sets[rule]!) {
      if (winner[node * width + column]! >= 0) continue
      winner[node * width + column] = rule
      sign(signatures, node, mark)
    }
    deviceSet[node] = devices.add(deviceSet[above]!, rule, (mark) => sign(signatures, node, mark))
  }

  const winnerOf = (node: number, column: number) => rules[winner[node * width + column]!]
  const made: (Entitlement | undefined)[] = [nothing]
  const make = (node: number): Entitlement => {
    const products = new Map<ProductId, Given<TierId>>()
    const single: { [field in Single]: Given<never> | null } = { ...nothing } as never
    for (const [column, { field, values }] of columns.entries()) {
      const rule = winnerOf(node, column)
      if (!rule) continue
      const given = { value: values[winner[node * width + column]!] as never, from: { rule: rule.id } }
      if (isSingle(field)) single[field] = given
      else products.set(field, given)
    }
    return { ...single, products, deviceGroups: devices.groups(deviceSet[node]!) }
  }
  return {
    nodes: parent.length,
    entitlement: (node) => {
      made[node] ??= make(node)
      return made[node]
    },
    winners: (wanted) => {
      const column = columns.findIndex(({ field }) => field === wanted)
      if (column < 0) return null
      const winners = new Int32Array(parent.length)
      for (let node = 0; node < parent.length; node++) winners[node] = winner[node * width + column]!
      return winners
    },
    signatures,
  }
}

function isSingle(field: Column['field']): field is Single {
  return (singles as readonly string[]).includes(field)
}

function columnsOf(rules: readonly Rule[]): readonly Column[] {
  const products = new Set(rules.flatMap((rule) => rule.gives.products.map(({ product }) => product)))
  const tierOf = (rule: Rule, product: ProductId) =>
    rule.gives.products.find((given) => given.product === product)?.tier
  return [
    ...singles.map((field) => ({ field, values: rules.map((rule) => rule.gives[field]) })),
    ...[...products].map((field) => ({ field, values: rules.map((rule) => tierOf(rule, field)) })),
  ]
}

function columnsSetBy(columns: readonly Column[], index: number) {
  return columns.flatMap(({ field, values }, column) => {
    if (values[index] === undefined) return []
    const value = field === 'role' ? canonicalRole(values[index] as Role) : values[index]
    const mark = isSingle(field) ? markOf(field, value) : markOf('product', [field, value])
    return [{ column, mark }]
  })
}

/** The distinct unions of device groups, with the rule that gave each first. Set 0 is empty. */
function deviceSets(rules: readonly Rule[]) {
  const sets: ReadonlyMap<DeviceGroupId, Origin>[] = [new Map()]
  const known = new Map<number, { readonly set: number; readonly marks: readonly Mark[] }>()
  const join = (set: number, rule: number) => {
    const { gives, id } = rules[rule]!
    const groups = new Map(sets[set])
    const added = gives.deviceGroups.filter((group) => !groups.has(group))
    for (const group of added) groups.set(group, { rule: id })
    const marks = added.map((group) => markOf('deviceGroup', group))
    return { set: added.length === 0 ? set : sets.push(groups) - 1, marks }
  }
  return {
    groups: (set: number) => sets[set]!,
    /** The union of a set and what a rule gives. `sign` is called with the mark of each group that is new in it. */
    add(set: number, rule: number, sign: (mark: Mark) => void): number {
      if (rules[rule]!.gives.deviceGroups.length === 0) return set
      const key = set * rules.length + rule
      const joined = known.get(key) ?? join(set, rule)
      known.set(key, joined)
      for (const mark of joined.marks) sign(mark)
      return joined.set
    },
  }
}

/** What a set of rules means together. `rules` best rank first, all of them on and matching. */
export function decide(rules: readonly Rule[]): Entitlement {
  const chain = Int32Array.from({ length: rules.length + 1 }, (_, node) => node - 1)
  return decideEach(
    { parent: Int32Array.from(chain, (node) => Math.max(0, node)), lastRule: chain },
    rules,
  ).entitlement(rules.length)
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
