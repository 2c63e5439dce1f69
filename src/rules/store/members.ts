import { conditionOn } from '../../directory/condition.ts'
import type { GroupId } from '../../directory/group.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Rule } from '../rule.ts'

/** What a rule's members are asked by: its group and its condition. */
export type Matcher = Pick<Rule, 'group' | 'condition'>

/**
 * The members of each rule, direct and inherited, for whom its condition holds: user numbers, packed. Of all users, or
 * of those in `scope`. A rule whose group was deleted has none, until its source pushes a group of the same name.
 *
 * Grows with the memberships of the rules' groups (all), or of the users in scope.
 */
export async function membersOfRules(
  db: Db,
  rules: readonly Matcher[],
  scope: readonly UserNo[] | null,
): Promise<readonly Uint32Array[]> {
  const inScope = scope === null ? sql.part`true` : sql.part`m.user_no = any(${scope}::integer[])`
  const query = sql`
    with recursive asked as (
      select ordinality::integer - 1 as rule, group_id
      from unnest(${rules.map((rule) => rule.group)}::uuid[]) with ordinality as a(group_id, ordinality)
    ), bound as (
      select a.rule, coalesce(again.group_no, g.group_no) as group_no
      from asked a
      join groups g on g.organization_id = ${db.organization} and g.id = a.group_id
      left join lateral (
        select n.group_no from groups n
        where g.deleted_at is not null
          and n.organization_id = ${db.organization} and n.display_name_folded = g.display_name_folded
          and n.source_id = g.source_id and n.deleted_at is null
        order by n.group_no desc limit 1
      ) again on true
      where g.deleted_at is null or again.group_no is not null
    ), reach(rule, group_no) as (
      select rule, group_no from bound
      union
      select reach.rule, e.child_no
      from reach join group_edges e on e.organization_id = ${db.organization} and e.parent_no = reach.group_no
    )
    select reach.rule, string_agg(int4send(m.user_no), '') as members
    from reach
    join memberships m on m.organization_id = ${db.organization} and m.group_no = reach.group_no
    where ${inScope} and ${conditions(db, rules)}
    group by reach.rule`
  const isLong = scope !== null && scope.length > 500
  const rows = await db.rows<{ rule: number; members: Buffer }>(isLong ? sql.planned(query) : query)
  const members = rules.map(() => new Uint32Array(0))
  for (const row of rows) members[row.rule] = unpacked(row.members)
  return members
}

/** Which of these groups were deleted upstream and have no successor of the same name in their source. */
export async function groupsGone(db: Db, groups: readonly GroupId[]): Promise<ReadonlySet<GroupId>> {
  const rows = await db.rows<{ id: GroupId }>(sql`
    select g.id from groups g
    where g.organization_id = ${db.organization} and g.id = any(${groups}::uuid[]) and g.deleted_at is not null
      and not exists (
        select from groups n
        where n.organization_id = ${db.organization} and n.display_name_folded = g.display_name_folded
          and n.source_id = g.source_id and n.deleted_at is null)`)
  return new Set(rows.map((row) => row.id))
}

/** One condition a rule that has one, over the member's own record. */
function conditions(db: Db, rules: readonly Matcher[]): SqlFragment {
  const parts = rules.flatMap((rule, index) =>
    rule.condition === null
      ? []
      : [
          sql.part`(reach.rule <> ${index} or exists (
            select from users u
            where u.organization_id = ${db.organization} and u.user_no = m.user_no and ${conditionOn(rule.condition)}))`,
        ],
  )
  return parts.length === 0 ? sql.part`true` : sql.join(parts, ' and ')
}

/** User numbers as PostgreSQL packed them: four bytes each, most significant first. */
export function unpacked(packed: Buffer): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(packed.length / 4)
  for (let at = 0; at < numbers.length; at++) numbers[at] = packed.readUInt32BE(at * 4)
  return numbers
}
