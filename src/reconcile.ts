import type { Record } from './apply/record.ts'
import { writeRoles } from './apply/store/roles.ts'
import { nextRun, type Run, writeAssignments, writeLine, writeSeats, writeStops } from './apply/store/run.ts'
import { writeChanges, writeRun, writeTrace } from './apply/store/trace.ts'
import type { UserNo } from './directory/user.ts'
import { joinArrived } from './inbound/store/pending.ts'
import { lockOrganization } from './organization/store/lock.ts'
import { beforeRun, type Frame, frameOf } from './plan/store/frame.ts'
import { peopleOf } from './plan/store/people.ts'
import { rolesIn } from './plan/store/roles.ts'
import {
  graceEnded,
  lineHeads,
  lossesOf,
  takeTouched,
  takeTouchedGroups,
  takeTouchedProducts,
} from './plan/store/turns.ts'
import { rivalsOf, type Unseen, unseenOf } from './plan/store/unseen.ts'
import type { Db } from './platform/db/db.ts'
import { newId } from './platform/id.ts'
import type { ProductId } from './products/product.ts'
import { decideRound, type Round, type Sight } from './round.ts'
import { nothing } from './rules/decide.ts'
import { entitle } from './rules/entitle.ts'
import { deciding, type Rule } from './rules/rule.ts'
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

/** A run would look at more users than it was allowed. Nothing was done: whoever was touched still is. */
export class TooMany extends Error {
  constructor(users: number) {
    super(`a run over ${users} users`)
    this.name = 'TooMany'
  }
}

const nothingToDo: RunOutcome = { run: null, touched: 0, changed: 0, stopped: 0 }

/**
 * One run: look at how things are, decide how they should be, apply the difference where it is safe. Level-based: it
 * never asks what triggered it, so a lost, repeated or late trigger delays a change and never makes a wrong one. Takes
 * all that was touched before it began; everything it writes is one transaction, and if that fails the touched come back.
 *
 * Grows with the users touched, their memberships, and the heads of the lines they free seats for.
 *
 * @param at the moment of the run: what grace and pins are measured by, and what is recorded. Never before the run
 *   before it: who waited for another's lock may have asked earlier, and no interval ends before it began.
 * @param most how many users it may look at to begin with
 * @throws {TooMany}
 */
export function reconcile(db: Db, at: Date, most = Number.POSITIVE_INFINITY): Promise<RunOutcome> {
  return db.transaction(async (tx) => {
    const startedAt = performance.now()
    await lockOrganization(tx)
    const { isPaused, lastRunAt } = await beforeRun(tx)
    if (isPaused) return nothingToDo
    const now = lastRunAt && lastRunAt > at ? lastRunAt : at
    const due = await takeDue(tx, now)
    if (due.scope.length === 0 && due.products.size === 0) return nothingToDo
    if (due.scope.length > most) throw new TooMany(due.scope.length)

    const run = await nextRun(tx)
    // PostgreSQL writes what became of seats while the rest is compared here.
    let turnsWritten: Promise<void> | undefined
    const { record } = await decide(tx, due, now, run, (decided) => {
      turnsWritten = writeTurns(tx, { run, now }, decided)
      turnsWritten.catch(() => {})
    })
    await turnsWritten
    if (!record.isEmpty) {
      await writeRest(tx, { run, now }, record)
      const tookMs = Math.round(performance.now() - startedAt)
      const counts = { touched: due.requests.size, changed: record.changes.length, stopped: record.stopped.length }
      await writeRun(tx, { run, now }, { tookMs, ...counts })
    }
    return { run, touched: due.scope.length, changed: record.changes.length, stopped: record.stopped.length }
  })
}

/** What a run has to look at. */
export interface Due {
  /** The latest request that touched each user. */
  readonly requests: ReadonlyMap<UserNo, string>
  readonly scope: readonly UserNo[]
  readonly products: ReadonlySet<ProductId>
}

/**
 * Takes all that is touched, and who is due by time. Before anything it says changed is read: whoever writes from here on
 * leaves a mark for the next run.
 */
export async function takeDue(tx: Db, now: Date): Promise<Due> {
  const requests = new Map([...(await takeTouchedGroups(tx)), ...(await takeTouched(tx))])
  await joinArrived(tx, [...requests.keys()])
  const products = new Set((await takeTouchedProducts(tx)).keys())
  const pinsEnded = await endPins(tx, now, [...requests.keys()])
  const scope = new Set([...requests.keys(), ...pinsEnded, ...(await graceEnded(tx, now))])
  return { requests, scope: [...scope], products }
}

/** Decides about all that is due, as things are in the database now. */
export async function decide(
  tx: Db,
  { requests, scope, products }: Due,
  now: Date,
  run: number,
  afterTurns?: (record: Record) => void,
): Promise<Round> {
  const frame = await frameOf(tx)
  const rules = await liveRules(tx)
  const concerned = new Map<UserNo, string | null>(scope.map((user) => [user, requests.get(user) ?? null]))
  // Where somebody comes or goes, others with their address may be seen or unseen from now on.
  if (frame.mayBeUnseen)
    for (const [rival, user] of await rivalsOf(tx, scope))
      concerned.set(rival, concerned.get(rival) ?? concerned.get(user) ?? null)
  const sight = sightOf(tx, frame, rules, concerned, now)
  return decideRound({ sight, now, run, frame, rules, scope: [...concerned.keys()], products, afterTurns })
}

/** The database, under the organization's lock. */
function sightOf(
  tx: Db,
  frame: Frame,
  rules: readonly Rule[],
  requests: ReadonlyMap<UserNo, string | null>,
  now: Date,
): Sight {
  const live = deciding(rules)
  const ids = live.map((rule) => rule.id)
  return {
    async meet(users) {
      const members = await membersOfRules(tx, live, users)
      const entitlements = entitle(users, live, members, await pinsOf(tx, users))
      const unseen: ReadonlyMap<UserNo, Unseen> = frame.mayBeUnseen ? await unseenOf(tx, users) : new Map()
      return peopleOf(tx, users, (user) => ({
        entitlement: unseen.has(user) ? nothing : entitlements.get(user)!,
        request: requests.get(user) ?? null,
        unseen: unseen.get(user) ?? null,
      }))
    },
    lineHeads: (product, count, who) => lineHeads(tx, product, ids, count, who),
    lossesOf: (product, back, freed) => lossesOf(tx, product, now, back, freed),
    ...rolesIn(tx, now),
  }
}

/** What the products' turns decided: nothing that comes after them adds to it. */
async function writeTurns(tx: Db, at: Run, record: Record): Promise<void> {
  await writeSeats(tx, at, record)
  await writeLine(tx, at, record)
  await writeChanges(tx, at, record)
}

async function writeRest(tx: Db, at: Run, record: Record): Promise<void> {
  await writeStops(tx, at, record, newId)
  await writeAssignments(tx, at, record)
  await writeRoles(tx, at, record.roles)
  await writeTrace(tx, at, record, 'not-sent')
}
