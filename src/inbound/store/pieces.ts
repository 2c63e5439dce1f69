import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Act } from '../receive/inbound.ts'

/** What a source does to the directory, as `requests.action`. */
export type Action =
  | 'user.create'
  | 'user.replace'
  | 'user.patch'
  | 'user.delete'
  | 'group.create'
  | 'group.rename'
  | 'group.replace'
  | 'group.patch'
  | 'group.members'
  | 'group.delete'

/** The request of an act, for `insert into requests (columns) select values from …`: one row, if that has one. */
export const requestRow = {
  columns: sql.part`organization_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name, detail`,
  /** A target that is a piece of SQL is a column of what is selected from. */
  values: (
    db: Db,
    act: Act,
    action: Action,
    kind: 'user' | 'group',
    target: string | SqlFragment,
    name: string | SqlFragment,
    detail: SqlFragment = sql.part`null::jsonb`,
  ): SqlFragment => sql.part`${db.organization}::uuid, ${act.id}::uuid, ${act.at}::timestamptz, 'source', ${act.source.id}::uuid,
    ${act.source.name}::text, ${action}::text, ${kind}::text, ${target}::uuid, ${name}::text, ${detail}`,
}

/**
 * Parts of a `with`: users who arrived (`select user_no, id, external_id`) become members of the groups that named them
 * before they were there. The membership keeps the request that named them.
 */
export function pendingOf(db: Db, act: Act, arrived: SqlFragment): SqlFragment {
  return sql.part`awaited as (
      delete from pending_members p
      using (${arrived}) a, groups g
      where p.organization_id = ${db.organization} and p.value in (a.id::text, a.external_id)
        and g.organization_id = ${db.organization} and g.group_no = p.group_no and g.source_id = ${act.source.id}
      returning p.group_no, p.request_id, a.user_no
    ), joined as (
      insert into memberships (organization_id, group_no, user_no, request_id)
      select ${db.organization}::uuid, group_no, user_no, request_id from awaited
      on conflict do nothing
    )`
}

/**
 * Parts of a `with recursive`: `users_below` has the users in some groups (`select group_no`), directly or through others.
 * The groups are marked too, for `request`: who joins one of them before this is committed is not seen here.
 */
export function below(db: Db, groups: SqlFragment, request: SqlFragment): SqlFragment {
  return sql.part`groups_below(group_no) as (
      select * from (${groups}) top
      union
      select e.child_no
      from groups_below b join group_edges e on e.organization_id = ${db.organization}::uuid and e.parent_no = b.group_no
    ), groups_marked as (
      insert into touched_groups (organization_id, group_no, request_id)
      select ${db.organization}::uuid, group_no, ${request} from groups_below where group_no is not null
      on conflict do nothing
    ), users_below as (
      select distinct m.user_no
      from groups_below b join memberships m on m.organization_id = ${db.organization}::uuid and m.group_no = b.group_no
    )`
}

/** `select group_no`: live groups of the source with one of these names. */
export function namesakes(db: Db, act: Act, names: readonly string[]): SqlFragment {
  return sql.part`select g.group_no from groups g
    where g.organization_id = ${db.organization}::uuid and g.display_name_folded = any(${names}::text[])
      and g.source_id = ${act.source.id}::uuid and g.deleted_at is null`
}

/**
 * Those whose name a deleted group has too. A rule whose group is gone binds to the latest of them: when one comes, or gets
 * another name, the rule may leave the one before.
 */
export function lookedFor(db: Db, act: Act, names: readonly string[]): SqlFragment {
  return sql.part`${namesakes(db, act, names)} and exists (
    select from groups d
    where d.organization_id = g.organization_id and d.display_name_folded = g.display_name_folded
      and d.source_id = g.source_id and d.deleted_at is not null)`
}
