import type { Reference } from '../contract/reference.ts'
import type { Db } from '../platform/db/db.ts'
import { sql } from '../platform/db/sql.ts'
import type { UserGroupId } from './library.ts'

/** The four kinds of thing in the library, by the table each is kept in. */
export const shelves = ['user_groups', 'device_groups', 'settings_templates', 'welcome_templates'] as const
export type Shelf = (typeof shelves)[number]

/** All of one kind, by name. */
export function namesOn(db: Db, shelf: Shelf): Promise<readonly Reference[]> {
  return db.rows<Reference>(sql`
    select id, name from ${sql.identifier(shelf)} where organization_id = ${db.organization} order by name, id`)
}

export function findOn(db: Db, shelf: Shelf, id: string): Promise<Reference | undefined> {
  return db.row<Reference>(sql`
    select id, name from ${sql.identifier(shelf)} where organization_id = ${db.organization} and id = ${id}`)
}

export async function insertOn(tx: Db, shelf: Shelf, record: Reference, at: Date): Promise<void> {
  await tx.run(sql`
    insert into ${sql.identifier(shelf)} (organization_id, id, name, created_at)
    values (${tx.organization}, ${record.id}, ${record.name}, ${at})`)
}

export async function renameOn(tx: Db, shelf: Shelf, id: string, name: string): Promise<void> {
  await tx.run(sql`
    update ${sql.identifier(shelf)} set name = ${name} where organization_id = ${tx.organization} and id = ${id}`)
}

export async function deleteOn(tx: Db, shelf: Shelf, id: string): Promise<void> {
  await tx.run(sql`delete from ${sql.identifier(shelf)} where organization_id = ${tx.organization} and id = ${id}`)
}

interface UserGroupRow extends Reference {
  readonly parent_id: string | null
}

/** The tree of user groups, flat and by name. */
export async function userGroups(db: Db) {
  const rows = await db.rows<UserGroupRow>(sql`
    select id, name, parent_id from user_groups where organization_id = ${db.organization} order by name, id`)
  const byId = new Map(rows.map(({ id, name }) => [id, { id, name }]))
  return rows.map(({ id, name, parent_id }) => ({ id, name, parent: byId.get(parent_id ?? '') ?? null }))
}

/** One writer of the tree at a time: two at once could close a ring that neither of them sees. */
export async function lockUserGroups(tx: Db): Promise<void> {
  await tx.rows(
    sql`select id from user_groups where organization_id = ${tx.organization} order by id for no key update`,
  )
}

/** A group and everything below it. */
export async function withSubgroups(db: Db, group: UserGroupId): Promise<ReadonlySet<UserGroupId>> {
  const rows = await db.rows<{ id: UserGroupId }>(sql`
    with recursive below(id) as (
      select ${group}::uuid
      union
      select g.id from below join user_groups g on g.organization_id = ${db.organization} and g.parent_id = below.id
    )
    select id from below`)
  return new Set(rows.map((row) => row.id))
}

export async function placeUnder(tx: Db, group: UserGroupId, parent: UserGroupId | null): Promise<void> {
  await tx.run(sql`
    update user_groups set parent_id = ${parent} where organization_id = ${tx.organization} and id = ${group}`)
}
