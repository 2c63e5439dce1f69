import type { GroupId } from '../../directory/group.ts'
import type { DirectoryUser } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { equal, type Json } from '../../scim/json.ts'
import type { Bearing } from '../explain.ts'
import { failingParts, holds } from '../failing.ts'
import type { Rule } from '../rule.ts'
import { groupsGone, membersOfRules } from './members.ts'

/** A user's own record as a condition sees it. */
export function recordOf({ id, attributes }: Pick<DirectoryUser, 'id' | 'attributes'>) {
  return { ...attributes, id }
}

/** How rules of any state stand to a user, in the order given. Grows with the rules and the user's memberships. */
export async function bearingsOf(db: Db, rules: readonly Rule[], user: DirectoryUser): Promise<readonly Bearing[]> {
  const withoutConditions = rules.map((rule) => ({ group: rule.group, condition: null }))
  const [members, matching, gone] = await Promise.all([
    membersOfRules(db, withoutConditions, [user.no]),
    membersOfRules(db, rules, [user.no]),
    groupsGone(db, [...new Set(rules.map((rule) => rule.group))]),
  ])
  const record = recordOf(user)
  return rules.map((rule, index) => {
    const isMember = members[index]!.length > 0
    // What decides is asked of the database; of who is in none of its groups the database says nothing.
    const conditionHolds = isMember ? matching[index]!.length > 0 : holds(rule.condition, record)
    return {
      rule,
      isMember,
      conditionHolds,
      failing: conditionHolds || rule.condition === null ? [] : failingParts(rule.condition, record),
      groupGone: gone.has(rule.group as GroupId),
    }
  })
}

interface PastRow {
  readonly version: number
  readonly request: string
  readonly group_id: string
  readonly condition: string | null
  readonly state: string
  readonly gives: Rule['gives']
}

/**
 * The version and the request since which a live rule has matched whom it matches and given what it gives of something;
 * edits of its rank, name or of anything else do not count.
 *
 * @param given what the rule gives, of all that it gives
 */
export async function sinceVersion(
  db: Db,
  rule: Rule,
  given: (gives: Rule['gives']) => unknown,
): Promise<{ readonly version: number; readonly request: string } | null> {
  const rows = await db.rows<PastRow>(sql`
    select r.since_version as version, s.request_id as request, r.group_id, r.condition, r.state, r.gives
    from rules r
    join rule_sets s on s.organization_id = ${db.organization} and s.version = r.since_version
    where r.organization_id = ${db.organization} and r.id = ${rule.id}
    order by r.since_version desc`)
  const isSame = (row: PastRow) =>
    row.group_id === rule.group &&
    row.condition === rule.condition &&
    row.state === rule.state &&
    equal((given(row.gives) ?? null) as Json, (given(rule.gives) ?? null) as Json)
  const other = rows.findIndex((row) => !isSame(row))
  const first = other === -1 ? rows.at(-1) : rows[other - 1]
  return first ? { version: first.version, request: first.request } : null
}
