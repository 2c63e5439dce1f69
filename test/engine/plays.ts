import fc from 'fast-check'
import { expect } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/db/db.ts'
import { freshDatabase, freshOrganization } from '../support/database.ts'
import { begin, type History, histories, resolved, type Step, take } from './history.ts'
import { toldWrongly } from './laws.ts'
import { lasting, rebuilt, replayed, settle } from './order.ts'
import { newScene } from './scene.ts'
import { newStage, run, type Stage } from './stage.ts'

/** ROLLCALL_HISTORIES: how many, in all files together. */
const count = Number(process.env.ROLLCALL_HISTORIES ?? 1000)
/**
 * ROLLCALL_SEED: of the first history; those after it have seeds that follow from it. A failure names its own. The same
 * thousand in every test run, so that a failure is of the change at hand; `random` goes where none has been.
 */
const { ROLLCALL_SEED: asked = '20261124' } = process.env
const firstSeed = asked === 'random' ? Date.now() % 1_000_000_007 : Number(asked)
/** Steps of each history, at least. With ROLLCALL_SHRINK shorter ones are tried when one fails. */
const length = Number(process.env.ROLLCALL_HISTORY_LENGTH ?? 200)
/** Histories at a time: while one waits for the database, another is played. */
const LANES = 3
/** Histories in one database: where there are hundreds, each takes half as long again. */
const TOGETHER = 20

/** What many histories must have come to: else they prove less than they seem to. */
const everything = [
  ...['given', 'given, others wait', 'moves to another tier', 'exchange of 2', 'falls back'],
  ...['loss', 'loss, into grace', 'returns in grace', 'returns in grace, wants another tier'],
  ...[
    'grace ends',
    'grace ends, wanted again',
    'grace ends by a pin',
    'seat of the carried is freed',
    'taken by a pin',
  ],
  ...['losses are stopped', 'losses join an open stop', 'cause of a stop is gone', 'stopped loss taken by a pin'],
  ...['confirmed loss', 'confirmed loss, into grace', 'rule whose group is gone', 'rule bound again, with members'],
  ...['new admin', 'new admin by word', 'new admins are stopped', 'new admins join those stopped'],
  ...['last super admins keep the role', 'last super admin no more'],
]

/** @returns what none of these histories came to, where they are many */
export function missed(reached: ReadonlyMap<string, number>): readonly string[] {
  return count < 500 ? [] : everything.filter((what) => !reached.has(what))
}

/** Plays every `of`th history, from the `part`th on, and adds up what they reached. @throws with the seed of one that failed */
export async function playAll(part: number, of: number): Promise<ReadonlyMap<string, number>> {
  const reached = new Map<string, number>()
  let next = part
  let failed = false
  const some = async () => {
    const fresh = await freshDatabase()
    // One connection, so that it never changes its organization but for a new history.
    const database = openDatabase({ connection: fresh.connection, poolSize: 1 })
    try {
      for (let played = 0; played < TOGETHER && next < count && !failed; played++) {
        const seed = (firstSeed + Math.imul(next, 0x9e3779b1)) | 0
        next += of
        await playSeed(database, seed, reached)
      }
    } catch (error) {
      failed = true
      throw error
    } finally {
      await database.close()
      await fresh.close()
    }
  }
  const lane = async () => {
    while (next < count && !failed) await some()
  }
  const ended = await Promise.allSettled(Array.from({ length: LANES }, lane))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return reached
}

async function playSeed(database: Database, seed: number, reached: Map<string, number>): Promise<void> {
  const property = fc.asyncProperty(histories(length), fc.nat(1 << 24), async (history, ending) => {
    const stage = newStage(await newScene(await freshOrganization(database)), (what) =>
      reached.set(what, (reached.get(what) ?? 0) + 1),
    )
    const played = await play(stage, history)
    if (ending % 2 === 0) await endAgain(stage, database, played, ending >> 1)
  })
  const isShrunk = Boolean(process.env.ROLLCALL_SHRINK)
  await fc.assert(property, { seed, numRuns: 1, endOnFailure: !isShrunk }).catch((found: Error) => {
    const alone = `ROLLCALL_SEED=${seed} ROLLCALL_HISTORIES=1 npx vitest run test/engine/histories-1.test.ts`
    // All of its steps only where they were made fewer.
    const cause = isShrunk ? found : (found.cause as Error)
    throw new Error(`History ${seed} failed. To play it alone: ${alone}\n${cause.message}`, { cause })
  })
}

/** The writes up to each run are one transaction. @returns the history, its steps as they were taken */
async function play(stage: Stage, history: History): Promise<History> {
  const { scene } = stage
  const steps: Step[] = []
  await scene.acts.together(() => begin(scene, history))
  const rest = [...history.steps]
  while (rest.length > 0) {
    const end = rest.findIndex(({ kind }) => kind === 'run')
    const between = rest.splice(0, end < 0 ? rest.length : end + 1)
    await scene.acts.together(async () => {
      for (const drawn of between) {
        const step = resolved(scene, stage.assigned, drawn)
        await take(scene, stage.assigned, step)
        steps.push(step)
      }
    })
    const draw = between.at(-1)!.draws[0] % 12
    await run(stage, draw === 0 || rest.length === 0 ? 'twice' : draw < 4 ? 'full pass' : 'oracle')
  }
  expect(await toldWrongly(scene)).toEqual([])
  return { ...history, steps }
}

/** Brings the world to where nothing depends on the past, and there again in another way: other batches, or another order. */
async function endAgain(stage: Stage, database: Database, history: History, draw: number): Promise<void> {
  const { scene } = stage
  await settle(
    scene,
    () => stage.assigned,
    () => run(stage),
  )
  const db = await freshOrganization(database)
  const batch = [3, 10, 30, 100, 1000][(draw >> 2) % 5]!
  const keys = history.steps.map((step) => step.draws[3] ^ draw)
  const other = draw % 2 === 0 ? await replayed(db, history, batch) : await rebuilt(db, scene, keys)
  expect(await lasting(other), draw % 2 === 0 ? `in batches of ${batch}` : 'in another order').toEqual(
    await lasting(scene),
  )
}
