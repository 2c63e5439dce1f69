import type { Adopt, Adopted } from '../contract/existing-account.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import type { Caller } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import type { Because } from '../plan/change.ts'
import type { Person } from '../plan/person.ts'
import { beforeRun, frameOf } from '../plan/store/frame.ts'
import { peopleOf } from '../plan/store/people.ts'
import { newId } from '../platform/id.ts'
import { carriersOf } from '../products/includes.ts'
import type { Pool, ProductId } from '../products/product.ts'
import { contentOf } from '../rules/content.ts'
import { nothing } from '../rules/decide.ts'
import { entitle } from '../rules/entitle.ts'
import type { Pin, PinId } from '../rules/pin.ts'
import { deciding } from '../rules/rule.ts'
import { membersOfRules } from '../rules/store/members.ts'
import { pinsOf } from '../rules/store/pins.ts'
import { liveRules } from '../rules/store/rules.ts'
import { chooseAccounts } from './adoptable.ts'
import { standingsOf } from './existing.ts'
import { Record } from './record.ts'
import { addProductPins, allAccounts, markAdopted } from './store/existing.ts'
import { nextRun, writeAssignments, writeLine, writeSeats } from './store/run.ts'
import { writeRun, writeTrace } from './store/trace.ts'

type ProductPin = Pin & { readonly field: 'product' }

/** Reason of the pins that adoption makes: listed by it, for clean-up. */
export const ADOPTED = 'adopted'

/**
 * Takes over accounts from before Rollcall: their users hold the seats at once, over the pool if need be, and no mail says
 * so, for they had access. What rules do not give becomes pins, unless the rules are to decide.
 * @throws {Refused} 422 SAY_WHICH, NOT_ADOPTABLE
 */
export function adopt(caller: Caller, wanted: Adopt, at: Date): Promise<Adopted> {
  return caller.db.transaction(async (tx) => {
    const startedAt = performance.now()
    await lockOrganization(tx)
    const { lastRunAt } = await beforeRun(tx)
    const now = lastRunAt && lastRunAt > at ? lastRunAt : at
    const frame = await frameOf(tx)
    const chosen = await chooseAccounts(tx, standingsOf(await allAccounts(tx), frame), wanted)
    if (chosen.length === 0) return { adopted: 0, seats: 0, pins: 0 }

    const users = [...new Set(chosen.map(({ user }) => user))]
    const detail = { accounts: chosen.length, users: users.length, rulesDecide: wanted.rulesDecide ?? false }
    const act = { at, actor: caller.actor, action: 'existing-accounts.adopt', detail }
    const request = await recordRequest(tx, act)
    const because: Because = { kind: 'adopted', request }
    const rules = deciding(await liveRules(tx))
    const ruled = entitle(users, rules, await membersOfRules(tx, rules, users), await pinsOf(tx, users))
    const people = await peopleOf(tx, users, (user) => ({ entitlement: ruled.get(user)!, request, unseen: null }))
    const carriers = carriersOf(frame.products)

    const record = new Record()
    const pins: ProductPin[] = []
    for (const { user, pool } of chosen) {
      const person = people.get(user)!
      takeOver(record, person, pool, because)
      if (wanted.rulesDecide || isGiven(person, pool, carriers)) continue
      const { product, tier } = pool
      const about = { reason: ADOPTED, createdBy: caller.actor.name, createdAt: now, endsAt: null }
      pins.push({ id: newId() as PinId, user, field: 'product', product, tier, ...about })
    }
    for (const person of people.values()) giveAccess(record, person, because, request)

    const run = await nextRun(tx)
    await writeSeats(tx, { run, now }, record)
    await writeLine(tx, { run, now }, record)
    await writeAssignments(tx, { run, now }, record)
    await writeTrace(tx, { run, now }, record, 'not-sent')
    const counts = { touched: users.length, changed: record.changes.length, stopped: 0 }
    await writeRun(tx, { run, now }, { tookMs: Math.round(performance.now() - startedAt), ...counts })
    await addProductPins(tx, pins, now)
    await markAdopted(tx, chosen, caller.actor.name, at)
    await touchUsers(tx, users, request)
    return { adopted: chosen.length, seats: record.seatsOpened.length, pins: pins.length }
  })
}

/** The seat of an account; who holds one of the product keeps it as it is. */
function takeOver(record: Record, person: Person, { product, tier }: Pool, because: Because): void {
  const { user } = person
  const before = person.seats.get(product)
  if (before?.state === 'held') return
  if (before) {
    record.seatsClosed.push({ user, product, tier: before.tier, state: before.state, lost: 'no' })
    record.use(product, before.tier, -1)
  }
  const wait = person.waiting.get(product)
  if (wait) record.left.push({ user, product, tier: wait.tier })
  person.waiting.delete(product)
  person.seats.set(product, { tier, state: 'held', graceUntil: null, stopped: 'no' })
  record.seatsOpened.push({ user, product, tier, state: 'held', graceUntil: null, because })
  record.use(product, tier, 1)
  record.change({ user, kind: 'seat.given', product, tier, detail: { waited: false, wanted: tier }, because })
}

/** Whether rules, or a pin that somebody made, give the product as it was, or with another that they give. */
function isGiven(
  { entitlement }: Person,
  { product, tier }: Pool,
  carriers: ReadonlyMap<ProductId, ReadonlySet<ProductId>>,
): boolean {
  const given = entitlement.products.get(product)
  if (given && ('pin' in given.from || given.value === tier)) return true
  return [...carriers.get(product)!].some((carrier) => (entitlement.products.get(carrier)?.value ?? 'none') !== 'none')
}

/** They had access before: what the next run finds is no first access, and no mail says so. */
function giveAccess(record: Record, person: Person, because: Because, request: string): void {
  const { user, assignment, withheld } = person
  const access = withheld === null
  if (assignment?.hadAccess && assignment.access === access) return
  const { content, key } = assignment ?? contentOf(nothing)
  const target = { content, key, withheld, access, hadAccess: true, role: assignment?.role ?? ('member' as const) }
  record.assignments.push({ user, target, request })
  if (access && !assignment?.access) record.change({ user, kind: 'access.given', because })
}
