import type { Use } from '../../contract/problem.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** Of everything that uses something: the first few, and how many there are. */
export interface Uses {
  readonly uses: readonly Use[]
  readonly count: number
}

/**
 * What uses a product, a tier, or something of the library: rules of any state, live or in the draft, pins in force,
 * seats, places in the line, products that include it, user groups below it. Ids are unique, so a rule uses whatever
 * stands anywhere in what it gives.
 *
 * @param product of a tier, the product it is of; else the same as `id`
 */
export async function usesOf(db: Db, id: string, product: string): Promise<Uses> {
  const tier = id === product ? null : id
  const rows = await db.rows<Use & { readonly count: number }>(sql`
    select kind, id, name, count(*) over () as count
    from (
      select 1 as place, 'rule' as kind, r.id, coalesce(r.name, g.display_name) as name
      from rules r
      left join groups g on g.organization_id = ${db.organization} and g.id = r.group_id
      where r.organization_id = ${db.organization} and r.until_version is null and position(${id} in r.gives::text) > 0
      union all
      select 2, 'draft-rule', (r.rule ->> 'id')::uuid, coalesce(r.rule ->> 'name', g.display_name)
      from drafts d
      cross join lateral jsonb_array_elements(d.rules) as r(rule)
      left join groups g on g.organization_id = ${db.organization} and g.id = (r.rule ->> 'group')::uuid
      where d.organization_id = ${db.organization} and position(${id} in (r.rule -> 'gives')::text) > 0
      union all
      select 3, 'pin', p.id, u.display_name
      from pins p
      join users u on u.organization_id = ${db.organization} and u.user_no = p.user_no
      where p.organization_id = ${db.organization} and p.ended_at is null
        and (p.product_id = ${id} or position(${id} in p.value::text) > 0)
      union all
      select 4, 'seat', u.id, u.display_name
      from seats s
      join users u on u.organization_id = ${db.organization} and u.user_no = s.user_no
      where s.organization_id = ${db.organization} and s.until is null and s.product_id = ${product}
        and (${tier}::uuid is null or s.tier_id = ${tier})
      union all
      select 5, 'waiting', u.id, u.display_name
      from waiting w
      join users u on u.organization_id = ${db.organization} and u.user_no = w.user_no
      where w.organization_id = ${db.organization} and w.product_id = ${product}
        and (${tier}::uuid is null or w.tier_id = ${tier})
      union all
      select 6, 'product', p.id, p.name
      from product_includes i
      join products p on p.organization_id = ${db.organization} and p.id = i.product_id
      where i.organization_id = ${db.organization} and i.included_id = ${id}
      union all
      select 7, 'user-group', c.id, c.name
      from user_groups c where c.organization_id = ${db.organization} and c.parent_id = ${id}
    ) as u
    order by place, name, id
    limit 20`)
  return { uses: rows.map(({ kind, id, name }) => ({ kind, id, name })), count: rows[0]?.count ?? 0 }
}
