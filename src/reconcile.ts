import { recordDifference, recordProductTurn } from './apply/apply.ts'
import { Record } from './apply/record.ts'
import { nextRun, writeAssignments, writeLine, writeSeats, writeStops } from './apply/store/run.ts'
import { writeRun, writeTrace } from './apply/store/trace.ts'
import type { UserNo } from './directory/user.ts'
import { lockOrganization } from './organization/store/lock.ts'
import { mayBeSeatless } from './plan/line.ts'
import type { Person } from './plan/person.ts'
import { decideSeats, type Outcome, type Turn } from './plan/seats.ts'
import type { Standing } from './plan/standing.ts'
import { beforeRun, type Frame, frameOf } from './plan/store/frame.ts'
import { peopleOf } from './plan/store/people.ts'
import {
  graceEnded,
  type LineHead,
  lineHeads,
  lossesOf,
  takeTouched,
  takeTouchedGroups,
  takeTouchedProducts,
} from './plan/store/turns.ts'
import { rivalsOf, type Unseen, unseenOf } from './plan/store/unseen.ts'
import { isBack, isSettled, productsInOrder, standingOf, waiterOf, wantOf } from './plan/turn.ts'
import type { Db } from './platform/db/db.ts'
import { newId } from './platform/id.ts'
import type { Product, ProductId } from './products/product.ts'
import { nothing } from './rules/decide.ts'
import { entitle } from './rules/entitle.ts'
import { deciding, type Rule, type RuleId } from './rules/rule.ts'
import { membersOfRules } from './rules/store/members.ts'
import { endPins, pinsOf } from './rules/store/pins.ts'
import { liveRules } from './rules/store/rules.ts'

export interface RunOutcome {
  /** Null: there was nothing to do. */
  readonly run: number | null
  readonly touched: number
  readonly changed: number
  readonly stopped: number
}

/** What a run knows and gathers while it goes. */
interface Round {
  readonly tx: Db
  readonly now: Date
  readonly run: number
  readonly frame: Frame
  readonly rules: readonly Rule[]
  readonly ranks: ReadonlyMap<RuleId, number>
  readonly people: Map<UserNo, Person>
  readonly requests: ReadonlyMap<UserNo, string>
  readonly record: Record
}

/**
 * One run: look at how things are, decide how they should be, apply the difference where it is safe. Level-based: it
 * never asks what triggered it, so a lost, repeated or late trigger delays a change and never makes a wrong one. Takes
 * all that was touched before it began; everything it writes is one transaction, and if that fails the touched come back.
 *
 * Grows with the users touched, their memberships, and the heads of the lines they free seats for.
 *
 * @param at the moment of the run: what grace and pins are measured by, and what is recorded. Never before the run
 *   before it: who waited for another's lock may have asked earlier, and no interval ends before it began.
 */
export function reconcile(db: Db, at: Date): Promise<RunOutcome> {
  return db.transaction(async (tx) => {
    const startedAt = performance.now()
    await lockOrganization(tx)
    const { isPaused, lastRunAt } = await beforeRun(tx)
    if (isPaused) return { run: null, touched: 0, changed: 0, stopped: 0 }
    const now = lastRunAt && lastRunAt > at ? lastRunAt : at

    // Before anything it says changed is read: whoever writes from here on leaves a mark for the next run.
    const requests = new Map([...(await takeTouchedGroups(tx)), ...(await takeTouched(tx))])
    const touchedProducts = await takeTouchedProducts(tx)
    const pinsEnded = await endPins(tx, now, [...requests.keys()])
    const scope = new Set([...requests.keys(), ...pinsEnded, ...(await graceEnded(tx, now))])
    if (scope.size === 0 && touchedProducts.size === 0) return { run: null, touched: 0, changed: 0, stopped: 0 }

    const frame = await frameOf(tx)
    if (frame.mayBeUnseen)
      for (const [rival, user] of await rivalsOf(tx, [...scope])) {
        scope.add(rival)
        if (!requests.has(rival) && requests.has(user)) requests.set(rival, requests.get(user)!)
      }
    const rules = deciding(await liveRules(tx))
    const ranks = new Map(rules.map((rule) => [rule.id, rule.rank]))
    const run = await nextRun(tx)
    const round: Round = { tx, now, run, frame, rules, ranks, people: new Map(), requests, record: new Record() }
    await meet(round, [...scope])

    const turns = productsInOrder(frame.products)
    for (const { product, carriers } of turns) await takeTurn(round, product, carriers, touchedProducts.has(product.id))
    for (const person of round.people.values()) recordDifference(round.record, person, frame, turns)

    await write(round, startedAt)
    return { run, touched: scope.size, changed: round.record.changes.length, stopped: round.record.stopped.length }
  })
}

