import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { GroupId, GroupNo } from '../group.ts'
import type { DirectoryUser, UserNo } from '../user.ts'
import { groupsInside } from './groups.ts'
import { usersPage } from './users.ts'

export interface GroupMember {
  readonly user: DirectoryUser
  readonly direct: boolean
  /** Groups inside this one that they are directly in. */
  readonly through: readonly { readonly id: GroupId; readonly name: string }[]
}

/** Users in a group, in the order of their numbers: all, only those directly in it, or only those who are not. */
export async function membersPage(
  db: Db,
  group: GroupNo,
  which: { readonly how?: 'direct' | 'through'; readonly search?: string },
  page: { readonly after?: UserNo; readonly limit: number },
): Promise<readonly GroupMember[]> {
  const inside = await groupsInside(db, [group])
  const isIn = (groups: readonly GroupNo[]) => sql.part`exists (select from memberships m
    where m.organization_id = ${db.organization} and m.group_no = any(${groups}::integer[]) and m.user_no = u.user_no)`
  const asked = which.how === 'direct' ? [isIn([group])] : [isIn(inside)]
  if (which.how === 'through') asked.push(sql.part`not ${isIn([group])}`)
  const users = await usersPage(db, { which: asked, ...(which.search && { search: which.search }) }, page)
  const ways = await waysIn(db, inside, users)
  return users.map((user) => {
    const theirs = ways.get(user.no) ?? []
    return {
      user,
      direct: theirs.some((way) => way.no === group),
      through: theirs.filter((way) => way.no !== group).map(({ id, name }) => ({ id, name })),
    }
  })
}

async function waysIn(db: Db, inside: readonly GroupNo[], users: readonly DirectoryUser[]) {
  const rows = await db.rows<{ user_no: UserNo; no: GroupNo; id: GroupId; name: string }>(sql`
    select m.user_no, g.group_no as no, g.id, g.display_name as name
    from memberships m
    join groups g on g.organization_id = ${db.organization} and g.group_no = m.group_no
    where m.organization_id = ${db.organization} and m.user_no = any(${users.map(({ no }) => no)}::integer[])
      and m.group_no = any(${inside}::integer[]) and g.deleted_at is null
    order by g.display_name_folded, g.group_no`)
  return Map.groupBy(rows, (row) => row.user_no)
}

/** Members that the source named and that are not there yet. A value may be of any length, so a page goes on after its digest. */
export async function pendingOf(
  db: Db,
  group: GroupNo,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly { readonly value: string; readonly digest: string; readonly since: Date | null }[]> {
  return db.rows(sql`
    select p.value, md5(p.value) as digest, r.at as since
    from pending_members p
    left join requests r on r.organization_id = ${db.organization} and r.id = p.request_id
    where p.organization_id = ${db.organization} and p.group_no = ${group}
      and (${page.after}::text is null or md5(p.value) > ${page.after})
    order by 2 limit ${page.limit}`)
}
