import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import { userSchema } from '../../../scim/schemas/user.ts'
import { fold } from '../../fold.ts'
import { addressLengthMax, severalAddresses } from '../../user.ts'
import type { Column } from './column.ts'
import { type Inside, metaColumns, type Relation, type Scope, schemasRelation, type Target } from './target.ts'

/** What filters mean of a user: alias `u` of table users. */
export function userTarget(scope: Scope): Target {
  const document = sql.part`u.attributes`
  return {
    no: sql.part`u.user_no`,
    rowOf: (no) =>
      sql.part`users u where u.organization_id = ${scope.organization}::uuid and u.user_no = ${no}::integer`,
    document,
    columns: new Map<string, Column>([
      ['id', { id: sql.part`u.id`, exact: sql.part`u.id::text`, filled: true }],
      ['userName', { folded: sql.part`u.user_name_folded`, filled: true }],
      ['externalId', { exact: sql.part`u.external_id` }],
      ['active', { flag: sql.part`u.active`, filled: true }],
      ...metaColumns(
        'User',
        {
          created: sql.part`u.created_at`,
          modified: sql.part`u.updated_at`,
          version: sql.part`('W/"' || u.version || '"')`,
        },
        sql.part`(${`${scope.baseUrl}/Users/`}::text || u.id)`,
      ),
    ]),
    relations: new Map<string, Relation>([
      ['schemas', schemasRelation(userSchema.id, document)],
      ['groups', (where, filter) => groupsRelation(scope, where, filter)],
    ]),
    hint: emailHint,
  }
}

/** Who can have an email at all, by index: see `otherAddressOf`. */
function emailHint(filter: Filter): SqlFragment | undefined {
  const email = emailOf(filter)
  const address = email?.trim() ?? ''
  if (address === '' || address.length > addressLengthMax) return undefined
  const wanted = fold(address)
  return sql.part`(u.address_folded = ${wanted}::text or u.other_address_folded = ${wanted}::text
    or u.other_address_folded = ${severalAddresses}::text)`
}

/** The email that somebody must have for the filter to hold. */
function emailOf(filter: Filter): string | undefined {
  if (filter.kind === 'elements' && filter.path === 'emails') {
    const parts = filter.filter.kind === 'and' ? filter.filter.filters : [filter.filter]
    return parts.map(emailOf).find((email) => email !== undefined)
  }
  return filter.kind === 'comparison' && filter.path === 'emails.value' && filter.op === 'eq'
    ? String(filter.value)
    : undefined
}

/**
 * The groups a user is in, directly or through others. Which users are in a group that fits is found from the groups down,
 * once for all users; only where it matters how a user is in it, from every user up.
 */
function groupsRelation(scope: Scope, where: (inside: Inside) => SqlFragment, filter: Filter): SqlFragment {
  const organization = sql.part`${scope.organization}::uuid`
  const ofSource = scope.source === undefined ? sql.part`true` : sql.part`g.source_id = ${scope.source}::uuid`
  const direct = sql.part`false`
  if (!asksHow(filter)) {
    return sql.part`u.user_no in (
      with recursive reach(group_no) as (
        select g.group_no from groups g
        where g.organization_id = ${organization} and ${ofSource} and g.deleted_at is null and ${where(insideGroup(scope, direct))}
        union
        select e.child_no from reach r join group_edges e on e.organization_id = ${organization} and e.parent_no = r.group_no
      )
      select m.user_no from reach r join memberships m on m.organization_id = ${organization} and m.group_no = r.group_no)`
  }
  return sql.part`exists (
    with recursive reach(group_no, direct) as (
      select m.group_no, true from memberships m where m.organization_id = ${organization} and m.user_no = u.user_no
      union
      select e.parent_no, false from reach r join group_edges e on e.organization_id = ${organization} and e.child_no = r.group_no
    )
    select from (select group_no, bool_or(direct) as direct from reach group by group_no) r
    join groups g on g.organization_id = ${organization} and g.group_no = r.group_no
    where g.deleted_at is null and ${where(insideGroup(scope, sql.part`r.direct`))})`
}

function insideGroup(scope: Scope, direct: SqlFragment): Inside {
  const columns: Readonly<Record<string, Column>> = {
    value: { id: sql.part`g.id`, exact: sql.part`g.id::text` },
    display: { exact: sql.part`g.display_name`, folded: sql.part`g.display_name_folded` },
    type: { exact: sql.part`(case when ${direct} then 'direct' else 'indirect' end)` },
    $ref: { exact: sql.part`(${`${scope.baseUrl}/Groups/`}::text || g.id)` },
  }
  return (sub) => columns[sub ?? 'value']!
}

function asksHow(filter: Filter): boolean {
  if ('filters' in filter) return filter.filters.some(asksHow)
  if (filter.kind === 'not' || filter.kind === 'elements') return asksHow(filter.filter)
  return filter.sub?.name === 'type'
}
