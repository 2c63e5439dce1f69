import { fold } from '../../directory/fold.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { ProductId } from '../../products/product.ts'
import type { Pin } from '../../rules/pin.ts'

/** What an account is listed as. */
export interface ListedAccount {
  readonly address: string
  readonly product: string
  /** '': the product's only tier. */
  readonly tier: string
}

export interface AccountRow {
  readonly id: string
  readonly address: string
  readonly addressFolded: string
  readonly product: string
  readonly productFolded: string
  readonly tier: string
  readonly importedAt: Date
  readonly adoptedAt: Date | null
  readonly adoptedBy: string | null
  /** Who adopted it holds it for; of one that is open, the first who has the address. */
  readonly user: UserNo | null
  /** How many living users have the address. */
  readonly users: number
  /** Products that user has a seat of. */
  readonly holds: readonly ProductId[]
}

/** Keeps what is listed; what is known of the same address and product becomes this, unless it is adopted. */
export async function saveAccounts(tx: Db, accounts: readonly ListedAccount[], at: Date): Promise<void> {
  await tx.run(sql`
    insert into existing_accounts
      (organization_id, id, address, address_folded, product_name, product_folded, tier_name, imported_at)
    select ${tx.organization}, id, address, address_folded, product, product_folded, tier, ${at}
    from unnest(${accounts.map(() => newId())}::uuid[], ${accounts.map((one) => one.address)}::text[],
      ${accounts.map((one) => fold(one.address))}::text[], ${accounts.map((one) => one.product)}::text[],
      ${accounts.map((one) => fold(one.product))}::text[], ${accounts.map((one) => one.tier)}::text[])
      as a(id, address, address_folded, product, product_folded, tier)
    on conflict (organization_id, address_folded, product_folded) do update
      set address = excluded.address, product_name = excluded.product_name, tier_name = excluded.tier_name
      where existing_accounts.adopted_at is null`)
}

/** Everybody who has one of these addresses. */
export async function usersWithAddress(db: Db, addresses: readonly string[]): Promise<readonly UserNo[]> {
  const rows = await db.rows<{ user_no: UserNo }>(sql`
    select distinct u.user_no
    from unnest(${addresses.map(fold)}::text[]) as a(address)
    cross join lateral (
      select user_no from users
      where organization_id = ${db.organization} and address_folded = a.address and deleted_at is null
      offset 0
    ) u`)
  return rows.map((row) => row.user_no)
}

/** All accounts, in the order they were listed. */
export function allAccounts(db: Db): Promise<readonly AccountRow[]> {
  return db.rows<AccountRow>(sql`
    select e.id, e.address, e.address_folded as "addressFolded", e.product_name as product,
      e.product_folded as "productFolded", e.tier_name as tier, e.imported_at as "importedAt",
      e.adopted_at as "adoptedAt", e.adopted_by as "adoptedBy", coalesce(e.user_no, u.user_no) as user,
      coalesce(u.users, 0) as users,
      array(
        select s.product_id from seats s
        where s.organization_id = ${db.organization} and s.user_no = u.user_no and s.until is null) as holds
    from existing_accounts e
    left join lateral (
      select min(user_no) as user_no, count(*) as users from (
        select user_no from users
        where organization_id = ${db.organization} and address_folded = e.address_folded and deleted_at is null
          and e.adopted_at is null
        offset 0
      ) m
    ) u on true
    where e.organization_id = ${db.organization}
    order by e.id`)
}

/** @returns the address it was for, folded; undefined when there is no such account, or it is adopted */
export async function deleteAccount(tx: Db, id: string): Promise<string | undefined> {
  const row = await tx.row<{ address: string }>(sql`
    delete from existing_accounts
    where organization_id = ${tx.organization} and id = ${id} and adopted_at is null
    returning address_folded as address`)
  return row?.address
}

export async function markAdopted(
  tx: Db,
  accounts: readonly { readonly id: string; readonly user: UserNo }[],
  by: string,
  at: Date,
): Promise<void> {
  await tx.run(sql`
    update existing_accounts e set adopted_at = ${at}, adopted_by = ${by}, user_no = a.user_no
    from unnest(${accounts.map((one) => one.id)}::uuid[], ${accounts.map((one) => one.user)}::integer[]) as a(id, user_no)
    where e.organization_id = ${tx.organization} and e.id = a.id`)
}

/** New pins of products, where nobody has pinned the same before. */
export async function addProductPins(
  tx: Db,
  pins: readonly (Pin & { readonly field: 'product' })[],
  at: Date,
): Promise<void> {
  if (pins.length === 0) return
  await tx.run(sql`
    insert into pins (organization_id, id, user_no, field, product_id, value, reason, created_at, created_by)
    select ${tx.organization}, p.id, p.user_no, 'product', p.product_id, p.value, p.reason, ${at}, p.created_by
    from unnest(${pins.map((pin) => pin.id)}::uuid[], ${pins.map((pin) => pin.user)}::integer[],
      ${pins.map((pin) => pin.product)}::uuid[],
      ${pins.map(({ product, tier }) => JSON.stringify({ product, tier }))}::jsonb[],
      ${pins.map((pin) => pin.reason)}::text[], ${pins.map((pin) => pin.createdBy)}::text[])
      as p(id, user_no, product_id, value, reason, created_by)`)
}
