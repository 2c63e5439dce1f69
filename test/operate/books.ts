import { wrongCounters } from '../../src/plan/store/marks.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { type Ground, type Notes, OWNED } from './storm.ts'

/** What is not there though it was acknowledged, or cannot be, at any moment: also in the middle of the work. */
export function wrongInBooks(db: Db, ground: Ground, notes: Notes): Promise<readonly string[]> {
  return atOneMoment(db, (tx) => wrongNow(tx, ground, notes))
}

export async function wrongNow(tx: Db, ground: Ground, notes: Notes): Promise<readonly string[]> {
  return [
    ...(await missing(tx, notes)),
    ...(await wrongRules(tx, notes)),
    ...(await overlapping(tx)),
    ...(await untold(tx, ground.fixed)),
    ...(await wrongSeats(tx, ground)),
  ]
}

/** All questions about the same moment, whatever runs meanwhile. */
function atOneMoment<T>(db: Db, questions: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.run(sql`set transaction isolation level repeatable read, read only`)
    return questions(tx)
  })
}

async function missing(db: Db, { users, members }: Notes): Promise<readonly string[]> {
  const there = await db.rows<{ id: string }>(sql`select id from users where organization_id = ${db.organization}`)
  const known = new Set(there.map((row) => row.id))
  const joined = await membersNow(db)
  const wrong = [...members].filter(([key, is]) => is !== 'unknown' && (is === 'in') !== joined.has(key))
  return [
    ...users.filter((user) => !known.has(user)).map((user) => `user ${user} is lost`),
    ...wrong.map(([key, is]) => `membership ${key} is not ${is}`),
  ]
}

/** "group user" of every membership. */
async function membersNow(db: Db): Promise<ReadonlySet<string>> {
  const groups = await db.rows<{ group_no: number; id: string }>(
    sql`select group_no, id from groups where organization_id = ${db.organization}`,
  )
  const users = await db.rows<{ user_no: number; id: string }>(
    sql`select user_no, id from users where organization_id = ${db.organization}`,
  )
  const rows = await db.rows<{ group_no: number; user_no: number }>(
    sql`select group_no, user_no from memberships where organization_id = ${db.organization}`,
  )
  const groupOf = new Map(groups.map((row) => [row.group_no, row.id]))
  const userOf = new Map(users.map((row) => [row.user_no, row.id]))
  return new Set(rows.map((row) => `${groupOf.get(row.group_no)} ${userOf.get(row.user_no)}`))
}

interface RuleRow {
  readonly id: string
  readonly since_version: number
  readonly until_version: number | null
  readonly rank: number
  readonly group_id: string
  readonly gives: { readonly products: readonly { readonly product: string }[] }
}

function ruleRows(db: Db): Promise<readonly RuleRow[]> {
  return db.rows<RuleRow>(sql`
    select id, since_version, until_version, rank, group_id, gives from rules
    where organization_id = ${db.organization} order by rank`)
}

/** Every version there is one after the other, ranks without a gap in each, and in each what was acknowledged of it. */
async function wrongRules(db: Db, { rules: notes }: Notes): Promise<readonly string[]> {
  const versions = await db.rows<{ version: number }>(sql`
    select version from rule_sets where organization_id = ${db.organization} order by version`)
  const rows = await ruleRows(db)
  const wrong: string[] = []
  const sets = new Map<number, readonly RuleRow[]>()
  for (const [index, { version }] of versions.entries()) {
    const set = rows.filter((row) => row.since_version <= version && version < (row.until_version ?? Infinity))
    sets.set(version, set)
    if (version !== index + 1) wrong.push(`version ${index + 1} of the rules is missing`)
    if (set.some((row, place) => row.rank !== place + 1)) wrong.push(`version ${version} has a gap in its ranks`)
  }
  const sorted = (ids: readonly string[]) => ids.toSorted().join(' ')
  for (const note of notes) {
    const set = sets.get(note.version)
    const found = set && 'rule' in note ? set.find((row) => row.id === note.rule) : undefined
    const holds =
      note.said === 'gone'
        ? set && !found
        : note.said === 'order'
          ? set?.map((row) => row.id).join(' ') === note.ids.join(' ')
          : found && sorted(found.gives.products.map(({ product }) => product)) === sorted(note.products)
    if (!holds) wrong.push(`version ${note.version} is not as acknowledged: ${JSON.stringify(note)}`)
  }
  return wrong
}

/** Intervals of one seat, one assignment or one rule that are in force at once, or end before they begin. */
async function overlapping(db: Db): Promise<readonly string[]> {
  const rows = await db.rows<{ wrong: string }>(sql`
    select format('user %s: two seats at once, or one until before it began', user_no) as wrong from (
      select user_no, since, until, lead(since) over w as next, lead(run_no) over w as next_run from seats
      where organization_id = ${db.organization}
      window w as (partition by product_id, user_no order by run_no)
    ) s where until < since or (next_run is not null and (until is null or until > next))
    union all
    select format('user %s: two assignments at once, or one until before it began', user_no) from (
      select user_no, since, until, lead(since) over w as next from assignments
      where organization_id = ${db.organization} window w as (partition by user_no order by run_no)
    ) a where until < since or (next is not null and until is distinct from next)
    union all
    select format('rule %s: twice in a version', id) from (
      select id, since_version as since, until_version as until, lead(since_version) over w as next from rules
      where organization_id = ${db.organization} window w as (partition by id order by since_version)
    ) r where until <= since or (next is not null and (until is null or until > next))`)
  return rows.map((row) => row.wrong)
}

