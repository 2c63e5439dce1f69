import { planned } from './apply/planned.ts'
import type { UserNo } from './directory/user.ts'
import { type Everybody, headsIn, isSameFor, lossesIn, personIn } from './plan/everybody.ts'
import type { Plan } from './plan/plan.ts'
import { everybodyOf, type Members, markOf, matcherOf } from './plan/store/everybody.ts'
import { frameOf } from './plan/store/frame.ts'
import { rolesIn } from './plan/store/roles.ts'
import type { Db } from './platform/db/db.ts'
import type { ProductId } from './products/product.ts'
import { decideRound, type Sight } from './round.ts'
import { concernedBy, linesOf } from './rules/edit.ts'
import { outlookOf } from './rules/outlook.ts'
import { deciding, type Rule, type RuleId } from './rules/rule.ts'
import { membersOfRules } from './rules/store/members.ts'

/** Everybody in memory, kept between previews of one organization. */
export interface Kept {
  readonly everybody: Everybody
  readonly members: Members
}

export interface Previewed {
  readonly plan: Plan
  /** As of when. */
  readonly at: Date
  readonly kept: Kept
}

/**
 * What the organization would be like with other rules, over all users: the same round that a run would make of it,
 * looking at everybody in memory, and written nowhere. It is compared with what the live rules mean, so what a source has
 * changed and no run has seen is not in it.
 *
 * The first reads everybody (see `everybodyOf`); as long as nothing has changed since, others cost one refinement, and grow
 * with the members of the rules that changed.
 *
 * @param kept of an earlier preview: used when it still holds
 */
export async function previewRules(db: Db, rules: readonly Rule[], now: Date, kept?: Kept): Promise<Previewed> {
  const holding = kept && kept.everybody.mark !== '' && kept.everybody.mark === (await markOf(db)) ? kept : undefined
  return previewWith(db, holding ?? (await look(db, now)), rules, now)
}

/** The same, of everybody as they were when they were looked at. */
export async function previewWith(db: Db, kept: Kept, rules: readonly Rule[], now: Date): Promise<Previewed> {
  const { everybody, members } = kept
  const frame = await frameOf(db)
  const ahead = deciding(rules)
  const missing = [...concernedBy(everybody.rules, rules).all, ...ahead].filter((rule) => !members.has(matcherOf(rule)))
  const found = await membersOfRules(db, missing, null)
  for (const [index, rule] of missing.entries()) members.set(matcherOf(rule), found[index]!)

  const { census, pins, unseen } = everybody
  const membersOf = (rule: Rule) => members.get(matcherOf(rule))!
  const outlook = outlookOf(census.size, ahead, ahead.map(membersOf), pins, unseen)
  const products = new Set<ProductId>(linesOf(everybody.rules, rules))
  const waitsInThem = (user: number) =>
    [...products].some((product) => (census.holdings.get(product)?.waits[user] ?? 0) !== 0)
  const scope = concerned(everybody, rules, membersOf).filter(
    (user) => !isSameFor(everybody.outlook, outlook, user) || waitsInThem(user),
  )
  const ids: readonly RuleId[] = ahead.map((rule) => rule.id)
  const sight: Sight = {
    meet: async (users) => new Map(users.map((user) => [user, personIn(everybody, outlook, user)])),
    lineHeads: async (product, count, who) => headsIn(census, product, ids, count, who),
    lossesOf: async (product, back, freed) => lossesIn(everybody, product, now, back, freed),
    ...rolesIn(db, now),
  }
  const round = await decideRound({ sight, now, run: Number.MAX_SAFE_INTEGER, frame, rules, scope, products })
  const before = (user: UserNo) => everybody.outlook.entitlement(everybody.outlook.nodeOf[user]!)
  const plan = planned(frame, round.record, round.verdicts, everybody.counts, before)
  return { plan, at: everybody.at, kept }
}

/** Everybody as they are now. */
export async function look(db: Db, now: Date): Promise<Kept> {
  const members: Members = new Map()
  return { everybody: await everybodyOf(db, now, members), members }
}

/** Members of rules that came, went or changed; and of those that crossed, who is in two of them. In rising order. */
function concerned(
  { census, rules: before }: Everybody,
  after: readonly Rule[],
  membersOf: (rule: Rule) => Uint32Array,
): readonly UserNo[] {
  const { all, crossed } = concernedBy(before, after)
  const times = new Uint8Array(census.size)
  const lastIn = new Uint32Array(census.size)
  for (const rule of all) for (const user of membersOf(rule)) if (user < census.size) times[user] = 2
  for (const [index, rule] of crossed.entries())
    for (const user of membersOf(rule)) {
      if (user >= census.size || times[user] === 2 || lastIn[user] === index + 1) continue
      lastIn[user] = index + 1
      times[user]!++
    }
  const users: UserNo[] = []
  for (let user = 0; user < census.size; user++) if (times[user] === 2) users.push(user as UserNo)
  return users
}
