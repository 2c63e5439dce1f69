import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Named } from '../named.ts'

/**
 * Names of whatever has one of these ids. A deleted directory group is shown as its successor of the same name, where
 * its source pushed one; a rule by its own name, else its group's, and as it was last when it has been removed.
 */
export async function namesOf(db: Db, ids: Iterable<string>): Promise<ReadonlyMap<string, Named>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await db.rows<Named & { readonly asked: string }>(sql`
    with asked as (select id from unnest(${wanted}::uuid[]) as a(id))
    select a.id as asked, 'group' as kind, coalesce(again.id, g.id) as id, g.display_name as name,
      null::uuid as product, g.deleted_at is not null and again.id is null as gone
    from asked a
    join groups g on g.organization_id = ${db.organization} and g.id = a.id
    left join lateral (
      select n.id from groups n
      where g.deleted_at is not null
        and n.organization_id = ${db.organization} and n.display_name_folded = g.display_name_folded
        and n.source_id = g.source_id and n.deleted_at is null
      order by n.group_no desc limit 1
    ) again on true
    union all
    select a.id, 'product', p.id, p.name, null, false
    from asked a join products p on p.organization_id = ${db.organization} and p.id = a.id
    union all
    select t.tier_id, 'tier', t.tier_id, t.name, t.product_id, false
    from pools t where t.organization_id = ${db.organization} and t.tier_id in (select id from asked)
    union all
    select a.id, 'user-group', l.id, l.name, null, false
    from asked a join user_groups l on l.organization_id = ${db.organization} and l.id = a.id
    union all
    select a.id, 'device-group', l.id, l.name, null, false
    from asked a join device_groups l on l.organization_id = ${db.organization} and l.id = a.id
    union all
    select a.id, 'settings-template', l.id, l.name, null, false
    from asked a join settings_templates l on l.organization_id = ${db.organization} and l.id = a.id
    union all
    select a.id, 'welcome-template', l.id, l.name, null, false
    from asked a join welcome_templates l on l.organization_id = ${db.organization} and l.id = a.id
    union all
    select a.id, 'pin', p.id, p.reason, p.product_id, false
    from asked a join pins p on p.organization_id = ${db.organization} and p.id = a.id
    union all
    select r.id, 'rule', r.id, coalesce(r.name, g.display_name, ''), null, false
    from asked a
    cross join lateral (
      select id, name, group_id from rules
      where organization_id = ${db.organization} and id = a.id
      order by since_version desc limit 1
    ) r
    left join groups g on g.organization_id = ${db.organization} and g.id = r.group_id`)
  return new Map(rows.map(({ asked, ...named }) => [asked, named]))
}

/** For each group the live rules, of any state, that name it or a deleted group it took the place of. */
export async function rulesNaming(
  db: Db,
  groups: readonly string[],
): Promise<ReadonlyMap<string, readonly { readonly id: string; readonly name: string }[]>> {
  const rows = await db.rows<{ group: string; id: string; name: string }>(sql`
    select g.id as group, r.id, coalesce(r.name, named.display_name) as name
    from groups g
    join groups named on named.organization_id = ${db.organization}
      and (named.id = g.id or (named.deleted_at is not null and g.deleted_at is null
        and named.source_id = g.source_id and named.display_name_folded = g.display_name_folded))
    join rules r on r.organization_id = ${db.organization} and r.until_version is null and r.group_id = named.id
    where g.organization_id = ${db.organization} and g.id = any(${groups}::uuid[])
    order by r.rank`)
  const byGroup = Map.groupBy(rows, (row) => row.group)
  return new Map([...byGroup].map(([group, those]) => [group, those.map(({ id, name }) => ({ id, name }))]))
}

/** The numbers of the groups that live rules name, of any state; of a deleted one, of what took its place. */
export async function groupsOfRules(db: Db): Promise<readonly number[]> {
  const rows = await db.rows<{ group_no: number }>(sql`
    select distinct g.group_no
    from rules r
    join groups named on named.organization_id = ${db.organization} and named.id = r.group_id
    join groups g on g.organization_id = ${db.organization} and g.deleted_at is null
      and (g.id = named.id or (named.deleted_at is not null
        and named.source_id = g.source_id and named.display_name_folded = g.display_name_folded))
    where r.organization_id = ${db.organization} and r.until_version is null`)
  return rows.map((row) => row.group_no)
}
