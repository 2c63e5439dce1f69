import type { GroupNo } from '../../directory/group.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { below } from './pieces.ts'

/**
 * Makes memberships of pending members who are there after all: who arrived while a group that names them was being
 * written. Of the members of a group, and of the group itself in others. The memberships keep the request that named them.
 * Called after the group's commit: whoever commits later than that finds the pending member himself, or, if his statement
 * began too early for it, in the run that he is touched for (`joinArrived`), and a group by calling this.
 * @returns how many users were touched
 */
export async function resolvePending(db: Db, group: GroupNo): Promise<number> {
  const organization = sql.part`${db.organization}::uuid`
  return db.run(sql`
    with recursive asked as (
      select p.group_no, p.value, p.request_id, g.source_id,
        case when p.value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then p.value::uuid end as id
      from pending_members p
      join groups g on g.organization_id = ${organization} and g.group_no = p.group_no and g.deleted_at is null
      where p.organization_id = ${organization} and (p.group_no = ${group}::integer or p.value in (
          select unnest(array[id::text, external_id]) from groups where organization_id = ${organization} and group_no = ${group}::integer))
    ), found as materialized (
      select a.group_no, a.value, a.request_id, u.user_no, case when u.user_no is null then c.group_no end as child_no
      from asked a
      left join lateral (
        select user_no from users
        where organization_id = ${organization} and source_id = a.source_id and deleted_at is null
          and (id = a.id or external_id = a.value)
        order by user_no limit 1
      ) u on true
      left join lateral (
        select group_no from groups
        where organization_id = ${organization} and source_id = a.source_id and deleted_at is null
          and (id = a.id or external_id = a.value)
        order by group_no limit 1
      ) c on true
      where u.user_no is not null or c.group_no is not null
    ), dropped as (
      delete from pending_members p using found f
      where p.organization_id = ${organization} and p.group_no = f.group_no and p.value = f.value
    ), joined as (
      insert into memberships (organization_id, group_no, user_no, request_id)
      select ${organization}, group_no, user_no, request_id from found where user_no is not null
      on conflict do nothing
    ), linked as (
      insert into group_edges (organization_id, parent_no, child_no, request_id)
      select ${organization}, group_no, child_no, request_id from found where child_no is not null
      on conflict do nothing
    ), ${below(
      db,
      sql.part`select child_no from found where child_no is not null`,
      sql.part`(select request_id from found where child_no is not null limit 1)`,
    )}
    insert into touched (organization_id, user_no, request_id)
    select ${organization}, user_no, request_id from found where user_no is not null
    union
    select ${organization}, b.user_no, f.request_id from users_below b cross join (select request_id from found where child_no is not null limit 1) f
    on conflict do nothing`)
}

/**
 * Makes members of these users wherever they are still pending: they arrived beside the group that names them, neither
 * statement saw the other, and the group looked again before they had committed. Touches nobody: it is for who is being
 * looked at. Without pending members it costs one look at an index; with some, two for each user.
 */
export async function joinArrived(tx: Db, users: readonly UserNo[]): Promise<void> {
  const organization = sql.part`${tx.organization}::uuid`
  await tx.run(sql`
    with arrived as (
      select u.user_no, u.source_id, v.value
      from unnest(${users}::integer[]) t(user_no)
      join users u on u.organization_id = ${organization} and u.user_no = t.user_no and u.deleted_at is null
      cross join lateral (values (u.id::text), (u.external_id)) v(value)
      where exists (select from pending_members where organization_id = ${organization})
    ), awaited as (
      delete from pending_members p using arrived a, groups g
      where p.organization_id = ${organization} and p.value = a.value
        and g.organization_id = ${organization} and g.group_no = p.group_no and g.source_id = a.source_id
      returning p.group_no, p.request_id, a.user_no
    )
    insert into memberships (organization_id, group_no, user_no, request_id)
    select ${organization}, group_no, user_no, request_id from awaited
    on conflict do nothing`)
}
