import { everybodyIn, groupOf, type Person, type Role, type World, type WorldPin } from './world.ts'

/** What user-sync.md §2 says one user should have. Loops over every rule, for every user, every time. */
export interface Owed {
  readonly withheld: 'inactive' | 'deleted' | 'no-address' | null
  readonly role: Role
  /** What the role would be if nothing were withheld. */
  readonly roleUnlessWithheld: Role
  /** An admin's word. */
  readonly roleByPin: boolean
  readonly userGroup: string | null
  readonly language: string | null
  readonly deviceGroups: readonly string[]
  readonly settingsTemplate: string | null
  /** Rank 0 is a pin. */
  readonly products: ReadonlyMap<string, { readonly tier: string; readonly rank: number; readonly rule: string | null }>
  /** Products that a pin takes at once. */
  readonly denied: ReadonlySet<string>
}

export function withheldFrom(person: Person): Owed['withheld'] {
  if (person.deleted) return 'deleted'
  if (!person.active) return 'inactive'
  return person.address ? null : 'no-address'
}

export function owedToAll(world: World, now: number, note: (what: string) => void = () => {}): Map<number, Owed> {
  for (const rule of world.rules) {
    const group = rule.state === 'on' ? groupOf(world, rule) : rule.group
    if (group === undefined) note('rule whose group is gone')
    else if (group !== rule.group && everybodyIn(world, group).size > 0) note('rule bound again, with members')
  }

  const groups = new Map([...world.groups.keys()].map((group) => [group, everybodyIn(world, group)]))
  return new Map([...world.people.values()].map((person) => [person.no, owedTo(world, person, now, groups)]))
}

function owedTo(world: World, person: Person, now: number, everybody: ReadonlyMap<number, ReadonlySet<number>>): Owed {
  const withheld = withheldFrom(person)
  const products = new Map<string, { tier: string; rank: number; rule: string | null }>()
  const denied = new Set<string>()
  let role: Role | undefined
  let roleByPin = false
  let userGroup: string | null | undefined
  let language: string | undefined
  let settingsTemplate: string | null | undefined
  const deviceGroups = new Set<string>()

  world.rules.forEach((rule, index) => {
    if (rule.state !== 'on' || person.deleted) return
    const group = groupOf(world, rule)
    if (group === undefined || !everybody.get(group)!.has(person.no)) return
    if (rule.condition && !rule.condition.holds(person)) return
    for (const [product, tier] of rule.products) {
      if (!products.has(product)) products.set(product, { tier, rank: index + 1, rule: rule.id })
    }
    role ??= rule.role
    language ??= rule.language
    if (userGroup === undefined) userGroup = rule.userGroup
    if (settingsTemplate === undefined) settingsTemplate = rule.settingsTemplate
    for (const group of rule.deviceGroups) deviceGroups.add(group)
  })

  for (const pin of pinsOf(world, person, now)) {
    if (pin.field === 'role') {
      role = pin.role
      roleByPin = true
    }
    if (pin.field === 'user-group') userGroup = pin.userGroup
    if (pin.field === 'settings-template') settingsTemplate = pin.settingsTemplate
    if (pin.field === 'device-groups') {
      deviceGroups.clear()
      for (const group of pin.deviceGroups) deviceGroups.add(group)
    }
    if (pin.field === 'product') {
      if (pin.tier !== null) products.set(pin.product, { tier: pin.tier, rank: 0, rule: null })
      else {
        products.delete(pin.product)
        denied.add(pin.product)
      }
    }
  }

  if (withheld) {
    products.clear()
    deviceGroups.clear()
  }
  return {
    withheld,
    role: withheld ? 'member' : (role ?? 'member'),
    roleUnlessWithheld: role ?? 'member',
    roleByPin,
    userGroup: userGroup ?? null,
    language: language ?? null,
    deviceGroups: [...deviceGroups].sort(),
    settingsTemplate: settingsTemplate ?? null,
    products,
    denied,
  }
}

/** Deletion upstream ends pins; the end date is the first moment without the pin. */
function pinsOf(world: World, person: Person, now: number): WorldPin[] {
  if (person.deleted) return []
  return [...world.pins.values()].filter((pin) => pin.user === person.no && (pin.endsAt === null || pin.endsAt > now))
}
