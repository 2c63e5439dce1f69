import { fold } from '../../src/directory/fold.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { type SqlFragment, sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { newActs } from './acts.ts'

export interface NewUser {
  readonly userName: string
  readonly active?: boolean
  /** Null: no address, so no access and no seat. */
  readonly address?: string | null
  readonly title?: string | null
  /** When they came to the organization; now, unless it says otherwise. */
  readonly createdAt?: Date
}

export interface GroupKey {
  readonly no: number
  readonly id: string
}

/**
 * A source, for tests of what comes after it: each call is one request that writes the directory's rows by SQL and
 * marks the users it touches, as inbound/receive does, in one transaction.
 */
export interface Directory {
  readonly source: string
  createUser(user: NewUser): Promise<number>
  /** Several at once, one request. @returns their numbers, in their order */
  createPeople(users: readonly NewUser[]): Promise<readonly number[]>
  /** Many at once, one request: userName `prefix` + number. @returns the first number; the others follow it */
  createUsers(prefix: string, count: number): Promise<number>
  changeUser(user: number, change: Omit<Partial<NewUser>, 'userName' | 'createdAt'>): Promise<void>
  /** Their memberships and pins end with them; the record stays. */
  deleteUser(user: number): Promise<void>
  /** The same userName brings the record back, with nothing of its groups. */
  restoreUser(user: number): Promise<void>
  createGroup(displayName: string): Promise<GroupKey>
  deleteGroup(group: number): Promise<void>
  addMembers(group: number, users: readonly number[]): Promise<void>
  removeMembers(group: number, users: readonly number[]): Promise<void>
  /** Out of one group and into another. */
  moveMember(user: number, from: number, to: number): Promise<void>
  /** Everybody in `child`, directly or not, is in `parent` from now on. */
  nest(parent: number, child: number): Promise<void>
  unnest(parent: number, child: number): Promise<void>
}

/** Marks users for the next run. `users` selects their numbers as user_no. */
export async function touchUsers(tx: Db, request: string, users: SqlFragment): Promise<void> {
  await tx.run(sql`
    insert into touched (organization_id, user_no, request_id)
    select distinct ${tx.organization}::uuid, user_no, ${request}::uuid from (${users}) as u on conflict do nothing`)
}

/** Marks groups, and with them everybody who is in them when the next run looks. */
async function touchGroups(tx: Db, request: string, groups: readonly number[]): Promise<void> {
  await touchUsers(tx, request, everybodyOf(tx, groups))
  await tx.run(sql`
    with recursive reach(group_no) as (
      select unnest(${groups}::integer[])
      union
      select e.child_no from reach
      join group_edges e on e.organization_id = ${tx.organization} and e.parent_no = reach.group_no
    )
    insert into touched_groups (organization_id, group_no, request_id)
    select ${tx.organization}, group_no, ${request} from reach on conflict do nothing`)
}

/** The members of groups, direct and inherited. */
export function everybodyOf(db: Db, groups: readonly number[]): SqlFragment {
  return sql.part`
    with recursive reach(group_no) as (
      select unnest(${groups}::integer[])
      union
      select e.child_no from reach
      join group_edges e on e.organization_id = ${db.organization} and e.parent_no = reach.group_no
    )
    select m.user_no from reach
    join memberships m on m.organization_id = ${db.organization} and m.group_no = reach.group_no`
}