/** Each change of a seat of a product with a connector has its delivery, and what was told last is how it is. */
async function untold(db: Db, product: string): Promise<readonly string[]> {
  const changes = await db.rows<{ id: string; user_no: number; run_no: number; kind: string }>(sql`
    select id, user_no, run_no, kind from changes
    where organization_id = ${db.organization} and product_id = ${product}
      and kind in ('seat.given', 'seat.moved', 'seat.returned', 'seat.lost', 'seat.freed')
    order by run_no, id`)
  const deliveries = await db.rows<{ change_id: string; action: string }>(sql`
    select change_id, action from deliveries
    where organization_id = ${db.organization} and product_id = ${product}`)
  const holders = await db.rows<{ user_no: number }>(sql`
    select user_no from seats
    where organization_id = ${db.organization} and product_id = ${product} and until is null and state = 'held'`)
  const actionOf = new Map(deliveries.map((row) => [row.change_id, row.action]))
  const known = new Set(changes.map((change) => change.id))
  const told = new Map(changes.map((change) => [change.user_no, actionOf.get(change.id)]))
  const holding = new Set(holders.map((row) => row.user_no))
  return [
    ...changes.filter(({ id }) => !actionOf.has(id)).map(({ id, kind }) => `${kind} ${id} has no delivery`),
    ...deliveries.filter((row) => !known.has(row.change_id)).map((row) => `a delivery of no change ${row.change_id}`),
    ...(deliveries.length === actionOf.size ? [] : ['a change has two deliveries']),
    ...[...told]
      .filter(([user, action]) => (action === 'give') !== holding.has(user))
      .map(([user, action]) => `user ${user} was told ${action} last`),
    ...[...holding].filter((user) => !told.has(user)).map((user) => `user ${user} holds and nobody was told`),
  ]
}

async function wrongSeats(db: Db, { fixed }: Ground): Promise<readonly string[]> {
  const counters = await wrongCounters(db)
  const row = await db.row<{ most: number | null; used: number }>(sql`
    select (select max(held) from (
        select sum(sum(case when kind = 'seat.given' then 1 when kind in ('seat.lost', 'seat.freed') then -1 else 0 end))
          over (order by run_no) as held
        from changes where organization_id = ${db.organization} and product_id = ${fixed} group by run_no) runs) as most,
      (select used from pools where organization_id = ${db.organization} and product_id = ${fixed}) as used`)
  const over = Math.max(row!.most ?? 0, row!.used)
  return [
    ...counters.map((counter) => `a counter says ${counter.used}, and there are ${counter.counted}`),
    ...(over > OWNED ? [`${over} seats were given of ${OWNED}`] : []),
  ]
}

/**
 * What is not as the rules say when nothing is left to do: who is entitled holds or waits and nobody else does, nobody
 * waits while a seat is free, and the pool has what was acknowledged.
 */
export function unsettled(db: Db, ground: Ground, notes: Notes): Promise<readonly string[]> {
  return atOneMoment(db, (tx) => undoneNow(tx, ground, notes))
}

export async function undoneNow(db: Db, ground: Ground, notes: Notes): Promise<readonly string[]> {
  const live = (await ruleRows(db)).filter((row) => row.until_version === null)
  const joined = [...(await membersNow(db))].map((key) => key.split(' ') as [string, string])
  const usersOf = Map.groupBy(joined, ([group]) => group)
  const wrong: string[] = []
  for (const product of [ground.fixed, ground.changing, ground.ample]) {
    const giving = live.filter((rule) => rule.gives.products.some((each) => each.product === product))
    const entitled = new Set(giving.flatMap((rule) => (usersOf.get(rule.group_id) ?? []).map(([, user]) => user)))
    const rows = await db.rows<{ id: string; has: string }>(sql`
      select u.id, 'a seat' as has from seats s
      cross join lateral (
        select id from users where organization_id = ${db.organization} and user_no = s.user_no limit 1) u
      where s.organization_id = ${db.organization} and s.product_id = ${product} and s.until is null
      union all
      select u.id, 'a place' from waiting w
      cross join lateral (
        select id from users where organization_id = ${db.organization} and user_no = w.user_no limit 1) u
      where w.organization_id = ${db.organization} and w.product_id = ${product}`)
    const having = new Set(rows.map((row) => row.id))
    if (having.size !== rows.length) wrong.push('somebody holds and waits for one tier')
    for (const { id, has } of rows) if (!entitled.has(id)) wrong.push(`user ${id} has ${has} and no rule gives it`)
    for (const id of entitled) if (!having.has(id)) wrong.push(`user ${id} is entitled and has no seat and no place`)
    const pool = await db.row<{ owned: number | null; used: number }>(sql`
      select owned, used from pools where organization_id = ${db.organization} and product_id = ${product}`)
    const waits = rows.some((row) => row.has === 'a place')
    if (waits && (pool!.owned === null || pool!.used < pool!.owned)) wrong.push('somebody waits while a seat is free')
    if (product === ground.changing && notes.owned !== undefined && pool!.owned !== notes.owned)
      wrong.push(`the pool has ${pool!.owned}, and ${notes.owned} was acknowledged`)
  }
  return wrong
}
