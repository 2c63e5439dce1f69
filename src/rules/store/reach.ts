import type { GroupNo } from '../../directory/group.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Matcher } from './members.ts'

/**
 * For each rule whether somebody who is directly in `direct`, and in nothing else, is a member of its group, whatever its
 * condition: as `membersOfRules` says it of who is there. Grows with the groups above those named.
 */
export async function reached(
  db: Db,
  rules: readonly Matcher[],
  direct: readonly GroupNo[],
): Promise<readonly boolean[]> {
  const rows = await db.rows<{ rule: number }>(sql`
    with recursive above(group_no) as (
      select unnest(${direct}::integer[])
      union
      select e.parent_no
      from above a join group_edges e on e.organization_id = ${db.organization} and e.child_no = a.group_no
    )
    select asked.ordinality::integer - 1 as rule
    from unnest(${rules.map((rule) => rule.group)}::uuid[]) with ordinality as asked(group_id, ordinality)
    join groups g on g.organization_id = ${db.organization} and g.id = asked.group_id
    left join lateral (
      select n.group_no from groups n
      where g.deleted_at is not null
        and n.organization_id = ${db.organization} and n.display_name_folded = g.display_name_folded
        and n.source_id = g.source_id and n.deleted_at is null
      order by n.group_no desc limit 1
    ) again on true
    where (g.deleted_at is null or again.group_no is not null)
      and coalesce(again.group_no, g.group_no) in (select group_no from above)`)
  const found = new Set(rows.map((row) => row.rule))
  return rules.map((_, index) => found.has(index))
}
