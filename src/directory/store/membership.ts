import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { GroupNo } from '../group.ts'
import type { GroupOfUser, Member } from '../membership.ts'
import type { UserNo } from '../user.ts'

/** The groups each of some users is in, directly or through others; direct ones first. Users in no group have no entry. */
export async function groupsOfUsers(
  db: Db,
  users: readonly UserNo[],
): Promise<ReadonlyMap<UserNo, readonly GroupOfUser[]>> {
  const rows = await db.rows<GroupOfUser & { readonly user_no: UserNo }>(sql`
    with recursive reach(user_no, group_no, direct) as (
      select user_no, group_no, true from memberships
      where organization_id = ${db.organization} and user_no = any(${users}::integer[])
      union
      select r.user_no, e.parent_no, false
      from reach r join group_edges e on e.organization_id = ${db.organization} and e.child_no = r.group_no
    )
    select r.user_no, g.group_no as no, g.id, g.display_name as "displayName", r.direct
    from (select user_no, group_no, bool_or(direct) as direct from reach group by user_no, group_no) r
    join groups g on g.organization_id = ${db.organization} and g.group_no = r.group_no
    where g.deleted_at is null
    order by r.user_no, r.direct desc, g.group_no`)
  const groups = new Map<UserNo, GroupOfUser[]>()
  for (const { user_no: user, ...group } of rows) {
    const before = groups.get(user)
    if (before) before.push(group)
    else groups.set(user, [group])
  }
  return groups
}

/** The groups a user is in, directly or through others; direct ones first. */
export async function groupsOf(db: Db, user: UserNo): Promise<readonly GroupOfUser[]> {
  return (await groupsOfUsers(db, [user])).get(user) ?? []
}

/** Who and what is directly in a group: users in order of number, then groups, then those that do not exist yet. */
export async function membersOf(
  db: Db,
  group: GroupNo,
  page: { readonly offset?: number; readonly limit: number },
): Promise<readonly Member[]> {
  const rows = await db.rows<{ kind: Member['kind']; id: string; name: string }>(sql`
    select kind, id, name from (
      select 'user' as kind, 1 as place, u.user_no as no, u.id::text as id, u.display_name as name
      from memberships m join users u on u.organization_id = ${db.organization} and u.user_no = m.user_no
      where m.organization_id = ${db.organization} and m.group_no = ${group} and u.deleted_at is null
      union all
      select 'group', 2, c.group_no, c.id::text, c.display_name
      from group_edges e join groups c on c.organization_id = ${db.organization} and c.group_no = e.child_no
      where e.organization_id = ${db.organization} and e.parent_no = ${group} and c.deleted_at is null
      union all
      select 'pending', 3, 0, p.value, ''
      from pending_members p
      where p.organization_id = ${db.organization} and p.group_no = ${group}
    ) member
    order by place, no, id limit ${page.limit} offset ${page.offset ?? 0}`)
  return rows.map(({ kind, id, name }) =>
    kind === 'pending' ? { kind, value: id } : ({ kind, id, displayName: name } as Member),
  )
}

/** How many are in a group: users directly, users in all (through groups inside it too), groups directly, and pending. */
export interface MemberCount {
  readonly users: number
  readonly usersInAll: number
  readonly groups: number
  readonly pending: number
}

/** Of each group asked for. Grows with their members. */
export async function memberCounts(db: Db, groups: readonly GroupNo[]): Promise<ReadonlyMap<GroupNo, MemberCount>> {
  const rows = await db.rows<MemberCount & { readonly group_no: GroupNo }>(sql`
    with recursive asked as (
      select group_no from unnest(${groups}::integer[]) as a(group_no)
    ), reach(top, group_no) as (
      select group_no, group_no from asked
      union
      select r.top, e.child_no
      from reach r join group_edges e on e.organization_id = ${db.organization} and e.parent_no = r.group_no
    ), inside as (
      select r.top, count(*) filter (where r.group_no = r.top) as users, count(distinct m.user_no) as users_in_all
      from reach r join memberships m on m.organization_id = ${db.organization} and m.group_no = r.group_no
      group by r.top
    )
    select a.group_no, coalesce(i.users, 0) as users, coalesce(i.users_in_all, 0) as "usersInAll",
      (select count(*) from group_edges e
        where e.organization_id = ${db.organization} and e.parent_no = a.group_no) as groups,
      (select count(*) from pending_members p
        where p.organization_id = ${db.organization} and p.group_no = a.group_no) as pending
    from asked a left join inside i on i.top = a.group_no`)
  return new Map(rows.map(({ group_no: group, ...count }) => [group, count]))
}
