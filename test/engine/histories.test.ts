import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { begin, type History, histories, take } from './history.ts'
import { toldWrongly } from './laws.ts'
import { newScene } from './scene.ts'
import { newStage, run } from './stage.ts'

/** ROLLCALL_HISTORIES: how many, 1,000 and more for a thorough run. ROLLCALL_SEED: that of a run which failed. */
const count = Number(process.env.ROLLCALL_HISTORIES ?? 30)
const seed = process.env.ROLLCALL_SEED ? { seed: Number(process.env.ROLLCALL_SEED) } : {}
/** Of each history, at least. With ROLLCALL_SHRINK shorter ones are tried when one fails. */
const length = Number(process.env.ROLLCALL_HISTORY_LENGTH ?? 200)

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

describe('the engine, by an oracle that loops over all users', () => {
  it('has after every run what the oracle has, and nothing is left that a full pass would find', async () => {
    await fc.assert(
      fc.asyncProperty(histories(length), (history) => play(history)),
      { numRuns: count, endOnFailure: !process.env.ROLLCALL_SHRINK, ...seed },
    )
  }, 36_000_000)
})

async function play(history: History): Promise<void> {
  const stage = newStage(await newScene(await freshOrganization(fresh.database)))
  const { scene } = stage
  await begin(scene, history)
  for (const step of history.steps)
    if (step.kind === 'run') await run(stage, step.draws[0] % 6 === 0)
    else await take(scene, stage.assigned, step)
  await run(stage, true)
  expect(await toldWrongly(scene)).toEqual([])
}
