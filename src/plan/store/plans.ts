import { fold } from '../../directory/fold.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { TierId } from '../../products/product.ts'
import type { Change } from '../change.ts'
import type { Count, Plan, Takings } from '../plan.ts'

/** Changes that are kept with a plan; the rest is worked out again when it is asked for. */
export const CHANGES_KEPT = 1000
/** Plans that were not applied are kept as long as they are among the latest. */
const PLANS_KEPT = 50

/** A plan as it is kept: a recipe. */
export interface StoredPlan {
  readonly id: string
  readonly at: Date
  readonly madeBy: string
  readonly ruleSetVersion: number
  readonly draftVersion: number
  readonly digest: string
  readonly outlook: Omit<Plan, 'takings' | 'digest' | 'changes'>
  /** The first of them. */
  readonly changes: readonly Change[]
  readonly takings: Takings
  /** The version of the live rules that it became. */
  readonly appliedAs: number | null
}

export async function savePlan(tx: Db, plan: Omit<StoredPlan, 'appliedAs'>): Promise<void> {
  await tx.run(sql`
    insert into plans
      (organization_id, id, at, made_by, rule_set_version, draft_version, digest, outlook, changes, takings)
    values (${tx.organization}, ${plan.id}, ${plan.at}, ${plan.madeBy}, ${plan.ruleSetVersion}, ${plan.draftVersion},
      ${Buffer.from(plan.digest, 'hex')}, ${JSON.stringify(plan.outlook)}, ${JSON.stringify(plan.changes)},
      ${JSON.stringify(plan.takings)})`)
  await tx.run(sql`
    delete from plans where organization_id = ${tx.organization} and applied_as is null and id < (
      select id from plans where organization_id = ${tx.organization} and applied_as is null
      order by id desc offset ${PLANS_KEPT - 1} limit 1)`)
}

export async function planById(db: Db, id: string): Promise<StoredPlan | undefined> {
  const row = await db.row<Omit<StoredPlan, 'digest'> & { readonly digest: Buffer }>(sql`
    select id, at, made_by as "madeBy", rule_set_version as "ruleSetVersion", draft_version as "draftVersion",
      digest, outlook, changes, takings, applied_as as "appliedAs"
    from plans where organization_id = ${db.organization} and id = ${id}`)
  return row && { ...row, digest: row.digest.toString('hex') }
}

export async function markApplied(tx: Db, id: string, version: number): Promise<void> {
  await tx.run(sql`
    update plans set applied_as = ${version} where organization_id = ${tx.organization} and id = ${id}`)
}

/** Users by number, as they are shown. */
export async function usersByNo(
  db: Db,
  users: readonly UserNo[],
): Promise<ReadonlyMap<UserNo, { readonly id: string; readonly name: string }>> {
  const rows = await db.rows<{ user_no: UserNo; id: string; name: string }>(sql`
    select user_no, id, display_name as name from users
    where organization_id = ${db.organization} and user_no = any(${users}::integer[])`)
  return new Map(rows.map(({ user_no: user, id, name }) => [user, { id, name }]))
}

/** Users whose name or user name has that in it, deleted ones too. Grows with the users. */
export async function usersCalled(db: Db, search: string): Promise<ReadonlySet<UserNo>> {
  const part = fold(search.trim())
  const rows = await db.rows<{ readonly user: UserNo }>(sql`
    select user_no as user from users
    where organization_id = ${db.organization}
      and (strpos(display_name_folded, ${part}) > 0 or strpos(user_name_folded, ${part}) > 0)`)
  return new Set(rows.map(({ user }) => user))
}

/** Held, in grace and waiting, of each tier now. Grows with seats and lines. */
export async function countsNow(db: Db): Promise<ReadonlyMap<TierId, Count>> {
  const rows = await db.rows<Count & { readonly tier: TierId }>(sql`
    select tier_id as tier, count(*) filter (where state = 'held') as held, count(*) filter (where state = 'grace') as grace,
      count(*) filter (where state = 'waiting') as waiting
    from (
      select tier_id, state from seats where organization_id = ${db.organization} and until is null
      union all
      select tier_id, 'waiting' from waiting where organization_id = ${db.organization}
    ) s
    group by tier_id`)
  return new Map(rows.map(({ tier, ...count }) => [tier, count]))
}
