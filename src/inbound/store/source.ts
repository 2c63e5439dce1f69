import type { SourceId } from '../../directory/user.ts'
import type { Db, Gate } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Source, SourceChange } from '../source.ts'

export async function saveSource(db: Db, source: Source): Promise<void> {
  const { id, slug, name, kind, state, domainRequired, groupPatchAnswer, trafficDays, createdAt } = source
  const { strict, discoveryPublic, basicAllowed, ratePerSecond } = source
  await db.run(sql`
    insert into sources (organization_id, id, slug, name, kind, state, domain_required, group_patch_answer, traffic_days,
      strict, discovery_public, basic_allowed, rate_per_second, created_at)
    values (${db.organization}, ${id}, ${slug}, ${name}, ${kind}, ${state}, ${domainRequired}, ${groupPatchAnswer}, ${trafficDays},
      ${strict}, ${discoveryPublic}, ${basicAllowed}, ${ratePerSecond}, ${createdAt})`)
}

const columns = sql.part`id, organization_id as organization, slug, name, kind, state,
  domain_required as "domainRequired", group_patch_answer as "groupPatchAnswer", traffic_days as "trafficDays", strict, discovery_public as "discoveryPublic",
  basic_allowed as "basicAllowed", rate_per_second as "ratePerSecond", created_at as "createdAt"`

async function live(db: Db, which: SqlFragment): Promise<readonly Source[]> {
  return db.rows<Source>(sql`
    select ${columns} from sources
    where organization_id = ${db.organization} and deleted_at is null and ${which}
    order by created_at, id`)
}

export function liveSources(db: Db): Promise<readonly Source[]> {
  return live(db, sql.part`true`)
}

export async function sourceById(db: Db, id: SourceId): Promise<Source | undefined> {
  return (await live(db, sql.part`id = ${id}`))[0]
}

export async function sourceBySlug(db: Db, slug: string): Promise<Source | undefined> {
  return (await live(db, sql.part`slug = ${slug}`))[0]
}

/** @returns the source as it is now; undefined when there is none */
export async function updateSource(db: Db, id: SourceId, change: SourceChange): Promise<Source | undefined> {
  const { name = null, state = null, domainRequired = null, groupPatchAnswer = null, trafficDays = null } = change
  const { strict = null, discoveryPublic = null, basicAllowed = null, ratePerSecond } = change
  return db.row<Source>(sql`
    update sources set name = coalesce(${name}, name), state = coalesce(${state}, state),
      domain_required = coalesce(${domainRequired}, domain_required),
      group_patch_answer = coalesce(${groupPatchAnswer}, group_patch_answer),
      traffic_days = coalesce(${trafficDays}, traffic_days), strict = coalesce(${strict}, strict),
      discovery_public = coalesce(${discoveryPublic}, discovery_public),
      basic_allowed = coalesce(${basicAllowed}, basic_allowed),
      rate_per_second = case when ${ratePerSecond === undefined} then rate_per_second else ${ratePerSecond ?? null}::integer end
    where organization_id = ${db.organization} and id = ${id} and deleted_at is null
    returning ${columns}`)
}

/** Sources by the last part of their addresses, in whichever organizations, where only one has it. */
export function sourcesAt(
  gate: Gate,
  slugs: readonly string[],
): Promise<readonly { readonly slug: string; readonly organization: string; readonly id: SourceId }[]> {
  return gate.rows(sql`select slug, organization_id as organization, id from sources_at(${slugs})`)
}
