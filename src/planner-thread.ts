import { parentPort, workerData } from 'node:worker_threads'
import { fullPass } from './full-pass.ts'
import { bytesOf } from './plan/everybody.ts'
import type { Answered, Asked } from './planner.ts'
import { type Connection, openDatabase } from './platform/db/db.ts'
import { Retryable } from './platform/errors.ts'
import { type Kept, previewRules } from './preview.ts'
import { reconcile } from './reconcile.ts'

/**
 * The thread of `plannerThread`: it answers what it is asked, one question of an organization after the other, and keeps
 * everybody of the organizations it was last asked about, up to a bound in bytes.
 */
const KEPT_BYTES = 512 * 1024 * 1024

const { connection, prepare } = workerData as { readonly connection: Connection; readonly prepare: boolean }
// As many connections as a census has queries.
const database = openDatabase({ connection, prepare, poolSize: 6 })
/** The one asked about longest ago comes first. */
const kept = new Map<string, Kept>()
const turns = new Map<string, Promise<void>>()

parentPort!.on('message', ({ id, ...asked }: Asked & { readonly id: number }) => {
  const before = turns.get(asked.organization) ?? Promise.resolve()
  const turn = before.then(async () => {
    try {
      parentPort!.postMessage({ id, result: await answer(asked as Asked) } satisfies Answered)
    } catch (error) {
      const { message, stack } = error as Error
      parentPort!.postMessage({ id, failure: { message, stack, isRetryable: error instanceof Retryable } })
    }
  })
  turns.set(asked.organization, turn)
  void turn.then(() => turns.get(asked.organization) === turn && turns.delete(asked.organization))
})

async function answer(asked: Asked): Promise<NonNullable<Answered['result']>> {
  const { organization, now } = asked
  const db = database.of(organization)
  if (asked.what === 'full-pass') return fullPass(db, now)
  if (asked.what === 'run') return reconcile(db, now)
  const { plan, at, kept: keep } = await previewRules(db, asked.rules, now, kept.get(organization))
  kept.delete(organization)
  kept.set(organization, keep)
  for (let bytes = [...kept.values()].reduce((sum, one) => sum + bytesOf(one.everybody), 0); bytes > KEPT_BYTES; ) {
    const [oldest, one] = kept.entries().next().value!
    kept.delete(oldest)
    bytes -= bytesOf(one.everybody)
  }
  return { plan, at }
}
