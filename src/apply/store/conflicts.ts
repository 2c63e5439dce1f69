import type { UserNo } from '../../directory/user.ts'
import { contested, ownerOf } from '../../plan/store/unseen.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId } from '../../products/product.ts'
import { confirmedAhead } from './edits.ts'

/** A user with an address that several sources' users have. */
export interface Contender {
  readonly address: string
  readonly user: UserNo
  readonly id: string
  readonly name: string
  readonly source: string
  readonly sourceName: string
  readonly since: Date
  readonly owner: UserNo
  readonly ownerSource: string
  readonly isHandedOver: boolean
}

/** All who contend for an address, in the order of the addresses, the owner's source first: from an address on, or of all. */
export function contenders(
  db: Db,
  page: { readonly after: string; readonly limit: number } | null,
): Promise<readonly Contender[]> {
  const which = page
    ? sql.part`where c.address_folded > ${page.after} order by c.address_folded limit ${page.limit}`
    : sql.part``
  return db.rows<Contender>(sql`
    with addresses as materialized (select c.address_folded from (${contested(db, null)}) c ${which})
    select a.address_folded as address, u.user_no as user, u.id, u.display_name as name, u.source_id as source,
      s.name as "sourceName", coalesce(u.address_since, u.created_at) as since,
      o.user_no as owner, o.source_id as "ownerSource", o.is_handed_over as "isHandedOver"
    from addresses a
    cross join lateral (${ownerOf(db, sql.part`a.address_folded`)}) o
    cross join lateral (
      select user_no, id, display_name, source_id, address_since, created_at from users
      where organization_id = ${db.organization} and address_folded = a.address_folded and deleted_at is null
      offset 0
    ) u
    join sources s on s.organization_id = ${db.organization} and s.id = u.source_id
    order by 1, u.source_id = o.source_id desc, u.user_no = o.user_no desc, 7, 2`)
}

/** Somebody to whom an address goes, and who owned it before. */
export interface HandOverRow {
  readonly address: string
  readonly to: UserNo
  readonly from: UserNo
}

/** Names the owners of addresses. */
export async function saveOwners(tx: Db, rows: readonly HandOverRow[], by: string, at: Date): Promise<void> {
  await tx.run(sql`
    insert into address_owners (organization_id, address_folded, user_no, at, by)
    select ${tx.organization}, address, user_no, ${at}, ${by}
    from unnest(${rows.map((row) => row.address)}::text[], ${rows.map((row) => row.to)}::integer[]) as h(address, user_no)
    on conflict (organization_id, address_folded) do update
      set user_no = excluded.user_no, at = excluded.at, by = excluded.by`)
}

/** What they did here goes along: sign-in, chosen language, and which products they have settings for. */
export async function carryAccounts(tx: Db, rows: readonly HandOverRow[]): Promise<void> {
  const pairs = sql.part`unnest(${rows.map((row) => row.from)}::integer[], ${rows.map((row) => row.to)}::integer[])
    as h(from_no, to_no)`
  await tx.run(sql`
    insert into accounts (organization_id, user_no, signed_in_at, last_seen_at, chosen_language)
    select ${tx.organization}, h.to_no, a.signed_in_at, a.last_seen_at, a.chosen_language
    from ${pairs}
    cross join lateral (
      select signed_in_at, last_seen_at, chosen_language from accounts
      where organization_id = ${tx.organization} and user_no = h.from_no limit 1
    ) a
    on conflict (organization_id, user_no) do update
      set signed_in_at = coalesce(accounts.signed_in_at, excluded.signed_in_at),
        last_seen_at = greatest(accounts.last_seen_at, excluded.last_seen_at),
        chosen_language = coalesce(accounts.chosen_language, excluded.chosen_language)`)
  await tx.run(sql`
    insert into settings_applied (organization_id, user_no, product_id, template_id, at)
    select ${tx.organization}, h.to_no, s.product_id, s.template_id, s.at
    from ${pairs}
    cross join lateral (
      select product_id, template_id, at from settings_applied
      where organization_id = ${tx.organization} and user_no = h.from_no offset 0
    ) s
    on conflict do nothing`)
}

/** Of some users, those who are admin or super admin. */
export async function adminsAmong(db: Db, users: readonly UserNo[]): Promise<readonly UserNo[]> {
  const rows = await db.rows<{ user_no: UserNo }>(sql`
    select user_no from assignments
    where organization_id = ${db.organization} and user_no = any(${users}::integer[]) and until is null
      and role in ('admin', 'super-admin')`)
  return rows.map((row) => row.user_no)
}

/** An admin says beforehand that what these users are about to lose is meant: each seat they hold may be taken by the next run. */
export async function confirmBeforehand(
  tx: Db,
  users: readonly UserNo[],
  about: { readonly by: string; readonly at: Date; readonly request: string },
): Promise<void> {
  const held = await tx.rows<{ product: ProductId; users: readonly UserNo[] }>(sql`
    select product_id as product, array_agg(user_no) as users from seats
    where organization_id = ${tx.organization} and user_no = any(${users}::integer[]) and until is null and state = 'held'
    group by product_id`)
  for (const { product, users: holders } of held) await confirmedAhead(tx, product, holders, about, 'conflict')
}
