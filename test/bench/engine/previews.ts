import type { GroupId } from '../../../src/directory/group.ts'
import type { Db } from '../../../src/platform/db/db.ts'
import { newId } from '../../../src/platform/id.ts'
import { type Kept, previewRules } from '../../../src/preview.ts'
import { addRule, changeRule, orderRules, type RuleEdit } from '../../../src/rules/edit.ts'
import type { Rule, RuleId } from '../../../src/rules/rule.ts'
import { membersOfRules } from '../../../src/rules/store/members.ts'
import { liveRules } from '../../../src/rules/store/rules.ts'
import { median } from '../row.ts'

/** What each preview took in milliseconds, and how many changes it foresaw. */
export interface Previews {
  readonly first: number
  readonly products: number
  readonly order: number
  readonly newRule: number
  readonly foreseen: Readonly<Record<string, number>>
}

const ROUNDS = 5

/**
 * Previews as somebody edits: the first, which reads everybody; then the products of a rule changed, a rule moved ten places
 * up, and a new rule in the last place on a group of about 10,000 members. Rules in the middle of the list, of about that size.
 */
export async function previews(db: Db): Promise<Previews> {
  const live = await liveRules(db)
  const sizes = (await membersOfRules(db, live, null)).map((members) => new Set(members).size)
  const near = [...live.keys()].toSorted((a, b) => Math.abs(sizes[a]! - 10_000) - Math.abs(sizes[b]! - 10_000))
  const [one, other] = near.filter((index) => index > 20 && live[index]!.gives.products.length > 0)
  const rule = live[one!]!
  const donor = live.find((each) => each.gives.products.some(({ product }) => !gives(rule, product)))!
  const edits: Readonly<Record<string, RuleEdit>> = {
    products: changeRule(rule.id, (each) => ({ ...each, gives: { ...each.gives, products: donor.gives.products } })),
    order: orderRules(moved(live, one!, one! - 10)),
    newRule: addRule({ ...donor, id: newId() as RuleId, group: live[other!]!.group as GroupId, name: 'New' }),
  }

  let kept: Kept | undefined
  const foreseen: Record<string, number> = { members: sizes[one!]!, newRuleMembers: sizes[other!]! }
  const ask = async (name: string, rules: readonly Rule[]) => {
    const startedAt = performance.now()
    const previewed = await previewRules(db, rules, new Date(), kept)
    const ms = performance.now() - startedAt
    kept = previewed.kept
    foreseen[name] = previewed.plan.changeCount
    return ms
  }
  const first = await ask('first', edits.products!(live))
  const results: Record<string, number> = {}
  for (const [name, edit] of Object.entries(edits)) {
    const ms: number[] = []
    for (let round = 0; round < ROUNDS; round++) ms.push(await ask(name, edit(live)))
    results[name] = median(ms)
  }
  return { first, products: results.products!, order: results.order!, newRule: results.newRule!, foreseen }
}

const gives = ({ gives }: Rule, product: string) => gives.products.some((given) => given.product === product)

function moved(rules: readonly Rule[], from: number, to: number): readonly string[] {
  const ids: string[] = rules.map((rule) => rule.id)
  ids.splice(to, 0, ...ids.splice(from, 1))
  return ids
}
