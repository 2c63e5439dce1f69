import type { GroupId } from '../../directory/group.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Gives, Rule, RuleId, RuleState } from '../rule.ts'

interface RuleRow {
  readonly id: RuleId
  readonly rank: number
  readonly name: string | null
  readonly description: string
  readonly group_id: GroupId
  readonly condition: string | null
  readonly state: RuleState
  readonly gives: Gives
}

/** The version of the live rule set; 0 before the first rule. */
export async function liveVersion(db: Db): Promise<number> {
  const row = await db.row<{ version: number }>(sql`
    select coalesce(max(version), 0) as version from rule_sets where organization_id = ${db.organization}`)
  return row!.version
}

/** The version that was live at a moment; 0 before the first rule. */
export async function versionAt(db: Db, at: Date): Promise<number> {
  const row = await db.row<{ version: number }>(sql`
    select coalesce(max(version), 0) as version from rule_sets
    where organization_id = ${db.organization} and at <= ${at}`)
  return row!.version
}

/** When a version became live and by which request; undefined when there is no such version. */
export function ruleSetOf(
  db: Db,
  version: number,
): Promise<{ readonly since: Date; readonly until: Date | null; readonly request: string } | undefined> {
  return db.row(sql`
    select s.at as since, s.request_id as request, (
      select min(n.at) from rule_sets n where n.organization_id = ${db.organization} and n.version > s.version) as until
    from rule_sets s
    where s.organization_id = ${db.organization} and s.version = ${version}`)
}

/** Versions, newest first, before `before`. */
export function versionsPage(
  db: Db,
  before: number | null,
  limit: number,
): Promise<readonly { readonly version: number; readonly at: Date; readonly request: string }[]> {
  return db.rows(sql`
    select version, at, request_id as request from rule_sets
    where organization_id = ${db.organization} and (${before}::integer is null or version < ${before})
    order by version desc
    limit ${limit}`)
}

/** The live rules of every state, best rank first. */
export async function liveRules(db: Db): Promise<readonly Rule[]> {
  return (
    await db.rows<RuleRow>(sql`
      select id, rank, name, description, group_id, condition, state, gives
      from rules
      where organization_id = ${db.organization} and until_version is null
      order by rank`)
  ).map(asRule)
}

/** The rules as they were in a version of the rule set, best rank first. */
export async function rulesOfVersion(db: Db, version: number): Promise<readonly Rule[]> {
  return (
    await db.rows<RuleRow>(sql`
      select id, rank, name, description, group_id, condition, state, gives
      from rules
      where organization_id = ${db.organization}
        and since_version <= ${version} and (until_version is null or until_version > ${version})
      order by rank`)
  ).map(asRule)
}

function asRule(row: RuleRow): Rule {
  const { group_id: group, ...rest } = row
  return { ...rest, group }
}

/** Ends the interval of rules that changed or went, and begins that of those that came: `version` is live from here. */
export async function saveRuleSet(
  tx: Db,
  version: number,
  at: Date,
  request: string,
  gone: readonly RuleId[],
  come: readonly Rule[],
): Promise<void> {
  await tx.run(sql`
    insert into rule_sets (organization_id, version, at, request_id)
    values (${tx.organization}, ${version}, ${at}, ${request})`)
  await tx.run(sql`
    update rules set until_version = ${version}
    where organization_id = ${tx.organization} and until_version is null and id = any(${gone}::uuid[])`)
  await tx.run(sql`
    insert into rules (organization_id, id, since_version, rank, name, description, group_id, condition, state, gives)
    select ${tx.organization}, r.id, ${version}, r.rank, r.name, r.description, r.group_id, r.condition, r.state, r.gives
    from jsonb_to_recordset(${JSON.stringify(come.map(asRow))}::jsonb)
      as r(id uuid, rank integer, name text, description text, group_id uuid, condition text, state text, gives jsonb)`)
}

function asRow(rule: Rule): RuleRow {
  const { group, ...rest } = rule
  return { ...rest, group_id: group }
}
