import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { StopCause } from '../cause.ts'

/** How many causes of a stop are told apart; the rest is a number. */
const told = 3

/** The acts that led to open losses, for each product; and those that led to new admins, with no product. */
export interface CauseRow extends StopCause {
  readonly product: string | null
}

/**
 * Acts that led to what is stopped, the largest few of each stop. Acts of one kind by one actor are one, with how many
 * they were: a source that deactivates people one by one did one thing. Those on users are told apart by what they did
 * to them; all others by what they were about. Grows with what is stopped: an index scan and a look-up for each act.
 */
export function causesOfStops(db: Db): Promise<readonly CauseRow[]> {
  return db.rows<CauseRow>(sql`
    with stopped as (
      select product_id, because from stopped_losses
      where organization_id = ${db.organization} and until is null
      union all
      select null, because from stopped_roles
      where organization_id = ${db.organization} and until is null and kind = 'new-admin'
    ), acts as (
      select product_id, because ->> 'kind' as because, (because ->> 'request')::uuid as request_id, count(*) as users
      from stopped group by 1, 2, 3
    ), told as (
      select a.product_id, a.because, r.actor_kind, r.actor_name, r.action,
        case when r.target_kind <> 'user' then r.target_kind end as target_kind,
        case when r.target_kind <> 'user' then r.target_id end as target_id,
        max(case when r.target_kind <> 'user' then r.target_name end) as target_name,
        sum(a.users) as users, count(a.request_id) as requests, min(r.at) as first_at, max(r.at) as last_at
      from acts a
      left join lateral (
        select actor_kind, actor_name, action, target_kind, target_id, target_name, at from requests
        where organization_id = ${db.organization} and id = a.request_id limit 1
      ) r on true
      group by 1, 2, 3, 4, 5, 6, 7
    ), placed as (
      select *, row_number() over (partition by product_id order by users desc, first_at, action, target_id) as place
      from told
    )
    select product_id as product, because, actor_kind as "actorKind", actor_name as "actorName", action,
      target_kind as "targetKind", target_id as "targetId", target_name as "targetName",
      users::integer, requests::integer, first_at as "firstAt", last_at as "lastAt"
    from placed where place <= ${told}
    order by product_id, place`)
}
