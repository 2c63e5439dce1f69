import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../test/support/database.ts'
import type { FailureCause } from '../../contract/failure.ts'
import type { Db } from '../../platform/db/db.ts'
import { type Sql, sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import { failedUsers, failureCounts } from './failures.ts'

const COUNT = 20_000

let fresh: FreshDatabase
let db: Db
const product = newId()

/** Of each kind 20,000 failed in one organization, and in another as many and three times as many did not. */
beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
  await fill(db.organization, COUNT, COUNT)
  await fill((await freshOrganization(fresh.database)).organization, COUNT, 4 * COUNT)
  await fresh.owner.run(sql`vacuum analyze waiting, assignments, deliveries, mails`)
}, 120_000)
afterAll(() => fresh.close())

async function fill(organization: string, failed: number, count: number): Promise<void> {
  const { owner } = fresh
  await owner.run(sql`
    insert into waiting (organization_id, product_id, user_no, tier_id, rule_id, since_run, since, joined_at, because)
    select ${organization}, ${product}, n, ${product}, ${product}, n, now(), now(), '{"kind": "no-rule-matches"}'
    from generate_series(1, ${count}) as n`)
  await owner.run(sql`
    insert into assignments (organization_id, user_no, run_no, since, entitlement_no, withheld, access, had_access, role)
    select ${organization}, n, 1, now(), 1, case when n <= ${failed} then 'no-address' end, false, false, 'member'
    from generate_series(1, ${count}) as n`)
  await owner.run(sql`
    insert into deliveries (organization_id, id, user_no, product_id, change_id, action, state, due_at, error_code, error_at)
    select ${organization}, gen_random_uuid(), n, ${product}, gen_random_uuid(), 'give',
      case when n <= ${failed} then 'failed' else 'done' end, now(), 'E' || n % 3, now()
    from generate_series(1, ${count}) as n`)
  await owner.run(sql`
    insert into mails (organization_id, id, user_no, kind, language, address, state, at, error_code, error_at)
    select ${organization}, gen_random_uuid(), n, 'welcome', 'en', 'a@x.example',
      case when n <= ${failed} then 'failed' else 'sent' end, now(), 'E' || n % 3, now()
    from generate_series(1, ${count}) as n`)
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

/** How each table is looked at by what `work` asks, when any value could come. */
async function looksOf(work: (asking: Db) => Promise<unknown>): Promise<readonly string[]> {
  const sent: Sql[] = []
  const note = (query: Sql) => Promise.resolve(sent.push(query) && [])
  await work({ ...db, rows: note, row: note, run: note } as unknown as Db)
  const looks: string[] = []
  const walk = (plan: Plan): void => {
    if (plan['Relation Name']) looks.push(`${plan['Relation Name']}: ${plan['Node Type']}`)
    for (const inner of plan.Plans ?? []) walk(inner)
  }
  for (const query of sent)
    await db.transaction(async (tx) => {
      await tx.run(sql`set local plan_cache_mode = 'force_generic_plan'`)
      const text = `explain (format json) ${query.text}`
      const row = await tx.row<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>({ ...query, text, name: newId() })
      walk(row!['QUERY PLAN'][0]!.Plan)
    })
  return looks
}

describe('failures by cause', () => {
  it('are counted by their indexes, without looking at what did not fail', async () => {
    const looks = await looksOf(failureCounts)
    const failing = looks.filter((look) => /^(waiting|assignments|deliveries|mails):/.test(look))
    expect(failing.length).toBeGreaterThanOrEqual(5)
    expect(failing.filter((look) => look.includes('Seq Scan'))).toEqual([])
    const counts = await failureCounts(db)
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(4 * COUNT)
  })

  it('are shown a page at a time, without looking at the rest', async () => {
    const causes: readonly FailureCause[] = [
      'no-seats-left',
      'no-address',
      'address-conflict',
      'product-refused',
      'mail-bounced',
    ]
    for (const cause of causes) {
      const all = { product: null, tier: null, code: null, after: null, limit: 100 }
      const place = { 'no-seats-left': `${product} 5`, 'product-refused': `${product} ${product}` }[cause as string]
      const after = place ?? (cause === 'mail-bounced' ? product : '5')
      for (const which of [all, { ...all, after }])
        expect(
          (await looksOf((asking) => failedUsers(asking, cause, which))).filter((look) => look.includes('Seq Scan')),
          cause,
        ).toEqual([])
    }
  })
})
