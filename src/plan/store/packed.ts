import { createHash } from 'node:crypto'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import type { Withheld } from '../change.ts'

/** All users of an organization in one value each, eight bytes: what a full pass compares, read in one scan. */
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

const reasons = [null, 'inactive', 'deleted', 'no-address'] as const

export async function packedUsers(db: Db): Promise<PackedUsers> {
  const row = await db.row<{ packed: Buffer | null }>(sql`
    select string_agg(int4send(u.user_no) || int4send(coalesce(s.entitlement_no, 0)) || int4send(
      case when u.deleted_at is not null then 2 when not u.active then 1 when u.address is null then 3 else 0 end
      + case s.withheld when 'inactive' then 4 when 'deleted' then 8 when 'no-address' then 12 else 0 end
      + case when s.access then 16 else 0 end), '') as packed
    from users u
    left join assignments s on s.organization_id = ${db.organization} and s.user_no = u.user_no and s.until is null
    where u.organization_id = ${db.organization}`)
  const packed = row?.packed ?? Buffer.alloc(0)
  const flags = (index: number) => packed.readInt32BE(index * 12 + 8)
  return {
    count: packed.length / 12,
    user: (index) => packed.readInt32BE(index * 12) as UserNo,
    entitlementNo: (index) => packed.readInt32BE(index * 12 + 4),
    withheldNow: (index) => reasons[flags(index) & 3]!,
    withheld: (index) => reasons[(flags(index) >> 2) & 3]!,
    access: (index) => (flags(index) & 16) !== 0,
  }
}

/** One product's seats and line, packed by tier. */
export interface PackedSeats {
  readonly tier: TierId
  readonly kind: 'held' | 'grace' | 'over' | 'stopped' | 'waiting'
  readonly users: Buffer
}

/** Who holds (and among them whose loss is stopped), who is in grace, who waits. Ended grace counts as none. */
export function packedSeats(db: Db, product: ProductId, now: Date): Promise<readonly PackedSeats[]> {
  return db.rows<PackedSeats>(sql`
    select s.tier_id as tier,
      case when l.user_no is not null then 'stopped' when s.state = 'grace' and s.grace_until <= ${now} then 'over' else s.state end as kind,
      string_agg(int4send(s.user_no), '') as users
    from seats s
    left join stopped_losses l on l.organization_id = ${db.organization} and l.product_id = s.product_id
      and l.user_no = s.user_no and l.until is null
    where s.organization_id = ${db.organization} and s.product_id = ${product} and s.until is null
    group by 1, 2
    union all
    select tier_id, 'waiting', string_agg(int4send(user_no), '')
    from waiting
    where organization_id = ${db.organization} and product_id = ${product}
    group by 1`)
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
