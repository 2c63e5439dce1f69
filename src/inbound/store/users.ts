import type { UserId, UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Resource } from '../../scim/json.ts'
import type { UserColumns } from '../receive/columns.ts'
import type { Act } from '../receive/inbound.ts'
import { pendingOf, requestRow } from './pieces.ts'

/** A user's row as a change begins from it. */
export interface UserState {
  readonly no: UserNo
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly externalId: string | null
  readonly addressFolded: string | null
  readonly attributes: Resource
}

/** A user of a source who is not deleted. */
export function userState(db: Db, source: string, id: UserId): Promise<UserState | undefined> {
  return state(db, source, id, sql.part``)
}

/** The same; nobody else changes or deletes them until the transaction ends. */
export function lockUser(tx: Db, source: string, id: UserId): Promise<UserState | undefined> {
  return state(tx, source, id, sql.part`for update`)
}

async function state(db: Db, source: string, id: UserId, lock: SqlFragment): Promise<UserState | undefined> {
  return db.row<UserState>(sql`
    select user_no as no, version, created_at as "createdAt", updated_at as "updatedAt", external_id as "externalId",
      address_folded as "addressFolded", attributes
    from users
    where organization_id = ${db.organization} and id = ${id} and source_id = ${source} and deleted_at is null ${lock}`)
}

const userColumns = sql.part`organization_id, user_no, id, source_id, user_name, user_name_folded, external_id, active, address,
  address_folded, other_address_folded, display_name, display_name_folded, attributes, created_at, updated_at, address_since`

function userValues(
  db: Db,
  act: Act,
  user: { readonly no: UserNo; readonly id: UserId },
  columns: UserColumns,
): SqlFragment {
  const c = columns
  return sql.part`${db.organization}::uuid, ${user.no}::integer, ${user.id}::uuid, ${act.source.id}::uuid, ${c.userName}::text,
    ${c.userNameFolded}::text, ${c.externalId}::text, ${c.active}::boolean, ${c.address}::text, ${c.addressFolded}::text,
    ${c.otherAddressFolded}::text, ${c.displayName}::text, ${c.displayNameFolded}::text, ${c.document}::jsonb,
    ${act.at}::timestamptz, ${act.at}::timestamptz, case when ${c.address}::text is not null then ${act.at}::timestamptz end`
}

/** Made once: most of what sources write is this. */
const insertion = sql`
  with made as (
    insert into users (${userColumns})
    select $1::uuid, $2::integer, $3::uuid, $4::uuid, $5::text, $6::text, $7::text, $8::boolean, $9::text, $10::text, $11::text,
      $12::text, $13::text, $14::jsonb, $15::timestamptz, $15::timestamptz, case when $9::text is not null then $15::timestamptz end
    where not exists (
      select from users
      where organization_id = $1 and source_id = $4 and user_name_folded = $6 and deleted_at is not null)
    and not exists (select from pending_members where organization_id = $1 and value = $7)
    returning user_no
  ), request as (
    insert into requests (${requestRow.columns})
    select $1, $16::uuid, $15, 'source', $4, $17::text, 'user.create', 'user', $3, $5, null from made
  )
  insert into touched (organization_id, user_no, request_id) select $1, user_no, $16 from made`

/**
 * The ordinary case of a new user: three rows. Writes nothing, and answers false, when somebody of that userName was
 * deleted before, or a group has been waiting for that externalId: then see `reviveOrInsertUser`.
 * @throws a unique violation of users_user_name
 */
export async function insertUser(
  db: Db,
  act: Act,
  user: { readonly no: UserNo; readonly id: UserId },
  columns: UserColumns,
): Promise<boolean> {
  const c = columns
  const values = [
    ...[db.organization, user.no, user.id, act.source.id, c.userName, c.userNameFolded, c.externalId, c.active],
    ...[c.address, c.addressFolded, c.otherAddressFolded, c.displayName, c.displayNameFolded, c.document],
    ...[act.at.toISOString(), act.id, act.source.name],
  ]
  return (await db.run({ ...insertion, values })) > 0
}

export interface ArrivedUser {
  readonly no: UserNo
  readonly id: UserId
  readonly version: number
  readonly createdAt: Date
}

/**
 * A user who was there before, or one whom groups have been waiting for. The deleted record of the same userName comes back,
 * unless its externalId says it was somebody else: then a new record is made. Memberships it was named for are made.
 * @returns undefined when another request brought the same record back meanwhile
 * @throws a unique violation of users_user_name
 */
