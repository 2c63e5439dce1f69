import { setImmediate } from 'node:timers/promises'
import { recordDifference, recordProductTurn } from './apply/apply.ts'
import { Record } from './apply/record.ts'
import { type RoleSight, recordRoles } from './apply/roles.ts'
import type { UserNo } from './directory/user.ts'
import { mayBeSeatless } from './plan/line.ts'
import type { Person } from './plan/person.ts'
import type { Verdict } from './plan/safeguard.ts'
import { decideSeats, type Outcome, type Turn } from './plan/seats.ts'
import type { Standing } from './plan/standing.ts'
import type { Frame } from './plan/store/frame.ts'
import type { LineHead } from './plan/store/turns.ts'
import { isBack, isSettled, type ProductTurn, productsInOrder, standingOf, waiterOf, wantOf } from './plan/turn.ts'
import type { ProductId } from './products/product.ts'
import { deciding, type Rule, type RuleId } from './rules/rule.ts'

/** Where a round looks: a run at the database under the organization's lock, a preview at everybody in memory. */
export interface Sight extends RoleSight {
  /** Users with what they have and what they should have. */
  meet(users: readonly UserNo[]): Promise<ReadonlyMap<UserNo, Person>>
  /** The first `count` in the line of each tier of a product; of all, or of those without a seat of it. */
  lineHeads(product: ProductId, count: number, who: 'all' | 'without a seat'): Promise<readonly LineHead[]>
  /** Losses of a product as the safeguard counts them; see `lossesOf` in plan/store/turns. */
  lossesOf(
    product: ProductId,
    back: readonly UserNo[],
    freed: readonly UserNo[],
  ): Promise<{ readonly recent: number; readonly holders: number; readonly stopped: number }>
}

export interface RoundOptions {
  readonly sight: Sight
  readonly now: Date
  readonly run: number
  readonly frame: Frame
  readonly rules: readonly Rule[]
  /** Users whose standing may have changed. */
  readonly scope: readonly UserNo[]
  /** Products whose pools or lines may have changed, whoever is in scope. */
  readonly products: ReadonlySet<ProductId>
  /** Called when all turns of products are decided: nothing is added to what they recorded while the rest is compared. */
  readonly afterTurns?: ((record: Record) => void) | undefined
}

/** What a round decided, written nowhere yet. */
export interface Round {
  readonly record: Record
  /** Everybody it looked at, with what they have by now. */
  readonly people: ReadonlyMap<UserNo, Person>
  /** What the safeguard said, where something could be lost. */
  readonly verdicts: ReadonlyMap<ProductId, Verdict>
}

interface Progress extends RoundOptions {
  readonly ranks: ReadonlyMap<RuleId, number>
  readonly people: Map<UserNo, Person>
  /** For each product those who have, want, or wait for it: a million users are not looked at for each of them. */
  readonly byProduct: Map<ProductId, Person[]>
  readonly record: Record
  readonly verdicts: Map<ProductId, Verdict>
}

/**
 * Decides what becomes of some users: seats, a product at a time, includers first; then everything else of them. Brings in
 * whom freed seats may reach. Decides nothing twice, and writes nothing.
 *
 * Grows with the users in scope and the heads of the lines that seats are freed for.
 */
export async function decideRound(options: RoundOptions): Promise<Round> {
  const rules = deciding(options.rules)
  const ranks = new Map(rules.map((rule) => [rule.id, rule.rank]))
  const round: Progress = {
    ...options,
    rules,
    ranks,
    people: new Map(),
    byProduct: new Map(),
    record: new Record(),
    verdicts: new Map(),
  }
  await meet(round, options.scope)
  const turns = productsInOrder(options.frame.products)
  for (const turn of turns) await takeTurn(round, turn)
  options.afterTurns?.(round.record)
  await recordRoles(round, async (users) => void (await meet(round, users)))
  let compared = 0
  for (const person of round.people.values()) {
    recordDifference(round.record, person, options.frame, turns)
    if (options.afterTurns && ++compared % 256 === 0) await setImmediate()
  }
  return round
}

