import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import { isId } from '../../../platform/id.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import { groupSchema } from '../../../scim/schemas/group.ts'
import type { Column } from './column.ts'
import { type Inside, metaColumns, type Relation, type Scope, schemasRelation, type Target } from './target.ts'

/** The latest request for a group: its version and when it was last changed. Memberships do not touch the group's own row. */
export const latestRequest = sql.part`(
  select r.id, r.at from requests r
  where r.organization_id = g.organization_id and r.target_id = g.id
  order by r.id desc limit 1)`

/** What filters mean of a group: alias `g` of table groups. */
export function groupTarget(scope: Scope): Target {
  const document = sql.part`g.attributes`
  return {
    no: sql.part`g.group_no`,
    rowOf: (no) =>
      sql.part`groups g where g.organization_id = ${scope.organization}::uuid and g.group_no = ${no}::integer`,
    document,
    columns: new Map<string, Column>([
      ['id', { id: sql.part`g.id`, exact: sql.part`g.id::text`, filled: true }],
      ['externalId', { exact: sql.part`g.external_id` }],
      ['displayName', { exact: sql.part`g.display_name`, folded: sql.part`g.display_name_folded`, filled: true }],
      ...metaColumns(
        'Group',
        {
          created: sql.part`g.created_at`,
          modified: sql.part`(select latest.at from ${latestRequest} latest)`,
          version: sql.part`(select 'W/"' || latest.id || '"' from ${latestRequest} latest)`,
        },
        sql.part`(${`${scope.baseUrl}/Groups/`}::text || g.id)`,
      ),
    ]),
    relations: new Map<string, Relation>([
      ['schemas', schemasRelation(groupSchema.id, document)],
      ['members', (where, filter) => membersRelation(scope, where, filter)],
    ]),
  }
}

/** Direct members: users, groups, and those that are named but do not exist yet. */
function membersRelation(scope: Scope, where: (inside: Inside) => SqlFragment, filter: Filter): SqlFragment {
  const id =
    filter.kind === 'comparison' && filter.op === 'eq' && filter.sub?.name === 'value' ? filter.value : undefined
  if (typeof id === 'string') return hasMember(id)
  return sql.part`exists (
    select from (
      select u.id::text as value, u.display_name as display, 'User' as type, ${`${scope.baseUrl}/Users/`}::text || u.id as ref
      from memberships m join users u on u.organization_id = m.organization_id and u.user_no = m.user_no
      where m.organization_id = g.organization_id and m.group_no = g.group_no and u.deleted_at is null
      union all
      select c.id::text, c.display_name, 'Group', ${`${scope.baseUrl}/Groups/`}::text || c.id
      from group_edges e join groups c on c.organization_id = e.organization_id and c.group_no = e.child_no
      where e.organization_id = g.organization_id and e.parent_no = g.group_no and c.deleted_at is null
      union all
      select p.value, null, null, null
      from pending_members p
      where p.organization_id = g.organization_id and p.group_no = g.group_no
    ) as member
    where ${where(insideMember)})`
}

function insideMember(sub: string | undefined): Column {
  return { exact: sql.part`member.${sql.identifier(sub === '$ref' ? 'ref' : (sub ?? 'value'))}` }
}

/** Entra's reference check, `id eq "g" and members eq "u"`: three look-ups, however many members the group has. */
function hasMember(id: string): SqlFragment {
  const pending = sql.part`exists (
    select from pending_members p
    where p.organization_id = g.organization_id and p.group_no = g.group_no and p.value = ${id}::text)`
  if (!isId(id) || id !== id.toLowerCase()) return pending
  return sql.part`(exists (
    select from users u join memberships m on m.organization_id = u.organization_id and m.user_no = u.user_no
    where u.organization_id = g.organization_id and u.id = ${id}::uuid and u.deleted_at is null and m.group_no = g.group_no)
  or exists (
    select from groups c join group_edges e on e.organization_id = c.organization_id and e.child_no = c.group_no
    where c.organization_id = g.organization_id and c.id = ${id}::uuid and c.deleted_at is null and e.parent_no = g.group_no)
  or ${pending})`
}
