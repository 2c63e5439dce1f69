import type pg from 'pg'
import { rulesApplier } from '../../../src/apply/rules.ts'
import { plannerHere } from '../../../src/planner.ts'
import type { Db } from '../../../src/platform/db/db.ts'
import { reconcile } from '../../../src/reconcile.ts'
import { removeRule } from '../../../src/rules/edit.ts'
import { liveRules } from '../../../src/rules/store/rules.ts'

/** What everybody has, a row for each thing; the columns that a run sets by itself left out. */
const standing = {
  seats: 'select product_id, user_no, tier_id, state from seats where organization_id = $1 and until is null',
  assignments:
    'select user_no, entitlement_no, withheld, access, role from assignments where organization_id = $1 and until is null',
} as const

/**
 * Deletes the rule in the middle of the list, from the edit until its run is committed, with a safeguard that stops
 * nothing. What the run wrote is compared with how things were and are: a row more than that difference is an error.
 *
 * @returns seconds
 */
export async function ruleDeleted(db: Db, client: pg.Client): Promise<number> {
  const rules = await liveRules(db)
  const { id } = rules[Math.floor(rules.length / 2)]!
  for (const [table, rows] of Object.entries(standing))
    await client.query(`create unlogged table before_${table} as ${rows.replace('$1', `'${db.organization}'`)}`)

  const caller = { db, actor: { kind: 'admin', id: null, name: 'Bench' }, role: 'super-admin' } as const
  const startedAt = performance.now()
  await rulesApplier(plannerHere().planRules)(caller, { at: new Date(), action: 'rule.delete' }, () => removeRule(id))
  const { run, touched, changed } = await reconcile(db, new Date())
  const seconds = (performance.now() - startedAt) / 1000

  const written: string[] = []
  for (const [table, rows] of Object.entries(standing)) {
    const { begun, ended, came, went } = (
      await client.query<{ begun: number; ended: number; came: number; went: number }>(
        `with now as (${rows}), run as (select at from runs where organization_id = $1 and run_no = $2)
         select
           (select count(*) from ${table} where organization_id = $1 and run_no = $2)::integer as begun,
           (select count(*) from ${table} where organization_id = $1 and until = (select at from run))::integer as ended,
           (select count(*) from (select * from now except select * from before_${table}) c)::integer as came,
           (select count(*) from (select * from before_${table} except select * from now) w)::integer as went`,
        [db.organization, run],
      )
    ).rows[0]!
    if (begun !== came || ended !== went)
      throw new Error(`${table}: ${begun} begun and ${ended} ended, where ${came} came and ${went} went`)
    written.push(`${table} +${begun} −${ended}`)
    await client.query(`drop table before_${table}`)
  }
  console.error(`a rule deleted: ${touched} users looked at, ${changed} changes; ${written.join(', ')}`)
  return seconds
}
