import { endianness } from 'node:os'
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
  const members = scope === null ? await everyMember(db, rules) : await membersAmong(db, rules, scope)
  const conditional = [...rules.keys()].filter((rule) => rules[rule]!.condition !== null && members[rule]!.length > 0)
  for (const [condition, those] of Map.groupBy(conditional, (rule) => rules[rule]!.condition!)) {
    const holds = await satisfying(db, condition, new Set(those.flatMap((rule) => [...members[rule]!])))
    for (const rule of those) members[rule] = members[rule]!.filter((user) => holds.has(user))
  }
  return members
}

/** `with recursive … reach(rule, group_no)`: each rule's group and all groups in it, in any number of steps. */
function withReach(db: Db, rules: readonly Matcher[]): SqlFragment {
  return sql.part`
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
    )`
}

/** Each group is read once, however many rules it counts for. */
async function everyMember(db: Db, rules: readonly Matcher[]): Promise<Uint32Array[]> {
  const rows = await db.rows<{ rules: readonly number[]; members: Buffer | null }>(sql`
    ${withReach(db, rules)}
    select rules, (
      select string_agg(int4send(m.user_no), '') from memberships m
      where m.organization_id = ${db.organization} and m.group_no = r.group_no) as members
    from (select group_no, array_agg(rule) as rules from reach group by group_no) r`)
  const parts: Uint32Array[][] = rules.map(() => [])
  for (const { rules: those, members } of rows) {
    if (!members) continue
    const users = unpacked(members)
    for (const rule of those) parts[rule]!.push(users)
  }
  return parts.map(joined)
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

async function membersAmong(db: Db, rules: readonly Matcher[], scope: readonly UserNo[]): Promise<Uint32Array[]> {
  const query = sql`
    ${withReach(db, rules)}
    select reach.rule, string_agg(int4send(m.user_no), '') as members
    from reach
    join memberships m on m.organization_id = ${db.organization} and m.group_no = reach.group_no
    where m.user_no = any(${scope}::integer[])
    group by reach.rule`
  const rows = await db.rows<{ rule: number; members: Buffer }>(sql.about(scope.length, query))
  const members = rules.map(() => new Uint32Array(0))
  for (const row of rows) members[row.rule] = unpacked(row.members)
  return members
}

/**
 * Of some users, those for whose own record a condition holds. Asked apart from the memberships, once a condition: as part of
 * one statement, PostgreSQL holds every condition against every user there is.
 */
async function satisfying(db: Db, condition: string, users: ReadonlySet<number>): Promise<ReadonlySet<number>> {
  const query = sql`
    select string_agg(int4send(u.user_no), '') as users from users u
    where u.organization_id = ${db.organization} and u.user_no = any(${[...users]}::integer[]) and ${conditionOn(condition)}`
  const row = await db.row<{ users: Buffer | null }>(sql.about(users.size, query))
  return new Set(row?.users ? unpacked(row.users) : [])
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

/** User numbers as PostgreSQL packed them: four bytes each, most significant first. */
export function unpacked(packed: Buffer): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(packed.length / 4)
  const bytes = Buffer.from(numbers.buffer)
  packed.copy(bytes)
  if (endianness() === 'LE') bytes.swap32()
  return numbers
}
