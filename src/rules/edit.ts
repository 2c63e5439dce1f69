import { Refused } from '../platform/errors.ts'
import type { ProductId } from '../products/product.ts'
import { equal, type Json } from '../scim/json.ts'
import { deciding, type Rule, type RuleId } from './rule.ts'

/** One edit of the ordered list, best first. The same edit can be made to the live rules, or to a draft. */
export type RuleEdit = (rules: readonly Rule[]) => readonly Rule[]

/** A new rule goes last. */
export function addRule(rule: Omit<Rule, 'rank'>): RuleEdit {
  return (rules) => [...rules, { ...rule, rank: rules.length + 1 }]
}

/** @throws {Refused} 404 */
export function changeRule(id: string, change: (rule: Rule) => Rule): RuleEdit {
  return (rules) => {
    const found = findRule(rules, id)
    return rules.map((rule) => (rule === found ? change(rule) : rule))
  }
}

/** Those below it move up by one. @throws {Refused} 404 */
export function removeRule(id: string): RuleEdit {
  return (rules) => {
    const found = findRule(rules, id)
    return ranked(rules.filter((rule) => rule !== found))
  }
}

/** @throws {Refused} 409, with the order now, unless every rule is named exactly once */
export function orderRules(ids: readonly string[]): RuleEdit {
  return (rules) => {
    const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]))
    const named = new Set(ids.map((id) => id.toLowerCase()))
    const missing = rules.filter((rule) => !named.has(rule.id))
    if (named.size !== ids.length || missing.length > 0 || named.size !== rules.length)
      throw new Refused(
        409,
        'ORDER_INCOMPLETE',
        'The order must name every rule exactly once; these are the rules now.',
        {
          pointer: '/ids',
          details: { order: rules.map((rule) => rule.id) },
        },
      )
    return ranked([...named].map((id) => byId.get(id)!))
  }
}

/**
 * Puts a rule back as the live rules have it: what was changed, as it was; what was removed, below the rule it stood below;
 * what was added goes.
 * @throws {Refused} 404
 */
export function restoreRule(live: readonly Rule[], id: string): RuleEdit {
  return (rules) => {
    const was = live.find((rule) => rule.id === id.toLowerCase())
    if (!was) return removeRule(id)(rules)
    if (rules.some((rule) => rule.id === was.id)) return changeRule(was.id, ({ rank }) => ({ ...was, rank }))(rules)
    const above = live.filter((rule) => rule.rank < was.rank).map((rule) => rule.id)
    const place = rules.findLastIndex((rule) => above.includes(rule.id)) + 1
    return ranked(rules.toSpliced(place, 0, was))
  }
}

/** @throws {Refused} 404 */
export function findRule(rules: readonly Rule[], id: string): Rule {
  const found = rules.find((rule) => rule.id === id.toLowerCase())
  if (!found) throw new Refused(404, 'NOT_FOUND', 'There is no such rule.')
  return found
}

function ranked(rules: readonly Rule[]): readonly Rule[] {
  return rules.map((rule, index) => (rule.rank === index + 1 ? rule : { ...rule, rank: index + 1 }))
}

/** How one list of rules differs from another, by rule. `moved` are the fewest whose move explains the new order. */
export interface Difference {
  readonly added: readonly RuleId[]
  readonly removed: readonly RuleId[]
  readonly changed: readonly RuleId[]
  readonly moved: readonly RuleId[]
}

export function differenceOf(before: readonly Rule[], after: readonly Rule[]): Difference {
  const was = new Map(before.map((rule) => [rule.id, rule]))
  const is = new Set(after.map((rule) => rule.id))
  const kept = after.filter((rule) => was.has(rule.id))
  const places = new Map(before.map((rule, index) => [rule.id, index]))
  const unmoved = new Set(longestRise(kept.map((rule) => places.get(rule.id)!)).map((index) => kept[index]!.id))
  return {
    added: after.filter((rule) => !was.has(rule.id)).map((rule) => rule.id),
    removed: before.filter((rule) => !is.has(rule.id)).map((rule) => rule.id),
    changed: kept.filter((rule) => !sameButRank(was.get(rule.id)!, rule)).map((rule) => rule.id),
    moved: kept.filter((rule) => !unmoved.has(rule.id)).map((rule) => rule.id),
  }
}

function sameButRank(a: Rule, b: Rule): boolean {
  return same({ ...a, rank: 0 }, { ...b, rank: 0 })
}

/** Rules are JSON, and the database gives members back in another order. */
function same(a: unknown, b: unknown): boolean {
  return equal(a as Json, b as Json)
}

