import type { SourceId } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** A source that was deleted, and the request that did it: the reason of all that follows. */
export interface Deletion {
  readonly source: SourceId
  readonly at: Date
  readonly request: string
}

/** What a source states now. */
export async function contentCounts(
  db: Db,
  source: SourceId,
): Promise<{ readonly users: number; readonly groups: number }> {
  const row = await db.row<{ users: number; groups: number }>(sql`
    select
      (select count(*) from users
        where organization_id = ${db.organization} and source_id = ${source} and deleted_at is null) as users,
      (select count(*) from groups
        where organization_id = ${db.organization} and source_id = ${source} and deleted_at is null) as groups`)
  return row!
}

/** @returns false when it was deleted before */
export async function markSourceDeleted(tx: Db, source: SourceId, at: Date): Promise<boolean> {
  const rows = await tx.run(sql`
    update sources set deleted_at = ${at}
    where organization_id = ${tx.organization} and id = ${source} and deleted_at is null`)
  return rows > 0
}

/** Deleted sources of which something is left: their deletion was cut off, or another node took a write a moment longer. */
export function deletionsLeft(db: Db): Promise<readonly Deletion[]> {
  return db.rows<Deletion>(sql`
    select s.id as source, s.deleted_at as at, (
      select r.id from requests r
      where r.organization_id = ${db.organization} and r.target_id = s.id and r.action = 'source.delete'
      order by r.id desc limit 1
    ) as request
    from sources s
    where s.organization_id = ${db.organization} and s.deleted_at is not null
      and (s.emptied_at is null
        or exists (
          select from users u
          where u.organization_id = ${db.organization} and u.source_id = s.id and u.deleted_at is null)
        or exists (
          select from groups g
          where g.organization_id = ${db.organization} and g.source_id = s.id and g.deleted_at is null))`)
}

/**
 * Marks the next users of a source deleted, in the order of their userNames, and takes their memberships.
 * @param after the last userName, folded, of those before; '' to begin with
 * @returns the last userName and how many they were; undefined when there was nobody
 */
export async function markUsersDeleted(
  tx: Db,
  source: SourceId,
  at: Date,
  after: string,
  limit: number,
): Promise<{ readonly last: string; readonly count: number } | undefined> {
  // Locked first: the statement that takes the memberships must see those of every request that came before.
  const rows = await tx.rows<{ user_no: number; name: string }>(sql`
    select user_no, user_name_folded as name from users
    where organization_id = ${tx.organization} and source_id = ${source} and deleted_at is null
      and user_name_folded > ${after}
    order by user_name_folded limit ${limit} for update`)
  if (rows.length === 0) return undefined
  const users = rows.map((row) => row.user_no)
  await tx.run(sql`
    update users set deleted_at = ${at}, last_deleted_at = ${at}, updated_at = ${at}, version = version + 1
    where organization_id = ${tx.organization} and user_no = any(${users}::integer[])`)
  await tx.run(sql`
    delete from memberships where organization_id = ${tx.organization} and user_no = any(${users}::integer[])`)
  return { last: rows.at(-1)!.name, count: rows.length }
}

/** Marks some of a source's groups deleted, whose users have gone already. @returns how many they were */
export async function markGroupsDeleted(tx: Db, source: SourceId, at: Date, limit: number): Promise<number> {
  const rows = await tx.rows<{ group_no: number }>(sql`
    select group_no from groups
    where organization_id = ${tx.organization} and source_id = ${source} and deleted_at is null
    order by group_no limit ${limit} for no key update`)
  const groups = rows.map((row) => row.group_no)
  if (groups.length === 0) return 0
  await tx.run(sql`
    update groups set deleted_at = ${at}, updated_at = ${at}, version = version + 1
    where organization_id = ${tx.organization} and group_no = any(${groups}::integer[])`)
  await tx.run(sql`
    delete from memberships where organization_id = ${tx.organization} and group_no = any(${groups}::integer[])`)
  await tx.run(sql`
    delete from group_edges
    where organization_id = ${tx.organization}
      and (parent_no = any(${groups}::integer[]) or child_no = any(${groups}::integer[]))`)
  await tx.run(sql`
    delete from pending_members where organization_id = ${tx.organization} and group_no = any(${groups}::integer[])`)
  return groups.length
}

/**
 * Marks everybody whom the deletion deleted for the next run, and users of other sources who had an address in common with
 * them. At once, so that the losses are judged together.
 * @returns false when somebody of the source is left after all
 */
export async function finishDeletion(tx: Db, deletion: Deletion, at: Date): Promise<boolean> {
  const { source, request } = deletion
  const left = await tx.row(sql`
    select user_no from users
    where organization_id = ${tx.organization} and source_id = ${source} and deleted_at is null limit 1`)
  if (left) return false
  await tx.run(sql`
    with gone as materialized (
      select user_no, address_folded from users
      where organization_id = ${tx.organization} and source_id = ${source} and deleted_at is not null
        and deleted_at >= ${deletion.at}
    )
    insert into touched (organization_id, user_no, request_id)
    select ${tx.organization}::uuid, user_no, ${request}::uuid from gone
    union
    select ${tx.organization}::uuid, r.user_no, ${request}::uuid
    from gone g
    cross join lateral (
      -- offset 0: a look-up for each, never a join of all with all.
      select user_no from users
      where organization_id = ${tx.organization} and address_folded = g.address_folded and source_id <> ${source}
        and deleted_at is null
      offset 0
    ) r
    on conflict do nothing`)
  await tx.run(sql`
    update sources set emptied_at = ${at} where organization_id = ${tx.organization} and id = ${source}`)
  return true
}
