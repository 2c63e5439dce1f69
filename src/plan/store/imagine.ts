import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import type { ProductId } from '../../products/product.ts'
import { entitle } from '../../rules/entitle.ts'
import type { Rule } from '../../rules/rule.ts'
import { membersOfRules } from '../../rules/store/members.ts'
import { pinsOf } from '../../rules/store/pins.ts'
import type { Person } from '../person.ts'
import { decideSeats, type Outcome, type Turn } from '../seats.ts'
import type { SeatDecision, Standing } from '../standing.ts'
import { isSettled, type ProductTurn, productsInOrder, settle, standingOf, waiterOf, wantOf } from '../turn.ts'
import { aheadOf } from './ahead.ts'
import type { Frame } from './frame.ts'
import { peopleOf } from './people.ts'
import { type LineHead, lineHeads, lossesOf } from './turns.ts'

/** A run that would look at one user now. */
export interface Imagining {
  readonly db: Db
  readonly now: Date
  readonly frame: Frame
  /** The rules that decide, best rank first; for those in line before the user too. */
  readonly rules: readonly Rule[]
}

/** What would become of one product's seat; the seat itself is in the person, as after a run. */
export interface Imagined {
  readonly decisions: readonly SeatDecision[]
  /** Place in the line where they would wait, 1 is next; null where they would not. */
  readonly place: number | null
}

/** Later than any run there was. */
const LATER = Number.MAX_SAFE_INTEGER
/** Most free seats that are looked at for others in line: more than that have nobody waiting for them. */
const FREE_MAX = 1000

/**
 * What a run would do with the seats of one user, decided by what decides in a run, and written into `person` alone.
 * Others are where they are: of them only the heads of the lines are read.
 */
export async function imagineSeats(imagining: Imagining, person: Person): Promise<ReadonlyMap<ProductId, Imagined>> {
  const ranks = new Map(imagining.rules.map((rule) => [rule.id, rule.rank]))
  const people = new Map<UserNo, Person>([[person.user, person]])
  const imagined = new Map<ProductId, Imagined>()
  for (const turn of productsInOrder(imagining.frame.products)) {
    const { product, carriers } = turn
    if (isSettled(standingOf(person, product.id, carriers, ranks), imagining.now)) {
      const place = person.waiting.has(product.id) ? await placeOf(imagining, person, product.id, 0) : null
      imagined.set(product.id, { decisions: [], place })
      continue
    }
    const decisions = await decideTurn(imagining, turn, people, ranks)
    for (const decision of decisions) settle(people.get(decision.user)!, product.id, decision)
    const own = decisions.filter((decision) => decision.user === person.user)
    const waits = person.waiting.get(product.id)
    // Whoever leaves the line by a seat of that tier stood before them.
    const served = decisions.filter(
      (decision) =>
        decision.user !== person.user &&
        ((decision.action === 'give' && decision.waited && decision.tier === waits?.tier) ||
          (decision.action === 'move' && decision.to === waits?.tier)),
    ).length
    imagined.set(product.id, {
      decisions: own,
      place: waits ? await placeOf(imagining, person, product.id, served) : null,
    })
  }
  return imagined
}

async function placeOf({ db, rules }: Imagining, person: Person, product: ProductId, served: number): Promise<number> {
  const wait = person.waiting.get(product)!
  const ids = rules.map((rule) => rule.id)
  return (await aheadOf(db, product, wait, person, ids)) - served + 1
}

/** As in a run: the line is read as far as free seats may reach, and further where they reached its end. */
async function decideTurn(
  imagining: Imagining,
  { product, carriers }: ProductTurn,
  people: Map<UserNo, Person>,
  ranks: Parameters<typeof wantOf>[2],
): Promise<readonly SeatDecision[]> {
  const { db, frame, now, rules } = imagining
  const pools = frame.pools.get(product.id) ?? []
  if (pools.length === 0) return []
  const concerned = (person: Person) =>
    person.seats.has(product.id) || person.waiting.has(product.id) || wantOf(person, product.id, ranks) !== null
  const standings = () =>
    [...people.values()].filter(concerned).map((person) => standingOf(person, product.id, carriers, ranks))
  const ids = rules.map((rule) => rule.id)
  const free = pools.reduce((sum, pool) => sum + Math.max(0, (pool.owned ?? 0) - pool.used), 0)
  const losses = await lossesNow(imagining, product.id, standings())
  const goesOn = (heads: readonly LineHead[], count: number) =>
    new Map(
      heads
        .filter((head) => head.users.length === count)
        .map((head) => [head.tier, waiterOf(people.get(head.users.at(-1)!)!, product.id, ranks)] as const),
    )
  for (let reach = Math.min(free, FREE_MAX) + 2, seatlessReach = reach; ; ) {
    const heads = await lineHeads(db, product.id, ids, reach)
    const seatless = await lineHeads(db, product.id, ids, seatlessReach, 'without a seat')
    await meet(
      imagining,
      [...heads, ...seatless].flatMap((head) => head.users),
      people,
    )
    const outcome: Outcome = decideSeats({
      pools,
      graceMs: product.graceSeconds * 1000,
      run: LATER,
      now: now.getTime(),
      safeguard: frame.safeguard,
      losses,
      standings: standings(),
      lineGoesOn: goesOn(heads, reach),
      seatlessGoOn: goesOn(seatless, seatlessReach),
    })
    if (outcome.exhausted.length === 0 && outcome.seatlessExhausted.length === 0) return outcome.decisions
    if (outcome.exhausted.length > 0) reach *= 4
    if (outcome.seatlessExhausted.length > 0) seatlessReach *= 4
  }
}

async function lossesNow(
  { db, now }: Imagining,
  product: ProductId,
  standings: readonly Standing[],
): Promise<Turn['losses']> {
  const loses = standings.some(({ seat, want, carried }) => seat?.state === 'held' && !want && !carried)
  if (!loses) return { recent: 0, holders: 0, stoppedElsewhere: 0 }
  const { recent, holders, stopped } = await lossesOf(db, product, now, [], [])
  const here = standings.filter((standing) => standing.stopped === 'waiting').length
  return { recent, holders, stoppedElsewhere: stopped - here }
}

/** Brings those in line into it: what they have, and what they should have. */
async function meet({ db, rules }: Imagining, users: readonly UserNo[], people: Map<UserNo, Person>): Promise<void> {
  const others = [...new Set(users)].filter((user) => !people.has(user))
  if (others.length === 0) return
  const [members, pins] = await Promise.all([membersOfRules(db, rules, others), pinsOf(db, others)])
  const entitlements = entitle(others, rules, members, pins)
  // Nobody waits in a line whom no rule sees.
  const about = (user: UserNo) => ({ entitlement: entitlements.get(user)!, request: null, unseen: null })
  const met = await peopleOf(db, others, about)
  for (const [user, person] of met) people.set(user, person)
}
