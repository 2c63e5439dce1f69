import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { GroupId, GroupNo } from '../group.ts'
import type { UserNo } from '../user.ts'

/** One group on the way from a user up to another group. */
export interface GroupStep {
  readonly id: GroupId
  readonly name: string
}

/** A step with the request that made it: that put the user into the first group, or the group before into this one. */
export interface MadeStep extends GroupStep {
  readonly request: string
}

/** Most chains that are named of several. */
const chainsMax = 20

interface StepRow extends GroupStep {
  readonly no: GroupNo
  /** Null: they are not in it directly. */
  readonly membership: string | null
  readonly parents: readonly GroupNo[]
  readonly edges: readonly string[]
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
  const [first = []] = await groupPaths(db, user, group)
  return first.map(({ id, name }) => ({ id, name }))
}

/** All chains that are as short as the shortest, in an order that is always the same; at most twenty. */
export async function groupPaths(db: Db, user: UserNo, group: GroupId): Promise<readonly (readonly MadeStep[])[]> {
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
      select group_no, request_id from memberships where organization_id = ${db.organization} and user_no = ${user}
    ), reach(group_no) as (
      select group_no from direct
      union
      select e.parent_no
      from reach r join group_edges e on e.organization_id = ${db.organization} and e.child_no = r.group_no
    )
    select g.group_no as no, g.id, g.display_name as name,
      (select d.request_id from direct d where d.group_no = g.group_no) as membership,
      g.group_no in (select group_no from target) as is_target,
      array(
        select e.parent_no from group_edges e
        where e.organization_id = ${db.organization} and e.child_no = g.group_no order by e.parent_no
      ) as parents,
      array(
        select e.request_id from group_edges e
        where e.organization_id = ${db.organization} and e.child_no = g.group_no order by e.parent_no
      ) as edges
    from reach r join groups g on g.organization_id = ${db.organization} and g.group_no = r.group_no
    order by g.group_no`)
  return shortest(rows)
}

/** Breadth first, from the direct groups up; of each group every step that reaches it as early as any. */
function shortest(rows: readonly StepRow[]): readonly (readonly MadeStep[])[] {
  const byNo = new Map(rows.map((row) => [row.no, row]))
  const into = new Map<GroupNo, { readonly depth: number; readonly steps: Step[] }>()
  const next = rows.filter((row) => row.membership !== null)
  for (const row of next) into.set(row.no, { depth: 0, steps: [{ from: null, request: row.membership! }] })
  for (const row of next) {
    if (row.is_target) return chainsTo(row.no, into, byNo).slice(0, chainsMax)
    const depth = into.get(row.no)!.depth + 1
    for (const [index, parent] of row.parents.entries()) {
      const above = byNo.get(parent)
      if (!above) continue
      const step = { from: row.no, request: row.edges[index]! }
      const found = into.get(parent)
      if (found?.depth === depth) found.steps.push(step)
      if (found) continue
      into.set(parent, { depth, steps: [step] })
      next.push(above)
    }
  }
  return []
}

interface Step {
  readonly from: GroupNo | null
  readonly request: string
}

function chainsTo(
  end: GroupNo,
  into: ReadonlyMap<GroupNo, { readonly steps: readonly Step[] }>,
  byNo: ReadonlyMap<GroupNo, StepRow>,
): readonly (readonly MadeStep[])[] {
  const { id, name } = byNo.get(end)!
  const chains: (readonly MadeStep[])[] = []
  for (const { from, request } of into.get(end)!.steps) {
    if (chains.length >= chainsMax) break
    const before = from === null ? [[]] : chainsTo(from, into, byNo)
    for (const chain of before) chains.push([...chain, { id, name, request }])
  }
  return chains
}
