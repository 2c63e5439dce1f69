import type { GroupNo } from '../../directory/group.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import { isId } from '../../platform/id.ts'
import type { Act } from '../receive/inbound.ts'
import { below, requestRow } from './pieces.ts'

/** What becomes of a group's members, by what the source calls them: ids of users and groups, or externalIds. */
export type MemberEdit =
  | { readonly kind: 'change'; readonly add: readonly string[]; readonly remove: readonly string[] }
  /** These and no others. */
  | { readonly kind: 'replace'; readonly values: readonly string[] }

export interface MembersMoved {
  readonly added: number
  readonly removed: number
  /** Named, and not there yet. */
  readonly pending: number
}

/**
 * Changes who is in a group, without reading the rest of its members: rows of memberships, group_edges and
 * pending_members come and go. Touched are the users added and removed, and everybody in the groups added and removed.
 * Nothing to change writes nothing, the request neither.
 */
export async function moveMembers(
  db: Db,
  act: Act,
  group: { readonly no: GroupNo; readonly id: string; readonly displayName: string },
  edit: MemberEdit,
): Promise<MembersMoved> {
  const detail = sql.part`(select jsonb_build_object('added', added, 'removed', removed) from moved)`
  const row = await db.row<MembersMoved>(sql`
    with recursive ${memberParts(db, act, group.no, edit)}, request as (
      insert into requests (${requestRow.columns})
      select ${requestRow.values(db, act, 'group.members', 'group', group.id, group.displayName, detail)}
      from moved where added + removed > 0
    ), touched_users as (
      insert into touched (organization_id, user_no, request_id)
      select ${db.organization}::uuid, user_no, ${act.id}::uuid from moved_users
    )
    select added, removed, pending from moved`)
  return row!
}

/**
 * Parts of a `with recursive`. `moved` has one row of counts; `moved_users` has the numbers of users whose groups changed.
 * A value names a user or group of the source by id, else by externalId; a user before a group.
 *
 * @param otherGroups `select group_no`: groups whose members are touched as well
 */
export function memberParts(
  db: Db,
  act: Act,
  group: GroupNo,
  edit: MemberEdit,
  otherGroups = sql.part`select null::integer where false`,
): SqlFragment {
  const organization = sql.part`${db.organization}::uuid`
  const source = sql.part`${act.source.id}::uuid`
  const values = edit.kind === 'replace' ? edit.values : [...edit.add, ...edit.remove]
  const adds = edit.kind === 'replace' ? values.length : edit.add.length
  // An id is compared exactly: in capitals it is somebody's externalId at most.
  const ids = values.map((value) => (isId(value) && value === value.toLowerCase() ? value : null))
  // As an array, so that each is looked up: of a large group, reading all members to find one would cost a thousand times as much.
  const goes = (column: SqlFragment) =>
    edit.kind === 'replace'
      ? sql.part`${column} not in (select ${column} from named where ${column} is not null)`
      : sql.part`${column} = any(array(select ${column} from named where not is_added and ${column} is not null))`
  const hasAdded = adds > 0
  const hasRemoved = edit.kind === 'replace' || edit.remove.length > 0
  const isUnknown = sql.part`user_no is null and child_no is null`
  const pendingGoes =
    edit.kind === 'replace'
      ? sql.part`value not in (select value from named where ${isUnknown})`
      : sql.part`value = any(array(select value from named where not (is_added and ${isUnknown})))`
  return sql.part`given as (
      select value, id, place <= ${adds}::integer as is_added
      from unnest(${values}::text[], ${ids}::uuid[]) with ordinality as v(value, id, place)
    ), users_by_id as (
      -- Held until the commit, so that a deletion meanwhile either is seen here or sees these memberships.
      select id, user_no from users
      where organization_id = ${organization} and id = any(${ids}::uuid[]) and source_id = ${source} and deleted_at is null
      for key share
    ), by_id as (
      select v.value, v.is_added, u.user_no, g.group_no as child_no
      from given v
      left join users_by_id u on u.id = v.id
      left join groups g on g.organization_id = ${organization} and g.id = v.id and g.source_id = ${source} and g.deleted_at is null
    ), named as materialized (
      select value, is_added, user_no, child_no from by_id where user_no is not null or child_no is not null
      union all
      select b.value, b.is_added, u.user_no, case when u.user_no is null then g.group_no end
      from by_id b
      left join lateral (
        select user_no from users
        where organization_id = ${organization} and external_id = b.value and source_id = ${source} and deleted_at is null
        order by user_no limit 1
      ) u on true
      left join lateral (
        select group_no from groups
        where organization_id = ${organization} and external_id = b.value and source_id = ${source} and deleted_at is null
        order by group_no limit 1
      ) g on true
      where b.user_no is null and b.child_no is null
    ), added_users as (${ifAny(
      hasAdded,
      'user_no',
      sql.part`
      insert into memberships (organization_id, group_no, user_no, request_id)
      select distinct ${organization}, ${group}::integer, user_no, ${act.id}::uuid from named where is_added and user_no is not null
      order by user_no
      on conflict do nothing
      returning user_no`,
    )}
    ), removed_users as (${ifAny(
      hasRemoved,
      'user_no',
      sql.part`
      delete from memberships
      where organization_id = ${organization} and group_no = ${group} and ${goes(sql.part`user_no`)}
      returning user_no`,
    )}
    ), added_groups as (${ifAny(
      hasAdded,
      'child_no',
      sql.part`
      insert into group_edges (organization_id, parent_no, child_no, request_id)
      select distinct ${organization}, ${group}::integer, child_no, ${act.id}::uuid from named where is_added and child_no is not null
      on conflict do nothing
      returning child_no`,
    )}
    ), removed_groups as (${ifAny(
      hasRemoved,
      'child_no',
      sql.part`
      delete from group_edges
      where organization_id = ${organization} and parent_no = ${group} and ${goes(sql.part`child_no`)}
      returning child_no`,
    )}
    ), added_pending as (
      insert into pending_members (organization_id, group_no, value, request_id)
      select distinct ${organization}, ${group}::integer, value, ${act.id}::uuid
      from named where is_added and ${isUnknown}
      on conflict do nothing
      returning value
    ), removed_pending as (
      delete from pending_members
      where organization_id = ${organization} and group_no = ${group} and ${pendingGoes}
      returning value
    ), ${below(
      db,
      sql.part`select child_no from added_groups union select child_no from removed_groups union ${otherGroups}`,
      sql.part`${act.id}::uuid`,
    )}, moved_users as (
      select user_no from added_users
      union select user_no from removed_users
      union select user_no from users_below
    ), moved as (
      select (select count(*) from added_users) + (select count(*) from added_groups) + (select count(*) from added_pending) as added,
        (select count(*) from removed_users) + (select count(*) from removed_groups) + (select count(*) from removed_pending) as removed,
        (select count(*) from added_pending) as pending
    )`
}

/**
 * What writes rows, or, where it could find none to write, nothing: PostgreSQL would plan and begin it all the same, and by a
 * plan kept from when the table was small read all of it.
 */
function ifAny(any: boolean, column: 'user_no' | 'child_no', writes: SqlFragment): SqlFragment {
  return any ? writes : sql.part`select null::integer as ${sql.identifier(column)} where false`
}
