import type { GroupId } from '../../directory/group.ts'
import { type GroupStep, groupPath } from '../../directory/store/path.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { carriersOf } from '../../products/includes.ts'
import type { Product, ProductId } from '../../products/product.ts'
import { decide, nothing, withPins } from '../../rules/decide.ts'
import { type Bearing, type Explained, explain } from '../../rules/explain.ts'
import { deciding, type Rule } from '../../rules/rule.ts'
import { groupsGone, membersOfRules } from '../../rules/store/members.ts'
import { pinsOf } from '../../rules/store/pins.ts'
import { liveRules } from '../../rules/store/rules.ts'
import type { HeldSeat, Person } from '../person.ts'
import { frameOf } from './frame.ts'
import { peopleOf } from './people.ts'
import { placeInLine } from './turns.ts'
import { unseenOf } from './unseen.ts'

/** Everything there is to say about one user and one product. */
export interface Why {
  readonly person: Person
  readonly product: Product
  readonly explained: Explained
  readonly seat: HeldSeat | null
  /** Place in the line, 1 is next. */
  readonly waiting: { readonly place: number; readonly since: Date } | null
  readonly carriedBy: ProductId | null
  /** From a group the user is in directly to the winning rule's group; empty without a winning rule. */
  readonly path: readonly GroupStep[]
}

/** Why a user has a product, or why not. Undefined when there is no such user or product. */
export async function explainProduct(db: Db, user: UserNo, product: ProductId): Promise<Why | undefined> {
  const frame = await frameOf(db)
  const found = frame.products.find((some) => some.id === product)
  const all = await liveRules(db)
  const pins = await pinsOf(db, [user])
  const live = await Promise.all([bearings(db, all, user), membersOfRules(db, deciding(all), [user])])
  const [bearing, members] = live
  const matching = deciding(all).filter((_, index) => members[index]!.length > 0)
  const entitlement = withPins(decide(matching), pins)
  const unseen = frame.mayBeUnseen ? ((await unseenOf(db, [user])).get(user) ?? null) : null
  const about = () => ({ entitlement: unseen ? nothing : entitlement, request: null, unseen })
  const person = (await peopleOf(db, [user], about)).get(user)
  if (!found || !person) return undefined

  const giving = bearing.filter(({ rule }) => rule.gives.products.some((some) => some.product === product))
  const explained = explain(product, giving, pins)
  const winner = explained.rules.find(({ verdict }) => verdict === 'wins')
  const carriers = carriersOf(frame.products).get(product)!
  return {
    person,
    product: found,
    explained,
    seat: person.seats.get(product) ?? null,
    waiting: person.waiting.has(product)
      ? await placeInLine(
          db,
          product,
          user,
          deciding(all).map((rule) => rule.id),
        )
      : null,
    carriedBy: [...carriers].find((carrier) => person.seats.get(carrier)?.state === 'held') ?? null,
    path: winner ? await groupPath(db, user, winner.rule.group) : [],
  }
}

async function bearings(db: Db, rules: readonly Rule[], user: UserNo): Promise<readonly Bearing[]> {
  const withoutConditions = rules.map((rule) => ({ group: rule.group, condition: null }))
  const [members, matching, gone] = await Promise.all([
    membersOfRules(db, withoutConditions, [user]),
    membersOfRules(db, rules, [user]),
    groupsGone(db, [...new Set(rules.map((rule) => rule.group))]),
  ])
  return rules.map((rule, index) => ({
    rule,
    isMember: members[index]!.length > 0,
    conditionHolds: rule.condition === null || matching[index]!.length > 0,
    groupGone: gone.has(rule.group as GroupId),
  }))
}