/** Brings users into the round: what they have, and what they should have. @returns who came */
async function meet({ sight, people, byProduct }: Progress, users: readonly UserNo[]): Promise<readonly Person[]> {
  if (users.length === 0) return []
  const met = [...(await sight.meet(users)).values()]
  const list = (product: ProductId, person: Person) => {
    const those = byProduct.get(product)
    if (those) those.push(person)
    else byProduct.set(product, [person])
  }
  for (const person of met) {
    const { entitlement, seats, waiting } = person
    people.set(person.user, person)
    for (const product of entitlement.products.keys()) list(product, person)
    for (const product of seats.keys()) if (!entitlement.products.has(product)) list(product, person)
    for (const product of waiting.keys())
      if (!entitlement.products.has(product) && !seats.has(product)) list(product, person)
  }
  return met
}

/** One product's turn: the line is loaded as far as freed seats may reach, and further where they reached its end. */
async function takeTurn(round: Progress, { product, carriers }: ProductTurn): Promise<void> {
  const { sight, frame, now, people, ranks } = round
  const isTouched = round.products.has(product.id)
  const pools = frame.pools.get(product.id) ?? []
  const concerned = (person: Person) =>
    person.seats.has(product.id) || person.waiting.has(product.id) || wantOf(person, product.id, ranks) !== null
  const standingNow = (person: Person) => standingOf(person, product.id, carriers, ranks)
  const standings = (round.byProduct.get(product.id) ?? []).filter(concerned).map(standingNow)
  // Each of them may free a seat; who is as they should be, met at the head of another product's line, does not.
  const unsettled = standings.filter((standing) => !isSettled(standing, now)).length
  if (pools.length === 0 || (!isTouched && unsettled === 0)) return

  // A seat that is free has nobody in its line, unless its pool was changed.
  const free = isTouched ? pools.reduce((sum, pool) => sum + Math.max(0, (pool.owned ?? 0) - pool.used), 0) : 0
  const falling = pools.filter((pool) => pool.shortage === 'fall-back').map((pool) => pool.tier)
  const seatlessTiers = new Set(isTouched ? falling : mayBeSeatless(pools))
  const goesOn = (heads: readonly LineHead[], count: number) =>
    heads
      .filter((head) => head.users.length === count)
      .map((head) => [head.tier, waiterOf(people.get(head.users.at(-1)!)!, product.id, ranks)] as const)
  let outcome: Outcome
  for (let reach = Math.min(free, 10_000) + unsettled + 1, seatlessReach = 0; ; ) {
    const heads = await sight.lineHeads(product.id, reach, 'all')
    const seatless = seatlessReach > 0 ? await sight.lineHeads(product.id, seatlessReach, 'without a seat') : []
    const came = await meet(
      round,
      [...new Set([...heads, ...seatless].flatMap((head) => head.users))].filter((user) => !people.has(user)),
    )
    for (const person of came) if (concerned(person)) standings.push(standingNow(person))
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
  round.verdicts.set(product.id, outcome.verdict)
  recordProductTurn(round.record, product, carriers, frame, people, outcome.decisions)
}

/** Losses as they are when they are judged: asked only where there is something to judge. */
async function lossesNow(
  { sight, now }: Progress,
  product: ProductId,
  standings: readonly Standing[],
): Promise<Turn['losses']> {
  const holding = standings.filter((standing) => standing.seat?.state === 'held')
  if (!holding.some((standing) => !standing.want && !standing.carried))
    return { recent: 0, holders: 0, stoppedElsewhere: 0 }
  const back = standings.filter((standing) => isBack(standing, now)).map((standing) => standing.user)
  const freed = holding.filter((standing) => standing.carried).map((standing) => standing.user)
  const { recent, holders, stopped } = await sight.lossesOf(product, back, freed)
  const stoppedHere = standings.filter((standing) => standing.stopped === 'waiting').length
  return { recent, holders, stoppedElsewhere: stopped - stoppedHere }
}