/** Brings users into the run: what they have, and what they should have. */
async function meet({ tx, frame, rules, people, requests }: Round, users: readonly UserNo[]): Promise<void> {
  if (users.length === 0) return
  const members = await membersOfRules(tx, rules, users)
  const entitlements = entitle(users, rules, members, await pinsOf(tx, users))
  const unseen: ReadonlyMap<UserNo, Unseen> = frame.mayBeUnseen ? await unseenOf(tx, users) : new Map()
  const about = (user: UserNo) => ({
    entitlement: unseen.has(user) ? nothing : entitlements.get(user)!,
    request: requests.get(user) ?? null,
    unseen: unseen.get(user) ?? null,
  })
  for (const [user, person] of await peopleOf(tx, users, about)) people.set(user, person)
}

/** One product's turn: the line is loaded as far as freed seats may reach, and further where they reached its end. */
async function takeTurn(
  round: Round,
  product: Product,
  carriers: ReadonlySet<ProductId>,
  isTouched: boolean,
): Promise<void> {
  const { tx, frame, now, people, ranks, rules } = round
  const pools = frame.pools.get(product.id) ?? []
  const concerned = (person: Person) =>
    person.seats.has(product.id) || person.waiting.has(product.id) || wantOf(person, product.id, ranks) !== null
  const standingNow = (person: Person) => standingOf(person, product.id, carriers, ranks)
  const those = [...people.values()].filter(concerned)
  const isAtRest = !isTouched && those.every((person) => isSettled(standingNow(person), now))
  if (pools.length === 0 || isAtRest) return

  // A seat that is free has nobody in its line, unless its pool was changed.
  const free = isTouched ? pools.reduce((sum, pool) => sum + Math.max(0, (pool.owned ?? 0) - pool.used), 0) : 0
  const ruleIds = rules.map((rule) => rule.id)
  const seatlessTiers = new Set(isTouched ? pools.map((pool) => pool.tier) : mayBeSeatless(pools))
  const goesOn = (heads: readonly LineHead[], count: number) =>
    heads
      .filter((head) => head.users.length === count)
      .map((head) => [head.tier, waiterOf(people.get(head.users.at(-1)!)!, product.id, ranks)] as const)
  let outcome: Outcome
  for (let reach = Math.min(free, 10_000) + those.length + 1, seatlessReach = 0; ; ) {
    const heads = await lineHeads(tx, product.id, ruleIds, reach)
    const seatless = seatlessReach > 0 ? await lineHeads(tx, product.id, ruleIds, seatlessReach, 'without a seat') : []
    await meet(
      round,
      [...new Set([...heads, ...seatless].flatMap((head) => head.users))].filter((user) => !people.has(user)),
    )
    const standings = [...people.values()].filter(concerned).map(standingNow)
    const lineGoesOn = goesOn(heads, reach)
    const seatlessGoOn = seatlessReach > 0 ? goesOn(seatless, seatlessReach) : lineGoesOn
    outcome = decideSeats({
      pools,
      graceMs: product.graceSeconds * 1000,
      run: round.run,
      now: now.getTime(),
      safeguard: frame.safeguard,
      losses: await lossesNow(round, product.id, standings),
      standings,
      lineGoesOn: new Map(lineGoesOn),
      seatlessGoOn: new Map(seatlessGoOn.filter(([tier]) => seatlessTiers.has(tier))),
    })
    if (outcome.exhausted.length === 0 && outcome.seatlessExhausted.length === 0) break
    if (outcome.seatlessExhausted.length > 0) seatlessReach = Math.max(reach, seatlessReach * 4)
    if (outcome.exhausted.length > 0) reach *= 4
  }
  recordProductTurn(round.record, product, carriers, frame, people, outcome.decisions)
}

/** Losses as they are when they are judged: asked only where there is something to judge. */
async function lossesNow(
  { tx, now }: Round,
  product: ProductId,
  standings: readonly Standing[],
): Promise<Turn['losses']> {
  const holding = standings.filter((standing) => standing.seat?.state === 'held')
  if (!holding.some((standing) => !standing.want && !standing.carried))
    return { recent: 0, holders: 0, stoppedElsewhere: 0 }
  const back = standings.filter((standing) => isBack(standing, now)).map((standing) => standing.user)
  const freed = holding.filter((standing) => standing.carried).map((standing) => standing.user)
  const { recent, holders, stopped } = await lossesOf(tx, product, now, back, freed)
  const stoppedHere = standings.filter((standing) => standing.stopped === 'waiting').length
  return { recent, holders, stoppedElsewhere: stopped - stoppedHere }
}

async function write({ tx, now, run, record, requests }: Round, startedAt: number): Promise<void> {
  if (record.isEmpty) return
  const at = { run, now }
  await writeSeats(tx, at, record)
  await writeLine(tx, at, record)
  await writeStops(tx, at, record, newId)
  await writeAssignments(tx, at, record)
  await writeTrace(tx, at, record, 'not-sent')
  await writeRun(tx, at, {
    tookMs: Math.round(performance.now() - startedAt),
    touched: requests.size,
    changed: record.changes.length,
    stopped: record.stopped.length,
  })
}
