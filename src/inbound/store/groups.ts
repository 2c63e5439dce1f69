import type { GroupId, GroupNo } from '../../directory/group.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Resource } from '../../scim/json.ts'
import type { GroupColumns } from '../receive/columns.ts'
import type { Act } from '../receive/inbound.ts'
import { type MembersMoved, memberParts } from './members.ts'
import { type Action, below, lookedFor, namesakes, requestRow } from './pieces.ts'

/** A group's row as a change begins from it. */
export interface GroupState {
  readonly no: GroupNo
  readonly id: GroupId
  readonly version: number
  readonly displayName: string
  readonly displayNameFolded: string
  readonly externalId: string | null
  readonly attributes: Resource
  readonly createdAt: Date
  /** The latest request for it: what its entity tag is made of. */
  readonly request: string
}

/** A group of a source that is not deleted. */
export function groupState(db: Db, source: string, id: GroupId): Promise<GroupState | undefined> {
  return state(db, source, id, sql.part``)
}

/** The same; nobody else renames or deletes it until the transaction ends. */
export function lockGroup(tx: Db, source: string, id: GroupId): Promise<GroupState | undefined> {
  return state(tx, source, id, sql.part`for no key update of g`)
}

async function state(db: Db, source: string, id: GroupId, lock: SqlFragment): Promise<GroupState | undefined> {
  return db.row<GroupState>(sql`
    select g.group_no as no, g.id, g.version, g.display_name as "displayName", g.display_name_folded as "displayNameFolded",
      g.external_id as "externalId", g.attributes, g.created_at as "createdAt",
      (select r.id from requests r where r.organization_id = ${db.organization} and r.target_id = g.id
        order by r.id desc limit 1) as request
    from groups g
    where g.organization_id = ${db.organization} and g.id = ${id} and g.source_id = ${source} and g.deleted_at is null ${lock}`)
}

/** A new group and its members; it becomes a member itself of groups that named it before it was there. */
export async function insertGroup(
  db: Db,
  act: Act,
  group: { readonly no: GroupNo; readonly id: GroupId },
  columns: GroupColumns,
  members: readonly string[],
): Promise<MembersMoved> {
  const c = columns
  const organization = sql.part`${db.organization}::uuid`
  const detail = sql.part`(select jsonb_build_object('added', added) from moved where added > 0)`
  const row = await db.row<MembersMoved>(sql`
    with recursive made as (
      insert into groups (organization_id, group_no, id, source_id, external_id, display_name, display_name_folded, attributes,
        created_at, updated_at)
      values (${organization}, ${group.no}, ${group.id}, ${act.source.id}, ${c.externalId}, ${c.displayName}, ${c.displayNameFolded},
        ${c.document}::jsonb, ${act.at}, ${act.at})
    ), ${memberParts(db, act, group.no, { kind: 'change', add: members, remove: [] }, lookedFor(db, act, [c.displayNameFolded]))},
    ${awaitedParts(db, act, group, c.externalId)}, request as (
      insert into requests (${requestRow.columns})
      values (${requestRow.values(db, act, 'group.create', 'group', group.id, c.displayName, detail)})
    ), touched_users as (
      insert into touched (organization_id, user_no, request_id)
      select ${organization}, user_no, ${act.id}::uuid from moved_users
    )
    select added, removed, pending from moved`)
  return row!
}

/** Parts of a `with`: groups that named this group before it was there now have it inside. */
function awaitedParts(
  db: Db,
  act: Act,
  group: { readonly no: GroupNo; readonly id: GroupId },
  externalId: string | null,
): SqlFragment {
  return sql.part`awaited as (
      delete from pending_members p using groups g
      where p.organization_id = ${db.organization}::uuid and p.value in (${group.id}::text, ${externalId}::text)
        and g.organization_id = ${db.organization}::uuid and g.group_no = p.group_no and g.source_id = ${act.source.id}
      returning p.group_no, p.request_id
    ), joined as (
      insert into group_edges (organization_id, parent_no, child_no, request_id)
      select ${db.organization}::uuid, group_no, ${group.no}::integer, request_id from awaited
      on conflict do nothing
    )`
}

/**
 * Changes a group whom `lockGroup` gave: its document, name, externalId. A new name touches everybody in it; an externalId
 * that groups have been waiting for puts it into them, which does the same.
 */
export async function updateGroup(
  tx: Db,
  act: Act,
  action: Action,
  group: GroupState,
  columns: GroupColumns,
): Promise<void> {
  const c = columns
  const isRenamed = c.displayNameFolded !== group.displayNameFolded
  await tx.run(sql`
    with recursive changed as (
      update groups set display_name = ${c.displayName}, display_name_folded = ${c.displayNameFolded}, external_id = ${c.externalId},
        attributes = ${c.document}::jsonb, version = version + 1, updated_at = ${act.at}
      where organization_id = ${tx.organization} and group_no = ${group.no}
    ), ${awaitedParts(tx, act, group, c.externalId)}, ${below(
      tx,
      sql.part`select ${group.no}::integer where ${isRenamed}::boolean or exists (select from awaited)
        union select named.group_no from (${lookedFor(tx, act, [group.displayNameFolded, c.displayNameFolded])}) named where ${isRenamed}::boolean`,
      sql.part`${act.id}::uuid`,
    )}, request as (
      insert into requests (${requestRow.columns})
      values (${requestRow.values(tx, act, action, 'group', group.id, c.displayName)})
    )
    insert into touched (organization_id, user_no, request_id)
    select ${tx.organization}::uuid, user_no, ${act.id}::uuid from users_below`)
}

/** Deletes a group whom `lockGroup` gave: memberships and edges go, everybody who was in it is touched. */
export async function markGroupDeleted(tx: Db, act: Act, group: GroupState): Promise<void> {
  const organization = sql.part`${tx.organization}::uuid`
  await tx.run(sql`
    with recursive gone as (
      update groups set deleted_at = ${act.at}, updated_at = ${act.at}, version = version + 1
      where organization_id = ${organization} and group_no = ${group.no}
    ), ${below(
      tx,
      sql.part`select ${group.no}::integer as group_no union ${namesakes(tx, act, [group.displayNameFolded])}`,
      sql.part`${act.id}::uuid`,
    )}, outside as (
      delete from memberships where organization_id = ${organization} and group_no = ${group.no}
    ), unlinked as (
      delete from group_edges
      where organization_id = ${organization} and (parent_no = ${group.no} or child_no = ${group.no})
    ), forgotten as (
      delete from pending_members where organization_id = ${organization} and group_no = ${group.no}
    ), request as (
      insert into requests (${requestRow.columns})
      values (${requestRow.values(tx, act, 'group.delete', 'group', group.id, group.displayName)})
    )
    insert into touched (organization_id, user_no, request_id)
    select ${organization}, user_no, ${act.id}::uuid from users_below`)
}
