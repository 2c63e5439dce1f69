import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { GroupId, GroupNo } from '../group.ts'
import type { UserNo } from '../user.ts'

/** One group on the way from a user up to another group. */
export interface GroupStep {
  readonly id: GroupId
  readonly name: string
}

interface StepRow extends GroupStep {
  readonly no: GroupNo
  readonly direct: boolean
  readonly parents: readonly GroupNo[]
  readonly is_target: boolean
}

/**
 * The shortest chain from a group the user is in directly, first, up to the group named, last; empty when there is none. A
 * group that was deleted stands for its live successor: the latest of its source with the same name. Of chains of the same
 * length, always the same one.
 *
 * Grows with the groups the user is in, directly or through others.
 */
export async function groupPath(db: Db, user: UserNo, group: GroupId): Promise<readonly GroupStep[]> {
  const rows = await db.rows<StepRow>(sql`
    with recursive target as (
      select coalesce(again.group_no, g.group_no) as group_no
      from groups g
      left join lateral (
        select n.group_no from groups n
        where g.deleted_at is not null
          and n.organization_id = ${db.organization} and n.display_name_folded = g.display_name_folded
          and n.source_id = g.source_id and n.deleted_at is null
        order by n.group_no desc limit 1
      ) again on true
      where g.organization_id = ${db.organization} and g.id = ${group}
        and (g.deleted_at is null or again.group_no is not null)
    ), direct as (
      select group_no from memberships where organization_id = ${db.organization} and user_no = ${user}
    ), reach(group_no) as (
      select group_no from direct
      union
      select e.parent_no
      from reach r join group_edges e on e.organization_id = ${db.organization} and e.child_no = r.group_no
    )
    select g.group_no as no, g.id, g.display_name as name,
      g.group_no in (select group_no from direct) as direct,
      g.group_no in (select group_no from target) as is_target,
      array(
        select e.parent_no from group_edges e
        where e.organization_id = ${db.organization} and e.child_no = g.group_no order by e.parent_no
      ) as parents
    from reach r join groups g on g.organization_id = ${db.organization} and g.group_no = r.group_no
    order by g.group_no`)
  return shortest(rows)
}

/** Breadth first, from the direct groups up. */
function shortest(rows: readonly StepRow[]): readonly GroupStep[] {
  const byNo = new Map(rows.map((row) => [row.no, row]))
  const before = new Map<GroupNo, GroupNo | null>()
  const next = rows.filter((row) => row.direct)
  for (const { no } of next) before.set(no, null)
  for (const row of next) {
    if (row.is_target) return wayTo(row.no, before, byNo)
    for (const parent of row.parents) {
      const above = byNo.get(parent)
      if (!above || before.has(parent)) continue
      before.set(parent, row.no)
      next.push(above)
    }
  }
  return []
}

function wayTo(
  end: GroupNo,
  before: ReadonlyMap<GroupNo, GroupNo | null>,
  byNo: ReadonlyMap<GroupNo, StepRow>,
): readonly GroupStep[] {
  const way: GroupStep[] = []
  for (let no: GroupNo | null | undefined = end; no; no = before.get(no)) {
    const { id, name } = byNo.get(no)!
    way.unshift({ id, name })
  }
  return way
}
