/** A directory, a library and rules as the oracle sees them: plain maps, no SQL, nothing of the engine's. */

export interface Person {
  readonly no: number
  readonly userName: string
  readonly active: boolean
  readonly deleted: boolean
  readonly address: boolean
  readonly title: string | null
  /** When they came to the organization. */
  readonly joined: number
}

/** A SCIM filter, and what it means by the text of user-sync.md §2: a missing value fails every comparison. */
export interface Condition {
  readonly text: string
  holds(person: Person): boolean
}

/** Managers differ by privileges and managed groups. */
export type Role = 'member' | 'manager' | 'manager of reports' | 'admin' | 'super-admin'

export interface WorldRule {
  readonly id: string
  readonly group: number
  readonly state: 'on' | 'shadow' | 'off'
  readonly condition: Condition | null
  /** Product to tier. */
  readonly products: ReadonlyMap<string, string>
  /** Undefined: not set. */
  readonly role: Role | undefined
  /** Null: explicitly none. */
  readonly userGroup: string | null | undefined
  readonly language: string | undefined
  readonly deviceGroups: readonly string[]
  /** Null: explicitly the default one. */
  readonly settingsTemplate: string | null | undefined
}

export interface WorldTier {
  readonly id: string
  /** Infinity: unlimited. */
  readonly owned: number
  readonly shortage: 'wait' | 'fall-back' | 'block'
}

export interface WorldProduct {
  readonly id: string
  readonly name: string
  readonly graceMs: number
  /** Best first. */
  readonly tiers: readonly WorldTier[]
  readonly includes: readonly string[]
}

export type WorldPin = { readonly id: string; readonly user: number; readonly endsAt: number | null } & (
  | { readonly field: 'product'; readonly product: string; readonly tier: string | null }
  | { readonly field: 'role'; readonly role: Role }
  | { readonly field: 'user-group'; readonly userGroup: string | null }
  | { readonly field: 'device-groups'; readonly deviceGroups: readonly string[] }
  | { readonly field: 'settings-template'; readonly settingsTemplate: string | null }
)

export interface World {
  readonly people: Map<number, Person>
  /** Groups that exist, by number; the members they name themselves. */
  readonly groups: Map<number, Set<number>>
  /** Names of groups, those that were deleted too. */
  readonly groupNames: Map<number, string>
  /** Parent to children. */
  readonly edges: Map<number, Set<number>>
  /** By rank, highest first. */
  rules: WorldRule[]
  readonly products: Map<string, WorldProduct>
  /** Those that have not ended. */
  readonly pins: Map<string, WorldPin>
  readonly shareMax: number
  readonly lossesAllowed: number
}

/** Everybody in a group: its own members and those of the groups in it, in any number of steps. */
export function everybodyIn(world: World, group: number): Set<number> {
  const seen = new Set<number>()
  const people = new Set<number>()
  const open = [group]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next) || !world.groups.has(next)) continue
    seen.add(next)
    for (const member of world.groups.get(next)!) people.add(member)
    open.push(...(world.edges.get(next) ?? []))
  }
  return people
}

/** A rule whose group was deleted binds to a new one of the same name. Undefined: the group is gone. */
export function groupOf(world: World, rule: WorldRule): number | undefined {
  if (world.groups.has(rule.group)) return rule.group
  const name = world.groupNames.get(rule.group)
  return [...world.groups.keys()].find((group) => world.groupNames.get(group) === name)
}

/** The products that carry this one, in any number of steps. */
export function includersOf(world: World, product: string): Set<string> {
  const found = new Set<string>()
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const other of world.products.values()) {
      if (other.includes.some((one) => one === product || found.has(one))) found.add(other.id)
    }
  }
  return found
}
