import { createHash } from 'node:crypto'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import type { Withheld } from '../change.ts'
import type { Unseen } from './unseen.ts'

/** All users of an organization, packed: what a full pass compares. */
export interface PackedUsers {
  readonly count: number
  user(index: number): UserNo
  /** 0: no assignment. */
  entitlementNo(index: number): number
  /** What the directory says now. */
  withheldNow(index: number): Withheld | null
  /** What is stored. */
  withheld(index: number): Withheld | null
  access(index: number): boolean
}

const reasons = [null, 'inactive', 'deleted', 'no-address', 'conflict', 'not-adopted'] as const

/**
 * Users and assignments come apart and meet here, by number: a join of the two is compared row by row where the planner
 * takes either for empty, as it does for an organization that came after the last analyze.
 */
export async function packedUsers(db: Db, unseen: ReadonlyMap<UserNo, Unseen>): Promise<PackedUsers> {
  const [users, assignments] = await Promise.all([
    db.row<{ packed: Buffer | null; last: number | null }>(sql`
      select max(user_no) as last, string_agg(int4send(user_no) || int4send(
        case when deleted_at is not null then 2 when not active then 1 when address is null then 3 else 0 end), '') as packed
      from users where organization_id = ${db.organization}`),
    db.row<{ packed: Buffer | null }>(sql`
      select string_agg(int4send(user_no) || int4send(entitlement_no) || int4send(
        case withheld when 'inactive' then 1 when 'deleted' then 2 when 'no-address' then 3
          when 'conflict' then 4 when 'not-adopted' then 5 else 0 end
        + case when access then 8 else 0 end), '') as packed
      from assignments where organization_id = ${db.organization} and until is null`),
  ])
  const now = users?.packed ?? Buffer.alloc(0)
  const stored = assignments?.packed ?? Buffer.alloc(0)
  const entitlementNos = new Int32Array((users?.last ?? 0) + 1)
  const flags = new Uint8Array(entitlementNos.length)
  for (let at = 0; at < stored.length; at += 12) {
    const user = stored.readInt32BE(at)
    // Who was not there yet when the users were read is past the end: written nowhere.
    entitlementNos[user] = stored.readInt32BE(at + 4)
    flags[user] = stored.readInt32BE(at + 8)
  }
  const user = (index: number) => now.readInt32BE(index * 8) as UserNo
  return {
    count: now.length / 8,
    user,
    entitlementNo: (index) => entitlementNos[user(index)]!,
    withheldNow: (index) => reasons[now.readInt32BE(index * 8 + 4)]! ?? unseen.get(user(index)) ?? null,
    withheld: (index) => reasons[flags[user(index)]! & 7]!,
    access: (index) => (flags[user(index)]! & 8) !== 0,
  }
}

/** One product's seats and line, packed by tier; and those whose loss is stopped, who hold a seat of some tier as well. */
export interface PackedSeats {
  readonly tier: TierId | null
  readonly kind: 'held' | 'grace' | 'over' | 'stopped' | 'waiting'
  readonly users: Buffer
}

/** Who holds, who is in grace, who waits, and last whose loss is stopped. Grace that has ended is over. */
export function packedSeats(db: Db, product: ProductId, now: Date): Promise<readonly PackedSeats[]> {
  return db.rows<PackedSeats>(sql`
    select tier_id as tier, case when state = 'grace' and grace_until <= ${now} then 'over' else state end as kind,
      string_agg(int4send(user_no), '') as users, 1 as place
    from seats
    where organization_id = ${db.organization} and product_id = ${product} and until is null
    group by 1, 2
    union all
    select tier_id, 'waiting', string_agg(int4send(user_no), ''), 2
    from waiting
    where organization_id = ${db.organization} and product_id = ${product}
    group by 1
    union all
    select null, 'stopped', string_agg(int4send(user_no), ''), 3
    from stopped_losses
    where organization_id = ${db.organization} and product_id = ${product} and until is null
    having count(*) > 0
    order by place`)
}

/** What is stored of an entitlement's key: keys may be longer than an index allows. SHA-256, in hex. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** The number of each entitlement that anybody ever had, by its digest. */
export async function entitlementNumbers(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.rows<{ digest: Buffer; entitlement_no: number }>(sql`
    select digest, entitlement_no from entitlements where organization_id = ${db.organization}`)
  return new Map(rows.map((row) => [row.digest.toString('hex'), row.entitlement_no]))
}

/** Pools whose counter of used seats is not what a count of the seats gives: always a defect of ours. */
export function wrongCounters(
  db: Db,
): Promise<
  readonly { readonly product: ProductId; readonly tier: TierId; readonly used: number; readonly counted: number }[]
> {
  return db.rows(sql`
    select p.product_id as product, p.tier_id as tier, p.used, coalesce(s.counted, 0) as counted
    from pools p
    left join (
      select product_id, tier_id, count(*) as counted from seats
      where organization_id = ${db.organization} and until is null group by 1, 2
    ) s on s.product_id = p.product_id and s.tier_id = p.tier_id
    where p.organization_id = ${db.organization} and p.used <> coalesce(s.counted, 0)`)
}

/** Marks users, and products whose line can be served, for the next run. */
export async function touch(
  tx: Db,
  now: Date,
  users: readonly UserNo[],
  products: readonly ProductId[],
): Promise<void> {
  const request = newId()
  await tx.run(sql`
    insert into requests (organization_id, id, at, actor_kind, actor_name, action, detail)
    values (${tx.organization}, ${request}, ${now}, 'clock', 'full pass', 'full-pass', ${{ users: users.length }})`)
  await tx.run(sql`
    insert into touched (organization_id, user_no, request_id)
    select ${tx.organization}, user_no, ${request} from unnest(${users}::integer[]) as u(user_no)`)
  await tx.run(sql`
    insert into touched_products (organization_id, product_id, request_id)
    select ${tx.organization}, product_id, ${request} from unnest(${products}::uuid[]) as p(product_id)`)
}
