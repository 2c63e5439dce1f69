import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '../../src/plan/change.ts'
import type { Count } from '../../src/plan/plan.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { look, previewWith } from '../../src/preview.ts'
import { liveRules } from '../../src/rules/store/rules.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import * as edits from './edits.ts'
import { begin, histories, take } from './history.ts'
import { newScene } from './scene.ts'
import { newStage, run, type Stage } from './stage.ts'
import type { Draws } from './writes.ts'

/** ROLLCALL_HISTORIES and ROLLCALL_SEED as for the histories. */
const count = Math.ceil(Number(process.env.ROLLCALL_HISTORIES ?? 30) / 5)
const seed = process.env.ROLLCALL_SEED ? { seed: Number(process.env.ROLLCALL_SEED) } : {}

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const kinds = [edits.addRule, edits.changeRule, edits.moveRule, edits.removeRule] as const

describe('the preview of an edit of the rules', () => {
  it('is what the run makes of it: the same changes of the same users, seats and lines counted alike', async () => {
    await fc.assert(
      fc.asyncProperty(histories(120), async (history) => {
        const stage = newStage(await newScene(await freshOrganization(fresh.database)))
        const { scene } = stage
        await begin(scene, history)
        await run(stage)
        for (const [index, step] of history.steps.entries()) {
          if (step.kind !== 'run') await take(scene, stage.assigned, step)
          if (step.kind !== 'run' && index % 9 !== 8) continue
          await run(stage)
          await previewed(stage, step.draws)
        }
      }),
      { numRuns: count, endOnFailure: !process.env.ROLLCALL_SHRINK, ...seed },
    )
  }, 3_600_000)
})

/** Makes an edit, and compares what was foreseen with what the run did. */
async function previewed(stage: Stage, draws: Draws): Promise<void> {
  const { db, clock } = stage.scene
  const now = new Date(clock.nowMs)
  const kept = await look(db, now)
  await kinds[draws[3] % kinds.length]!(stage.scene, draws)
  const { plan } = await previewWith(db, kept, await liveRules(db), now)
  const { run: number } = await run(stage)
  const done = await changesOf(db, number)
  expect(plan.changes.map(asLine).toSorted()).toEqual(done.map(asLine).toSorted())
  const counts = new Map((await countsOf(db)).map(({ tier, ...count }) => [tier, count]))
  for (const { tiers } of plan.products)
    for (const { tier, after } of tiers) expect(after).toEqual(counts.get(tier) ?? { held: 0, grace: 0, waiting: 0 })
}

function asLine({ user, kind, product, tier, detail }: Partial<Change>): string {
  // Since when somebody waits is the number of the run, which a preview has none of.
  return inOneForm([user, kind, product ?? null, tier ?? null, kind === 'seat.waiting' ? null : (detail ?? null)])
}

/** The database gives members back in another order. */
function inOneForm(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function changesOf(db: Db, run: number | null): Promise<readonly Partial<Change>[]> {
  return db.rows(sql`
    select user_no as user, kind, product_id as product, tier_id as tier, detail from changes
    where organization_id = ${db.organization} and run_no = ${run}`)
}

function countsOf(db: Db): Promise<readonly (Count & { readonly tier: string })[]> {
  return db.rows(sql`
    select tier_id as tier, count(*) filter (where state = 'held') as held, count(*) filter (where state = 'grace') as grace,
      count(*) filter (where state = 'waiting') as waiting
    from (
      select tier_id, state from seats where organization_id = ${db.organization} and until is null
      union all select tier_id, 'waiting' from waiting where organization_id = ${db.organization}
    ) s group by 1`)
}
