import type { Reference } from '../../contract/reference.ts'
import type { Role as RoleJson } from '../../contract/role.ts'
import type { Rule as RuleJson } from '../../contract/rule.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Named } from '../named.ts'
import { privileges, type Role, type Rule } from '../rule.ts'
import { membersOfRules } from '../store/members.ts'
import { namesOf } from '../store/names.ts'

export type Names = ReadonlyMap<string, Named>

/** Ids of everything a rule names. */
export function namedIn({ group, gives }: Pick<Rule, 'group' | 'gives'>): readonly string[] {
  const single: readonly (string | undefined)[] = [gives.userGroup, gives.welcomeTemplate, gives.settingsTemplate]
  return [
    group,
    ...gives.products.flatMap(({ product, tier }) => [product, tier]),
    ...gives.deviceGroups,
    ...(gives.role ? namedInRole(gives.role) : []),
    ...single.flatMap((id) => (id === undefined || id === 'none' || id === 'default' ? [] : id)),
  ]
}

export function namedInRole(role: Role): readonly string[] {
  return role.role === 'manager' && role.managedGroups !== 'all' ? role.managedGroups : []
}

/** Rules as they are shown: with names, and how many users each matches now. Grows with the members of their groups. */
export async function shownRules(db: Db, rules: readonly Rule[]): Promise<RuleJson[]> {
  const [names, members] = await Promise.all([namesOf(db, rules.flatMap(namedIn)), membersOfRules(db, rules, null)])
  return rules.map((rule, index) => shownRule(rule, names, distinct(members[index]!)))
}

/** Rules of an earlier version: what they name is called as it is now, and whom they matched then is not known. */
export async function shownPast(
  db: Db,
  rules: readonly Rule[],
): Promise<readonly Omit<RuleJson, 'members' | 'groupGone'>[]> {
  const names = await namesOf(db, rules.flatMap(namedIn))
  return rules.map((rule) => {
    const { members: _, groupGone: __, ...shown } = shownRule(rule, names, 0)
    return shown
  })
}

export async function shownOne(db: Db, rule: Rule): Promise<RuleJson> {
  return (await shownRules(db, [rule]))[0]!
}

/** A member who comes through several groups is named several times. */
export function distinct(members: Uint32Array): number {
  const seen = new Uint8Array(members.reduce((highest, user) => Math.max(highest, user), 0) + 1)
  let count = 0
  for (const user of members) {
    if (seen[user] === 0) count++
    seen[user] = 1
  }
  return count
}

function shownRule(rule: Rule, names: Names, members: number): RuleJson {
  const { gives } = rule
  const group = names.get(rule.group)
  const ref = referenceIn(names)
  return {
    id: rule.id,
    rank: rule.rank,
    name: rule.name ?? group?.name ?? '',
    ownName: rule.name,
    description: rule.description,
    group: group ? { id: group.id, name: group.name } : { id: rule.group, name: '' },
    groupGone: group?.gone ?? true,
    condition: rule.condition,
    state: rule.state,
    products: gives.products.map(({ product, tier }) => ({ product: ref(product), tier: ref(tier) })),
    role: gives.role ? shownRole(gives.role, names) : null,
    welcomeTemplate: orWord(gives.welcomeTemplate, 'default', ref),
    language: gives.language ?? null,
    userGroup: orWord(gives.userGroup, 'none', ref),
    deviceGroups: gives.deviceGroups.map(ref),
    settingsTemplate: orWord(gives.settingsTemplate, 'default', ref),
    members,
  }
}

/** What is no longer there, in an old version of the rules, has its id and no name. */
export function referenceIn(names: Names): (id: string) => Reference {
  return (id) => ({ id, name: names.get(id)?.name ?? '' })
}

export function shownRole(role: Role, names: Names): RoleJson {
  if (role.role !== 'manager') return { role: role.role }
  return {
    role: 'manager',
    privileges: privileges.filter((privilege) => role.privileges.includes(privilege)),
    managedGroups: role.managedGroups === 'all' ? 'all' : role.managedGroups.map(referenceIn(names)),
  }
}

function orWord<Word extends string>(
  value: string | undefined,
  word: Word,
  ref: (id: string) => Reference,
): Word | Reference | null {
  if (value === undefined) return null
  return value === word ? word : ref(value)
}
