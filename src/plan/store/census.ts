import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import type { RuleId } from '../../rules/rule.ts'
import { unpacked } from '../../rules/store/members.ts'
import { ACCESS, type Census, HAD_ACCESS, type Holding, type Line, noHolding, reasons, states } from '../census.ts'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/**
 * Reads everybody, packed: four bytes for who is withheld, eight for an assignment, four for a seat or a place in the
 * line. Tables come apart and meet here, by number: a join of two is compared row by row where the planner takes either
 * for empty, as it does for an organization that came after the last analyze.
 *
 * Grows with assignments, seats and lines. The queries run side by side, each on a connection of its own, so they may
 * see different moments: enough to find who has to be looked at, who is then looked at under the lock.
 *
 * @param now grace that ended by then is over
 */
export async function censusOf(db: Db, now: Date): Promise<Census> {
  const [bound, withheldRows, assignedRows, seatRows, lineRows, stoppedRows] = await Promise.all([
    sizeOf(db),
    withheldPacked(db),
    assignedPacked(db),
    seatsPacked(db, now),
    linesPacked(db),
    stoppedPacked(db),
  ])
  const size = Math.max(bound, ...[...assignedRows, ...seatRows, ...lineRows].map((row) => row.last + 1))
  const withheld = new Uint8Array(size)
  for (const { reason, users } of withheldRows)
    for (const user of unpacked(users)) if (user < size) withheld[user] = reasons.indexOf(reason)

  const entitlementNo = new Int32Array(size)
  const assigned = new Uint8Array(size)
  for (const { reason, access, had_access, users, numbers } of assignedRows) {
    const flags = reasons.indexOf(reason) | (access ? ACCESS : 0) | (had_access ? HAD_ACCESS : 0)
    const given = unpacked(numbers)
    for (const [index, user] of unpacked(users).entries()) {
      entitlementNo[user] = given[index]!
      assigned[user] = flags
    }
  }

  const holdings = new Map<ProductId, Mutable<Holding> & { tiers: TierId[]; lines: Line[] }>()
  const holdingOf = (product: ProductId) => {
    const holding = holdings.get(product) ?? { ...noHolding(size), tiers: [], lines: [] }
    holdings.set(product, holding)
    return holding
  }
  const numberOf = (tiers: TierId[], tier: TierId) => tiers.indexOf(tier) + 1 || tiers.push(tier)
  for (const { product, tier, state, users } of seatRows) {
    const holding = holdingOf(product)
    const number = numberOf(holding.tiers, tier)
    for (const user of unpacked(users)) {
      holding.seat[user] = number
      holding.state[user] = states[state]
    }
  }
  for (const { product, state, users } of stoppedRows) {
    const holding = holdingOf(product)
    for (const user of unpacked(users)) if (holding.state[user] === states.held) holding.state[user] = states[state]
  }
  for (const { product, tier, rule, users, since } of lineRows) {
    const holding = holdingOf(product)
    const number = numberOf(holding.tiers, tier)
    const line = { tier, rule, users: unpacked(users), since: unpackedLong(since) }
    for (const user of line.users) holding.waits[user] = number
    holding.lines.push(line)
  }
  return { size, withheld, entitlementNo, assigned, holdings }
}

async function sizeOf(db: Db): Promise<number> {
  const row = await db.row<{ size: number }>(sql`
    select coalesce(max(user_no), 0) + 1 as size from users where organization_id = ${db.organization}`)
  return row!.size
}

interface WithheldRow {
  readonly reason: (typeof reasons)[number]
  readonly users: Buffer
}

/** Few of many, and an index of their own. */
function withheldPacked(db: Db): Promise<readonly WithheldRow[]> {
  return db.rows<WithheldRow>(sql`
    select case when deleted_at is not null then 'deleted' when not active then 'inactive' else 'no-address' end as reason,
      string_agg(int4send(user_no), '') as users
    from users
    where organization_id = ${db.organization} and (deleted_at is not null or not active or address is null)
    group by 1`)
}

interface AssignedRow {
  readonly reason: (typeof reasons)[number]
  readonly access: boolean
  readonly had_access: boolean
  readonly users: Buffer
  readonly numbers: Buffer
  readonly last: number
}

function assignedPacked(db: Db): Promise<readonly AssignedRow[]> {
  return db.rows<AssignedRow>(sql`
    select withheld as reason, access, had_access, max(user_no) as last,
      string_agg(int4send(user_no), '') as users, string_agg(int4send(entitlement_no), '') as numbers
    from assignments
    where organization_id = ${db.organization} and until is null
    group by 1, 2, 3`)
}

interface SeatsRow {
  readonly product: ProductId
  readonly tier: TierId
  readonly state: 'held' | 'grace' | 'over'
  readonly users: Buffer
  readonly last: number
}

function seatsPacked(db: Db, now: Date): Promise<readonly SeatsRow[]> {
  return db.rows<SeatsRow>(sql`
    select product_id as product, tier_id as tier,
      case when state = 'grace' and grace_until <= ${now} then 'over' else state end as state,
      string_agg(int4send(user_no), '') as users, max(user_no) as last
    from seats
    where organization_id = ${db.organization} and until is null
    group by 1, 2, 3`)
}

interface LineRow {
  readonly product: ProductId
  readonly tier: TierId
  readonly rule: RuleId
  readonly users: Buffer
  readonly since: Buffer
  readonly last: number
}

function linesPacked(db: Db): Promise<readonly LineRow[]> {
  return db.rows<LineRow>(sql`
    select product_id as product, tier_id as tier, rule_id as rule, max(user_no) as last,
      string_agg(int4send(user_no), '' order by since_run, joined_at, user_no) as users,
      string_agg(int8send(since_run), '' order by since_run, joined_at, user_no) as since
    from waiting
    where organization_id = ${db.organization}
    group by 1, 2, 3`)
}

interface StoppedRow {
  readonly product: ProductId
  readonly state: 'stopped' | 'confirmed'
  readonly users: Buffer
}

function stoppedPacked(db: Db): Promise<readonly StoppedRow[]> {
  return db.rows<StoppedRow>(sql`
    select product_id as product, case when confirmed_by is null then 'stopped' else 'confirmed' end as state,
      string_agg(int4send(user_no), '') as users
    from stopped_losses
    where organization_id = ${db.organization} and until is null
    group by 1, 2`)
}

function unpackedLong(packed: Buffer): Float64Array {
  const numbers = new Float64Array(packed.length / 8)
  for (let at = 0; at < numbers.length; at++)
    numbers[at] = packed.readUInt32BE(at * 8) * 2 ** 32 + packed.readUInt32BE(at * 8 + 4)
  return numbers
}
