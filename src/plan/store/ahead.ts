import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId } from '../../products/product.ts'
import type { RuleId } from '../../rules/rule.ts'
import { PIN } from '../census.ts'
import type { CurrentWait } from '../standing.ts'

/**
 * How many would stand before somebody in the line for a tier, were they in it: themselves not counted, where they are.
 * Grows with the line.
 *
 * @param rules the deciding rules, best rank first
 */
export async function aheadOf(
  db: Db,
  product: ProductId,
  wait: CurrentWait,
  who: { readonly user: UserNo; readonly joinedAt: number },
  rules: readonly RuleId[],
): Promise<number> {
  const row = await db.row<{ ahead: number }>(sql`
    with ranked as (
      select rule_id, rank from unnest(${[PIN, ...rules]}::uuid[]) with ordinality as r(rule_id, rank)
    ), own as (
      select rank from ranked where rule_id = ${wait.rule ?? PIN}
    )
    select count(*) as ahead
    from own, waiting w join ranked r on r.rule_id = w.rule_id
    where w.organization_id = ${db.organization} and w.product_id = ${product} and w.tier_id = ${wait.tier}
      and w.user_no <> ${who.user}
      and (r.rank, w.since_run, w.joined_at, w.user_no)
        < (own.rank, ${wait.sinceRun}::bigint, ${new Date(who.joinedAt)}::timestamptz, ${who.user}::integer)`)
  return row!.ahead
}