export async function newDirectory(db: Db, clock: () => Date, acts = newActs(db, clock)): Promise<Directory> {
  const act = acts.of('source')
  const organization = db.organization
  const source = newId()
  await db.run(sql`
    insert into sources (organization_id, id, slug, name, kind, created_at)
    values (${organization}, ${source}, ${`s-${source}`}, 'Source', 'scim', ${clock()})`)

  const createPeople: Directory['createPeople'] = (users) =>
    act('user.create', async ({ tx, at, touch }) => {
      const rows = users.map(({ active = true, title = null, createdAt = at, ...user }) => {
        const { userName, address = `${userName}@example.com` } = user
        return { id: newId(), userName, active, address, createdAt, attributes: attributesOf(userName, title) }
      })
      const created = await tx.rows<{ no: number }>(sql`
        with number as (
          update organizations set next_user_no = next_user_no + ${rows.length} where id = ${organization}
          returning next_user_no - ${rows.length}::integer as first
        )
        insert into users (organization_id, user_no, id, source_id, user_name, user_name_folded, active, address,
          address_folded, display_name, display_name_folded, attributes, created_at, updated_at)
        select ${organization}, first + place::integer - 1, id, ${source}, name, folded, active, address,
          address_folded, name, folded, attributes, created_at, ${at}
        from number, unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ userName }) => userName)}::text[],
          ${rows.map(({ userName }) => fold(userName))}::text[], ${rows.map(({ active }) => active)}::boolean[],
          ${rows.map(({ address }) => address)}::text[], ${rows.map(({ address }) => address && fold(address))}::text[],
          ${rows.map(({ attributes }) => JSON.stringify(attributes))}::jsonb[],
          ${rows.map(({ createdAt }) => createdAt)}::timestamptz[])
          with ordinality as n(id, name, folded, active, address, address_folded, attributes, created_at, place)
        returning user_no as no`)
      const numbers = created.map(({ no }) => no).sort((one, other) => one - other)
      touch(numbers)
      return numbers
    })

  return {
    source,
    createUser: (user) => createPeople([user]).then(([no]) => no!),
    createPeople,
    createUsers: (prefix, count) =>
      act('users.create', async ({ tx, at, touch }) => {
        const row = await tx.row<{ first: number }>(sql`
          update organizations set next_user_no = next_user_no + ${count} where id = ${organization}
          returning next_user_no - ${count} as first`)
        const first = row!.first
        const numbers = Array.from({ length: count }, (_, index) => first + index)
        const names = numbers.map((no) => `${prefix}${no}`)
        await tx.run(sql`
          insert into users (organization_id, user_no, id, source_id, user_name, user_name_folded, active, address,
            address_folded, display_name, display_name_folded, attributes, created_at, updated_at)
          select ${organization}, no, id, ${source}, name, name, true, name || '@example.com', name || '@example.com',
            name, name, jsonb_build_object('userName', name), ${at}, ${at}
          from unnest(${numbers}::integer[], ${numbers.map(newId)}::uuid[], ${names}::text[]) as n(no, id, name)`)
        touch(numbers)
        return first
      }),
    changeUser: (user, { active, address, title }) =>
      act('user.change', async ({ tx, at, touch }) => {
        await tx.run(sql`
          update users set updated_at = ${at}, version = version + 1,
            active = coalesce(${active ?? null}::boolean, active),
            address = case when ${address !== undefined} then ${address ?? null} else address end,
            address_folded = case when ${address !== undefined} then ${address ? fold(address) : null} else address_folded end,
            attributes = case when ${title === undefined} then attributes when ${title ?? null}::text is null
              then attributes - 'title' else attributes || jsonb_build_object('title', ${title ?? null}::text) end
          where organization_id = ${organization} and user_no = ${user}`)
        touch([user])
      }),
    deleteUser: (user) =>
      act('user.delete', async ({ tx, at, touch }) => {
        await tx.run(sql`
          update users set deleted_at = ${at}, updated_at = ${at}
          where organization_id = ${organization} and user_no = ${user}`)
        await tx.run(sql`delete from memberships where organization_id = ${organization} and user_no = ${user}`)
        await tx.run(sql`
          update pins set ended_at = ${at}
          where organization_id = ${organization} and user_no = ${user} and ended_at is null`)
        touch([user])
      }),
    restoreUser: (user) =>
      act('user.create', async ({ tx, at, touch }) => {
        await tx.run(sql`
          update users set deleted_at = null, active = true, updated_at = ${at}
          where organization_id = ${organization} and user_no = ${user}`)
        touch([user])
      }),
    createGroup: (displayName) =>
      act('group.create', async ({ tx, at }) => {
        const id = newId()
        const row = await tx.row<{ no: number }>(sql`
          with number as (
            update organizations set next_group_no = next_group_no + 1 where id = ${organization}
            returning next_group_no - 1 as no
          )
          insert into groups (organization_id, group_no, id, source_id, display_name, display_name_folded, attributes,
            created_at, updated_at)
          select ${organization}, no, ${id}, ${source}, ${displayName}, ${fold(displayName)}, ${{ displayName }}, ${at},
            ${at} from number
          returning group_no as no`)
        return { no: row!.no, id }
      }),
    deleteGroup: (group) =>
      act('group.delete', async ({ tx, request, at }) => {
        // A rule for this group is bound to another of the same name from now on.
        const named = await tx.rows<{ no: number }>(sql`
          select n.group_no as no from groups g
          join groups n on n.organization_id = ${organization} and n.display_name_folded = g.display_name_folded
          where g.organization_id = ${organization} and g.group_no = ${group}`)
        await touchGroups(
          tx,
          request,
          named.map((one) => one.no),
        )
        await tx.run(sql`
          update groups set deleted_at = ${at}, updated_at = ${at}
          where organization_id = ${organization} and group_no = ${group}`)
        await tx.run(sql`delete from memberships where organization_id = ${organization} and group_no = ${group}`)
        await tx.run(sql`
          delete from group_edges
          where organization_id = ${organization} and (parent_no = ${group} or child_no = ${group})`)
      }),
    addMembers: (group, users) =>
      act('members.add', async ({ tx, request, touch }) => {
        await tx.run(sql`
          insert into memberships (organization_id, group_no, user_no, request_id)
          select ${organization}, ${group}, user_no, ${request} from unnest(${users}::integer[]) as u(user_no)
          on conflict do nothing`)
        touch(users)
      }),
    removeMembers: (group, users) =>
      act('members.remove', async ({ tx, touch }) => {
        await tx.run(sql`
          delete from memberships
          where organization_id = ${organization} and group_no = ${group} and user_no = any(${users}::integer[])`)
        touch(users)
      }),
    moveMember: (user, from, to) =>
      act('members.move', async ({ tx, request, touch }) => {
        await tx.run(sql`
          with gone as (
            delete from memberships
            where organization_id = ${organization} and group_no = ${from} and user_no = ${user}
          )
          insert into memberships (organization_id, group_no, user_no, request_id)
          values (${organization}, ${to}, ${user}, ${request}) on conflict do nothing`)
        touch([user])
      }),
    nest: (parent, child) =>
      act('group.nest', async ({ tx, request }) => {
        await tx.run(sql`
          insert into group_edges (organization_id, parent_no, child_no, request_id)
          values (${organization}, ${parent}, ${child}, ${request}) on conflict do nothing`)
        await touchGroups(tx, request, [child])
      }),
    unnest: (parent, child) =>
      act('group.unnest', async ({ tx, request }) => {
        await touchGroups(tx, request, [child])
        await tx.run(sql`
          delete from group_edges
          where organization_id = ${organization} and parent_no = ${parent} and child_no = ${child}`)
      }),
  }
}

function attributesOf(userName: string, title: string | null) {
  return title === null ? { userName } : { userName, title }
}
