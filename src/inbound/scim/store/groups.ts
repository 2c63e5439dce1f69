import type { GroupId, GroupNo } from '../../../directory/group.ts'
import { compileFilter } from '../../../directory/store/filter/compile.ts'
import { groupTarget, latestRequest } from '../../../directory/store/filter/group-target.ts'
import { isAfter, orderOf, sortKeyOf } from '../../../directory/store/filter/sort.ts'
import type { Scope } from '../../../directory/store/filter/target.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import type { Sort } from '../../../scim/sort.ts'
import { isPlain, type Page } from './page.ts'

/** A group as stored, without its members. */
export interface GroupDocument {
  readonly no: GroupNo
  readonly id: GroupId
  readonly document: string
  readonly createdAt: Date
  readonly updatedAt: Date
  /** The latest request for it. */
  readonly version: string
  /** In a sorted list: what it is sorted by, as text. */
  readonly key?: string | null
}

const columns = sql.part`g.group_no as no, g.id, g.attributes::text as document, g.created_at as "createdAt",
  latest.at as "updatedAt", latest.id as version`

/** A group of the source that is not deleted. */
export async function groupDocument(db: Db, source: string, id: GroupId): Promise<GroupDocument | undefined> {
  return db.row<GroupDocument>(sql`
    select ${columns} from groups g cross join lateral ${latestRequest} latest
    where g.organization_id = ${db.organization} and g.id = ${id} and g.source_id = ${source} and g.deleted_at is null`)
}

/** Groups of the source that satisfy a filter, in the order asked for, then in that of their numbers. */
export async function groupDocuments(
  db: Db,
  scope: Scope & { readonly source: string },
  filter: Filter | undefined,
  sort: Sort | undefined,
  page: Page,
): Promise<readonly GroupDocument[]> {
  const target = groupTarget(scope)
  const key = sort && sortKeyOf(sort, target)
  const { after, offset = 0, limit } = page
  return db.rows<GroupDocument>({
    ...sql`
      select ${columns}${key ? sql.part`, (${key.value})::text as key` : sql.part``}
      from groups g cross join lateral ${latestRequest} latest
      where ${matching(db, scope.source, filter && compileFilter(filter, target))}
        ${after ? sql.part`and ${isAfter(key, after, target)}` : sql.part``}
      order by ${orderOf(key, target)} limit ${limit} offset ${offset}`,
    ...(!isPlain(filter, sort) && { name: '' }),
  })
}

export async function groupDocumentCount(
  db: Db,
  scope: Scope & { readonly source: string },
  filter: Filter | undefined,
): Promise<number> {
  const row = await db.row<{ count: number }>({
    ...sql`
      select count(*) as count from groups g
      where ${matching(db, scope.source, filter && compileFilter(filter, groupTarget(scope)))}`,
    ...(!isPlain(filter, undefined) && { name: '' }),
  })
  return row!.count
}

function matching(db: Db, source: string, condition: SqlFragment | undefined): SqlFragment {
  const own = sql.part`g.organization_id = ${db.organization} and g.source_id = ${source} and g.deleted_at is null`
  return condition ? sql.part`${own} and ${condition}` : own
}

/**
 * Elements of `members` of some groups, as JSON with commas between them: users in order of number, then groups, then
 * those that do not exist yet, which have only their value. Groups without any have no entry.
 * @param baseUrl what `$ref` begins with, escaped as within a JSON string
 */
export async function membersOfGroups(
  db: Db,
  groups: readonly GroupNo[],
  baseUrl: string,
): Promise<ReadonlyMap<GroupNo, string>> {
  const rows = await db.rows<{ no: GroupNo; members: string }>(sql`
    select no, string_agg(member, ',' order by place, member_no, member) as members
    from (
      select m.group_no as no, 1 as place, u.user_no as member_no,
        '{"value":"' || u.id || '","$ref":"' || ${baseUrl}::text || '/Users/' || u.id || '","type":"User","display":'
          || to_json(u.display_name) || '}' as member
      from memberships m join users u on u.organization_id = ${db.organization} and u.user_no = m.user_no
      where m.organization_id = ${db.organization} and m.group_no = any(${groups}::integer[]) and u.deleted_at is null
      union all
      select e.parent_no, 2, c.group_no,
        '{"value":"' || c.id || '","$ref":"' || ${baseUrl}::text || '/Groups/' || c.id || '","type":"Group","display":'
          || to_json(c.display_name) || '}'
      from group_edges e join groups c on c.organization_id = ${db.organization} and c.group_no = e.child_no
      where e.organization_id = ${db.organization} and e.parent_no = any(${groups}::integer[]) and c.deleted_at is null
      union all
      select p.group_no, 3, 0, '{"value":' || to_json(p.value) || '}'
      from pending_members p
      where p.organization_id = ${db.organization} and p.group_no = any(${groups}::integer[])
    ) named
    group by no`)
  return new Map(rows.map(({ no, members }) => [no, members]))
}
