import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId } from '../../products/product.ts'
import { outlookOf } from '../../rules/outlook.ts'
import { deciding } from '../../rules/rule.ts'
import { membersOfRules } from '../../rules/store/members.ts'
import { pinsOf } from '../../rules/store/pins.ts'
import { liveRules } from '../../rules/store/rules.ts'
import { hide } from '../census.ts'
import { countsIn, type Everybody, placesIn, stoppedIn } from '../everybody.ts'
import { windowHours } from '../safeguard.ts'
import { censusOf } from './census.ts'
import { keptRoles } from './roles.ts'
import { mayBeUnseen, type Unseen, unseenOf } from './unseen.ts'

/** Members of rules by what they are asked by, as they were found. */
export type Members = Map<string, Uint32Array>

/**
 * Reads everybody, for previews. Grows with users, assignments, seats, lines and the memberships of the rules' groups.
 *
 * @param members is filled with those of the live rules
 */
export async function everybodyOf(db: Db, now: Date, members: Members): Promise<Everybody> {
  // Asked first: whatever changes while the rest is read makes this mark an old one.
  const mark = await markOf(db)
  const rules = await liveRules(db)
  const live = deciding(rules)
  const [census, found, pins, joined, kept, signedIn, lost] = await Promise.all([
    censusOf(db, now),
    membersOfRules(db, live, null),
    pinsOf(db, null),
    joinedPacked(db),
    keptRoles(db),
    db.rows<{ user_no: UserNo }>(sql`
      select user_no from accounts where organization_id = ${db.organization} and signed_in_at is not null`),
    db.rows<{ product: ProductId; user: UserNo; at: Date }>(sql`
      select product_id as product, user_no as user, lost_at as at from seats
      where organization_id = ${db.organization} and lost_at is not null and not lost_by_word
        and lost_at > ${new Date(now.getTime() - windowHours * 3_600_000)}`),
  ])
  for (const [index, rule] of live.entries()) members.set(matcherOf(rule), found[index]!)
  const joinedAt = new Float64Array(census.size)
  for (let at = 0; at < joined.length; at += 12) {
    const user = joined.readInt32BE(at)
    if (user < census.size) joinedAt[user] = joined.readInt32BE(at + 4) * 2 ** 32 + joined.readUInt32BE(at + 8)
  }
  const unseen = await unseenIn(db)
  hide(census, unseen)
  return {
    at: now,
    mark,
    census,
    places: placesIn(census),
    counts: countsIn(census),
    stopped: stoppedIn(census),
    rules,
    outlook: outlookOf(census.size, live, found, pins, unseen.keys()),
    pins,
    unseen: [...unseen.keys()],
    joinedAt,
    keptRoles: kept,
    signedIn: new Set(signedIn.map((row) => row.user_no)),
    lost: lost.map(({ product, user, at }) => ({ product, user, at: at.getTime() })),
  }
}

/** Everybody whom neither rules nor pins see: nobody, as a rule, and then nothing more is asked. */
async function unseenIn(db: Db): Promise<ReadonlyMap<UserNo, Unseen>> {
  const row = await db.row<{ may: boolean }>(sql`select ${mayBeUnseen(db)} as may`)
  return row!.may ? unseenOf(db, null) : new Map()
}

/** What rules have the same members by. */
export function matcherOf({ group, condition }: { readonly group: string; readonly condition: string | null }): string {
  return condition === null ? group : `${group} ${condition}`
}

/**
 * The state of an organization as far as runs know it: its last run and its rules, and the last act of an admin and the
 * pins in force, since a run that had nothing to do leaves no trace; empty while something is touched that no run has seen,
 * and then nothing that was read before holds.
 */
export async function markOf(db: Db): Promise<string> {
  const row = await db.row<{
    run: number | null
    version: number | null
    request: string | null
    pins: number
    touched: boolean
  }>(sql`
    select
      (select max(run_no) from runs where organization_id = ${db.organization}) as run,
      (select max(version) from rule_sets where organization_id = ${db.organization}) as version,
      (select id from requests where organization_id = ${db.organization} and actor_kind = 'admin' order by id desc limit 1) as request,
      (select count(*) from pins where organization_id = ${db.organization} and ended_at is null) as pins,
      exists (select from touched where organization_id = ${db.organization})
      or exists (select from touched_groups where organization_id = ${db.organization})
      or exists (select from touched_products where organization_id = ${db.organization}) as touched`)
  return row!.touched ? '' : `${row!.run ?? 0} ${row!.version ?? 0} ${row!.request} ${row!.pins}`
}

async function joinedPacked(db: Db): Promise<Buffer> {
  const row = await db.row<{ packed: Buffer | null }>(sql`
    select string_agg(int4send(user_no) || int8send((extract(epoch from created_at) * 1000)::bigint), '') as packed
    from users where organization_id = ${db.organization}`)
  return row!.packed ?? Buffer.alloc(0)
}