/** Indexes of a longest rising subsequence: patience sorting, n log n. */
function longestRise(numbers: readonly number[]): readonly number[] {
  const ends: number[] = []
  const previous: (number | undefined)[] = []
  for (const [index, number] of numbers.entries()) {
    let low = 0
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1
      if (numbers[ends[middle]!]! < number) low = middle + 1
      else high = middle
    }
    previous.push(low > 0 ? ends[low - 1] : undefined)
    ends[low] = index
  }
  const rise: number[] = []
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) rise.push(index)
  return rise.reverse()
}

/** Rules that stand in another place, or say something else, after an edit: as they were, and as they are. */
export function otherRules(
  before: readonly Rule[],
  after: readonly Rule[],
): { readonly were: readonly Rule[]; readonly are: readonly Rule[] } {
  const was = new Map(before.map((rule) => [rule.id, rule]))
  const is = new Map(after.map((rule) => [rule.id, rule]))
  const isOther = ({ id }: Rule) => {
    const [a, b] = [was.get(id), is.get(id)]
    return !a || !b || a.rank !== b.rank || !sameButRank(a, b)
  }
  return { were: before.filter(isOther), are: after.filter(isOther) }
}

/** Products whose lines may have another order after an edit, though nobody in them wants anything else. */
export function linesOf(before: readonly Rule[], after: readonly Rule[]): readonly ProductId[] {
  const { were, are } = otherRules(before, after)
  return [...new Set([...were, ...are].flatMap((rule) => rule.gives.products.map(({ product }) => product)))]
}

/** Whose entitlement an edit may change. */
export interface Concerned {
  /** Rules all of whose members may be concerned: they came, went, or give or match something else. */
  readonly all: readonly Rule[]
  /** Rules that changed places among each other: who is in two of them may be concerned. */
  readonly crossed: readonly Rule[]
}

/** Only rules that are on decide anything: what happens to others, or to a name or a description, concerns nobody. */
export function concernedBy(before: readonly Rule[], after: readonly Rule[]): Concerned {
  const was = deciding(before)
  const is = deciding(after)
  const wasById = new Map(was.map((rule) => [rule.id, rule]))
  const isById = new Map(is.map((rule) => [rule.id, rule]))
  const all: Rule[] = []
  for (const rule of was) {
    const now = isById.get(rule.id)
    if (!now || !sameMeaning(rule, now)) all.push(rule)
    if (now && !sameMatcher(rule, now)) all.push(now)
  }
  for (const rule of is) if (!wasById.has(rule.id)) all.push(rule)

  const kept = is.filter((rule) => wasById.has(rule.id))
  const places = new Map(was.map((rule, index) => [rule.id, index]))
  const crossed = crossing(kept.map((rule) => places.get(rule.id)!)).map((index) => kept[index]!)
  return { all, crossed }
}

function sameMatcher(a: Rule, b: Rule): boolean {
  return a.group === b.group && a.condition === b.condition
}

function sameMeaning(a: Rule, b: Rule): boolean {
  return sameMatcher(a, b) && same(a.gives, b.gives)
}

/** Indexes of those that stood on the other side of another before. */
function crossing(places: readonly number[]): readonly number[] {
  const lowestAfter: number[] = []
  let lowest = Number.POSITIVE_INFINITY
  for (let index = places.length - 1; index >= 0; index--) {
    lowestAfter[index] = lowest
    lowest = Math.min(lowest, places[index]!)
  }
  const crossed: number[] = []
  let highest = -1
  for (const [index, place] of places.entries()) {
    if (place < highest || place > lowestAfter[index]!) crossed.push(index)
    highest = Math.max(highest, place)
  }
  return crossed
}

/**
 * Whether an edit may give or take admin or super admin. Down to the first difference among the rules that set a role,
 * everybody's role is decided as before; from there on, a rule that makes admins may decide more or less.
 */
export function concernsAdmins(before: readonly Rule[], after: readonly Rule[]): boolean {
  const was = deciding(before).filter((rule) => rule.gives.role)
  const is = deciding(after).filter((rule) => rule.gives.role)
  const sameRole = (a: Rule | undefined, b: Rule | undefined) =>
    a && b && a.id === b.id && sameMatcher(a, b) && same(a.gives.role, b.gives.role)
  let first = 0
  while (first < was.length && sameRole(was[first], is[first])) first++
  if (first === was.length && first === is.length) return false
  return [...was.slice(first), ...is.slice(first)].some((rule) => isAdmin(rule.gives.role))
}

function isAdmin(role: Rule['gives']['role']): boolean {
  return role?.role === 'admin' || role?.role === 'super-admin'
}