export async function reviveOrInsertUser(
  db: Db,
  act: Act,
  user: { readonly no: UserNo; readonly id: UserId },
  columns: UserColumns,
): Promise<ArrivedUser | undefined> {
  const c = columns
  return db.row<ArrivedUser>(sql`
    with earlier as (
      select user_no from users
      where organization_id = ${db.organization} and source_id = ${act.source.id} and user_name_folded = ${c.userNameFolded}
        and deleted_at is not null
        and (external_id is null or ${c.externalId}::text is null or external_id = ${c.externalId}::text)
      order by external_id is not distinct from ${c.externalId}::text desc, deleted_at desc, user_no desc limit 1
    ), revived as (
      update users u set ${assignments(columns, act.at)}, version = u.version + 1, updated_at = ${act.at}, deleted_at = null
      from earlier
      where u.organization_id = ${db.organization} and u.user_no = earlier.user_no and u.deleted_at is not null
      returning u.user_no, u.id, u.version, u.created_at
    ), made as (
      insert into users (${userColumns})
      select ${userValues(db, act, user, columns)}
      where not exists (select from earlier)
      returning user_no, id, version, created_at
    ), arrived as (
      select * from revived union all select * from made
    ), left_over as (
      -- What a request that ran beside the deletion may have left.
      delete from memberships m using revived r
      where m.organization_id = ${db.organization} and m.user_no = r.user_no
    ), ${pendingOf(db, act, sql.part`select user_no, id, ${c.externalId}::text as external_id from arrived`)}, request as (
      insert into requests (${requestRow.columns})
      select ${requestRow.values(db, act, 'user.create', 'user', sql.part`id`, c.userName)} from arrived
    ), touched_user as (
      insert into touched (organization_id, user_no, request_id)
      select ${db.organization}::uuid, user_no, ${act.id}::uuid from arrived
    )
    select user_no as no, id, version, created_at as "createdAt" from arrived`)
}

/**
 * Changes a user, if they are still at `version`.
 * @returns false when they are not, or are deleted
 * @throws a unique violation of users_user_name
 */
export async function updateUser(
  db: Db,
  act: Act,
  action: 'user.replace' | 'user.patch',
  user: { readonly no: UserNo; readonly id: UserId; readonly version: number } & Pick<
    UserState,
    'externalId' | 'addressFolded'
  >,
  columns: UserColumns,
): Promise<boolean> {
  const isNamedAnew = columns.externalId !== null && columns.externalId !== user.externalId
  const pending = isNamedAnew
    ? sql.part`${pendingOf(db, act, sql.part`select user_no, ${user.id}::uuid as id, ${columns.externalId}::text as external_id from changed`)},`
    : sql.part``
  const hasLeft = user.addressFolded !== columns.addressFolded
  const others = hasLeft
    ? rivals(db, act, sql.part`(select ${user.addressFolded}::text as address_folded from changed)`)
    : sql.part``
  const touched = await db.run(sql`
    with changed as (
      update users u set ${assignments(columns, act.at)}, version = u.version + 1, updated_at = ${act.at}
      where u.organization_id = ${db.organization} and u.user_no = ${user.no} and u.version = ${user.version} and u.deleted_at is null
      returning u.user_no
    ), ${pending} request as (
      insert into requests (${requestRow.columns})
      select ${requestRow.values(db, act, action, 'user', user.id, columns.userName)} from changed
    )
    insert into touched (organization_id, user_no, request_id)
    select ${db.organization}::uuid, user_no, ${act.id}::uuid from changed ${others}`)
  return touched > 0
}

/** Goes on a selection of rows for `touched`: users of other sources who have an address that somebody has left. */
function rivals(db: Db, act: Act, leftBy: SqlFragment): SqlFragment {
  return sql.part`
    union
    select ${db.organization}::uuid, r.user_no, ${act.id}::uuid
    from ${leftBy} l
    join users r on r.organization_id = ${db.organization}::uuid and r.address_folded = l.address_folded
      and r.source_id <> ${act.source.id}::uuid and r.deleted_at is null`
}

function assignments(c: UserColumns, at: Date): SqlFragment {
  return sql.part`user_name = ${c.userName}, user_name_folded = ${c.userNameFolded}, external_id = ${c.externalId},
    active = ${c.active}, address = ${c.address}, address_folded = ${c.addressFolded}, other_address_folded = ${c.otherAddressFolded},
    display_name = ${c.displayName}, display_name_folded = ${c.displayNameFolded}, attributes = ${c.document}::jsonb,
    address_since = case when ${c.addressFolded}::text is null then null
      when u.address_folded = ${c.addressFolded}::text and u.deleted_at is null then u.address_since else ${at}::timestamptz end`
}

/** Deletes a user whom `lockUser` gave: the record stays, its memberships go. */
export async function markUserDeleted(tx: Db, act: Act, id: UserId): Promise<void> {
  await tx.run(sql`
    with gone as (
      update users set deleted_at = ${act.at}, last_deleted_at = ${act.at}, updated_at = ${act.at}, version = version + 1
      where organization_id = ${tx.organization} and id = ${id} and deleted_at is null
      returning user_no, user_name, address_folded
    ), outside as (
      delete from memberships m using gone
      where m.organization_id = ${tx.organization} and m.user_no = gone.user_no
    ), request as (
      insert into requests (${requestRow.columns})
      select ${requestRow.values(tx, act, 'user.delete', 'user', id, sql.part`user_name`)} from gone
    )
    insert into touched (organization_id, user_no, request_id)
    select ${tx.organization}::uuid, user_no, ${act.id}::uuid from gone ${rivals(tx, act, sql.part`gone`)}`)
}
