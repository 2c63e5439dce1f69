import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Filter } from '../../scim/filter/filter.ts'
import type { Resource } from '../../scim/json.ts'
import type { DirectoryGroup, GroupId, GroupNo } from '../group.ts'
import type { SourceId } from '../user.ts'
import { compileFilter } from './filter/compile.ts'
import { groupTarget } from './filter/group-target.ts'
import { compareTexts, wordsOf } from './filter/text.ts'

interface GroupRow {
  readonly group_no: GroupNo
  readonly id: GroupId
  readonly source_id: SourceId
  readonly external_id: string | null
  readonly display_name: string
  readonly attributes: Resource
  readonly created_at: Date
  readonly deleted_at: Date | null
}

const columns = sql.part`g.group_no, g.id, g.source_id, g.external_id, g.display_name, g.attributes, g.created_at, g.deleted_at`

function asGroup(row: GroupRow): DirectoryGroup {
  return {
    no: row.group_no,
    id: row.id,
    source: row.source_id,
    externalId: row.external_id,
    displayName: row.display_name,
    attributes: row.attributes,
    createdAt: row.created_at,
    deletedAt: row.deleted_at,
  }
}

/** A group of any source, deleted or not. */
export async function groupById(db: Db, id: GroupId): Promise<DirectoryGroup | undefined> {
  const row = await db.row<GroupRow>(sql`
    select ${columns} from groups g where g.organization_id = ${db.organization} and g.id = ${id}`)
  return row && asGroup(row)
}

/** Which groups are asked for; what is left out asks nothing. */
export interface GroupQuery {
  readonly source?: SourceId
  /** Already read against scim's `groupType`. */
  readonly filter?: Filter
  /** Words that are all in the display name, in any case. */
  readonly search?: string
  /** Only these, or only others. */
  readonly among?: { readonly groups: readonly GroupNo[]; readonly isIn: boolean }
  /** Also those deleted upstream. */
  readonly deleted?: boolean
}

/** Groups in the order of their numbers, beginning after number `after`. */
export async function groupsPage(
  db: Db,
  query: GroupQuery,
  page: { readonly after?: GroupNo; readonly limit: number },
): Promise<readonly DirectoryGroup[]> {
  const rows = await db.rows<GroupRow>({
    ...sql`
      select ${columns} from groups g
      where ${matching(db, query)} and g.group_no > ${page.after ?? 0}
      order by g.group_no limit ${page.limit}`,
    ...(query.filter && { name: '' }),
  })
  return rows.map(asGroup)
}

export async function groupCount(db: Db, query: GroupQuery): Promise<number> {
  const row = await db.row<{ count: number }>({
    ...sql`select count(*) as count from groups g where ${matching(db, query)}`,
    ...(query.filter && { name: '' }),
  })
  return row!.count
}

/** What is shown of each group beside its record: the groups it is directly in, and when its source last spoke of it. */
export interface GroupAround {
  readonly parents: readonly { readonly id: GroupId; readonly name: string }[]
  readonly lastPush: Date | null
}

export async function groupsAround(db: Db, groups: readonly GroupNo[]): Promise<ReadonlyMap<GroupNo, GroupAround>> {
  const rows = await db.rows<{ group_no: GroupNo; parents: GroupAround['parents'] | null; lastPush: Date | null }>(sql`
    select g.group_no, (
        select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.display_name) order by p.display_name_folded, p.group_no)
        from group_edges e
        join groups p on p.organization_id = ${db.organization} and p.group_no = e.parent_no and p.deleted_at is null
        where e.organization_id = ${db.organization} and e.child_no = g.group_no) as parents, (
        select r.at from requests r
        where r.organization_id = ${db.organization} and r.target_id = g.id and r.actor_kind = 'source'
        order by r.id desc limit 1) as "lastPush"
    from groups g
    where g.organization_id = ${db.organization} and g.group_no = any(${groups}::integer[])`)
  return new Map(rows.map(({ group_no: no, parents, lastPush }) => [no, { parents: parents ?? [], lastPush }]))
}

/** The groups directly above a group, and those directly inside it. */
export async function groupNeighbours(
  db: Db,
  group: GroupNo,
): Promise<{ readonly parents: readonly DirectoryGroup[]; readonly children: readonly DirectoryGroup[] }> {
  const rows = await db.rows<GroupRow & { readonly above: boolean }>(sql`
    select ${columns}, e.above
    from (
      select parent_no as group_no, true as above from group_edges
      where organization_id = ${db.organization} and child_no = ${group}
      union all
      select child_no, false from group_edges
      where organization_id = ${db.organization} and parent_no = ${group}
    ) e
    join groups g on g.organization_id = ${db.organization} and g.group_no = e.group_no
    where g.deleted_at is null
    order by g.display_name_folded, g.group_no`)
  return {
    parents: rows.filter((row) => row.above).map(asGroup),
    children: rows.filter((row) => !row.above).map(asGroup),
  }
}

/** Groups and all that are inside them, at any depth. */
export async function groupsInside(db: Db, groups: readonly GroupNo[]): Promise<readonly GroupNo[]> {
  const rows = await db.rows<{ group_no: GroupNo }>(sql`
    with recursive reach(group_no) as (
      select unnest(${groups}::integer[])
      union
      select e.child_no from reach r
      join group_edges e on e.organization_id = ${db.organization} and e.parent_no = r.group_no
    )
    select group_no from reach`)
  return rows.map((row) => row.group_no)
}

function matching(db: Db, { source, filter, search, deleted = false, among }: GroupQuery): SqlFragment {
  const parts = [sql.part`g.organization_id = ${db.organization}`]
  if (!deleted) parts.push(sql.part`g.deleted_at is null`)
  if (source !== undefined) parts.push(sql.part`g.source_id = ${source}`)
  if (search) parts.push(...wordsOf(search).map((word) => compareTexts(sql.part`g.display_name_folded`, 'co', word)))
  if (among) {
    const those = sql.part`g.group_no = any(${among.groups}::integer[])`
    parts.push(among.isIn ? those : sql.part`not (${those})`)
  }
  if (filter) parts.push(compileFilter(filter, groupTarget({ organization: db.organization, source, baseUrl: '' })))
  return sql.join(parts, ' and ')
}
