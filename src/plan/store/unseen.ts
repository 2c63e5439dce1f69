import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'

/**
 * Why no rule and no pin sees somebody: their address belongs to another source's user; or they had an account before
 * Rollcall that nobody has adopted yet, and were given nothing since.
 */
export type Unseen = 'conflict' | 'not-adopted'

/** Whether anybody may be unseen at all: there are several sources, or accounts to adopt. The one question that every run asks. */
export function mayBeUnseen(db: Db): SqlFragment {
  return sql.part`(
    (select count(*) > 1 from sources where organization_id = ${db.organization} and emptied_at is null)
    or exists (select from existing_accounts where organization_id = ${db.organization} and adopted_at is null))`
}

/** `order by` of the living users (alias `u`, hand-overs `w`) with one address: the first is its owner. */
const ownersFirst = sql.part`w.user_no is null, coalesce(u.address_since, u.created_at), u.user_no`

/**
 * The source whose users own an address: that of the user an admin named, while they have it, else of who has had it longest.
 * @param address such as a column
 */
export function ownerOf(db: Db, address: SqlFragment): SqlFragment {
  return sql.part`
    select u.user_no, u.source_id, w.user_no is not null as is_handed_over
    from users u
    left join address_owners w on w.organization_id = ${db.organization} and w.address_folded = u.address_folded
      and w.user_no = u.user_no and w.at >= coalesce(u.address_since, u.created_at)
    where u.organization_id = ${db.organization} and u.address_folded = ${address} and u.deleted_at is null
    order by ${ownersFirst} limit 1`
}

/** `select address_folded`: addresses that living users of several sources have. Of some users, or of all. */
export function contested(db: Db, users: readonly UserNo[] | null): SqlFragment {
  if (users === null)
    return sql.part`
      select address_folded from users
      where organization_id = ${db.organization} and deleted_at is null and address_folded is not null
      group by address_folded having count(*) > 1 and min(source_id::text) <> max(source_id::text)`
  return sql.part`
    select distinct u.address_folded from users u
    where u.organization_id = ${db.organization} and u.user_no = any(${users}::integer[])
      and u.deleted_at is null and u.address_folded is not null
      and (
        -- A look-up for each: "exists" may be planned as a join of all with all, "limit 1" as a search from the beginning.
        select count(*) from users r
        where r.organization_id = ${db.organization} and r.address_folded = u.address_folded
          and r.source_id <> u.source_id and r.deleted_at is null) > 0`
}

/**
 * Users whom neither rules nor pins see. Of some, or of all; of some, those who share their address may be told as well.
 * Grows with the users asked for (all: with the users), and with the accounts that wait for an admin.
 */
export async function unseenOf(db: Db, users: readonly UserNo[] | null): Promise<ReadonlyMap<UserNo, Unseen>> {
  const [waiting, others] = await Promise.all([notAdopted(db, users), inConflict(db, users)])
  return new Map<UserNo, Unseen>([
    ...waiting.map((row) => [row.user_no, 'not-adopted'] as const),
    ...others.map((row) => [row.user_no, 'conflict'] as const),
  ])
}

function inConflict(db: Db, users: readonly UserNo[] | null): Promise<readonly { readonly user_no: UserNo }[]> {
  return db.rows(sql`
    with contested as materialized (${contested(db, users)})
    select m.user_no
    from contested c
    cross join lateral (${ownerOf(db, sql.part`c.address_folded`)}) o
    cross join lateral (
      select user_no, source_id from users
      where organization_id = ${db.organization} and address_folded = c.address_folded and deleted_at is null
      offset 0
    ) m
    where m.source_id <> o.source_id`)
}

function notAdopted(db: Db, users: readonly UserNo[] | null): Promise<readonly { readonly user_no: UserNo }[]> {
  const untouched = sql.part`(
    select true from assignments a
    where a.organization_id = ${db.organization} and a.user_no = u.user_no and a.until is null and a.had_access limit 1
  ) is null`
  if (users === null)
    return db.rows(sql`
      select distinct u.user_no
      from existing_accounts e
      cross join lateral (
        select user_no from users
        where organization_id = ${db.organization} and address_folded = e.address_folded and deleted_at is null
        offset 0
      ) u
      where e.organization_id = ${db.organization} and e.adopted_at is null and ${untouched}`)
  return db.rows(sql`
    select u.user_no from users u
    where u.organization_id = ${db.organization} and u.user_no = any(${users}::integer[]) and u.deleted_at is null
      and (
        select count(*) from existing_accounts e
        where e.organization_id = ${db.organization} and e.address_folded = u.address_folded and e.adopted_at is null) > 0
      and ${untouched}`)
}

/**
 * Living users of other sources with the address of one of these, and whose it is: where somebody comes or goes, the others
 * may be seen or unseen from now on.
 */
export async function rivalsOf(db: Db, users: readonly UserNo[]): Promise<ReadonlyMap<UserNo, UserNo>> {
  const rows = await db.rows<{ rival: UserNo; user_no: UserNo }>(sql`
    select r.user_no as rival, u.user_no
    from users u
    cross join lateral (
      select user_no from users
      where organization_id = ${db.organization} and address_folded = u.address_folded and source_id <> u.source_id
        and deleted_at is null
      offset 0
    ) r
    where u.organization_id = ${db.organization} and u.user_no = any(${users}::integer[])`)
  return new Map(rows.map((row) => [row.rival, row.user_no]))
}
