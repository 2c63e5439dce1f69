import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import { firstIdAt } from '../../platform/id.ts'

/** Deletes a batch of one kind of what is older than a moment. @returns how many were deleted */
export type Forget = (db: Db, before: Date, batch: number) => Promise<number>

/**
 * A batch of requests or changes, oldest first. The walk goes from `after` on, so that what is kept on purpose is passed
 * over once in a walk and not once a batch.
 *
 * @returns the id at which the batch ended; undefined when nothing older is left
 */
async function forgetByMonth(
  db: Db,
  table: SqlFragment,
  kept: SqlFragment,
  walk: { readonly after: string; readonly before: Date; readonly batch: number },
): Promise<string | undefined> {
  const { after, before, batch } = walk
  const old = sql.part`organization_id = ${db.organization} and id > ${after}::uuid and id < ${firstIdAt(before)}::uuid`
  const end = await db.row<{ last: string | null }>(sql`
    select max(id::text) as last from (select id from ${table} where ${old} order by id limit ${batch}) o`)
  if (!end?.last) return undefined
  await db.run(sql`
    delete from ${table} r where ${old} and id <= ${end.last}::uuid and at < ${before} and not (${kept})`)
  return end.last
}

/** A batch of changes, oldest first: see `forgetRequests`. */
export const forgetChanges = (db: Db, after: string, before: Date, batch: number) =>
  forgetByMonth(db, sql.part`changes`, sql.part`false`, { after, before, batch })

/** The same of requests, but for the latest of each group: a group's version and last change are those of its latest request. */
export const forgetRequests = (db: Db, after: string, before: Date, batch: number) =>
  forgetByMonth(
    db,
    sql.part`requests`,
    sql.part`r.target_kind = 'group' and not exists (
      select from requests n
      where n.organization_id = ${db.organization} and n.target_id = r.target_id and n.id > r.id)`,
    { after, before, batch },
  )

/** A batch of the intervals of a table that ended before a moment. @returns how many */
function forgetEnded(
  db: Db,
  table: 'seats' | 'assignments' | 'stopped_losses' | 'pool_intervals',
  before: Date,
  batch: number,
): Promise<number> {
  const name = sql.identifier(table)
  return db.run(sql`
    delete from ${name} where ctid = any(array(
      select ctid from ${name}
      where organization_id = ${db.organization} and until < ${before} order by until limit ${batch}))
    and organization_id = ${db.organization} and until < ${before}`)
}

/** A stop is over when none of its losses waits; its row goes when none of them is left. */
const forgetStops: Forget = (db, before, batch) =>
  db.run(sql`
    delete from stops s where s.organization_id = ${db.organization} and s.id in (
      select o.id from stops o
      where o.organization_id = ${db.organization} and o.until < ${before} and not exists (
        select from stopped_losses l where l.organization_id = ${db.organization} and l.stop_id = o.id)
      limit ${batch})`)

/**
 * Rules that ended with a version before the one that was live at the moment. The last of a removed rule stays while a
 * seat, or somebody in line, has it for a reason.
 */
const forgetRules: Forget = (db, before, batch) =>
  db.run(sql`
    with ended as (
      select r.id, r.since_version from rules r
      where r.organization_id = ${db.organization} and r.until_version <= (
        select max(version) from rule_sets where organization_id = ${db.organization} and at <= ${before})
      limit ${batch}
    ), named as (
      select because ->> 'rule' as rule from seats
      where organization_id = ${db.organization} and until is null and exists (select from ended)
      union
      select because ->> 'rule' from waiting where organization_id = ${db.organization} and exists (select from ended)
    )
    delete from rules r using ended e
    where r.organization_id = ${db.organization} and r.id = e.id and r.since_version = e.since_version
      and (
        e.id::text not in (select rule from named where rule is not null)
        or exists (
          select from rules n
          where n.organization_id = ${db.organization} and n.id = e.id and n.since_version > e.since_version))`)

/** Versions before the one that was live at the moment in which no rule began that is still kept. */
const forgetRuleSets: Forget = (db, before, batch) =>
  db.run(sql`
    delete from rule_sets s where s.organization_id = ${db.organization} and s.version in (
      select o.version from rule_sets o
      where o.organization_id = ${db.organization}
        and o.version < (select max(version) from rule_sets where organization_id = ${db.organization} and at <= ${before})
        and not exists (
          select from rules r where r.organization_id = ${db.organization} and r.since_version = o.version)
      limit ${batch})`)

/** Everything but requests and changes, in an order in which nothing is left that points at what is gone. */
export const forgets: readonly Forget[] = [
  (db, before, batch) => forgetEnded(db, 'seats', before, batch),
  (db, before, batch) => forgetEnded(db, 'assignments', before, batch),
  (db, before, batch) => forgetEnded(db, 'stopped_losses', before, batch),
  forgetStops,
  (db, before, batch) => forgetEnded(db, 'pool_intervals', before, batch),
  forgetRules,
  forgetRuleSets,
]
