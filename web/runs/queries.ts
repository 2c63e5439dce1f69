import type { Runs } from '../../src/contract/run.ts'
import { ask, get } from '../api.ts'

/** What the runs did that an edit led to. */
export interface Outcome {
  readonly changed: number
  readonly stopped: number
}

/**
 * Makes an edit and waits until a run has seen it. The worker may have been quicker than the run asked for here, so what
 * happened is read from the runs since; what a source pushed in the same moment counts with it.
 */
export async function edited(edit: () => Promise<unknown>): Promise<Outcome> {
  const before = await latest(1)
  await edit()
  await ask('POST', '/api/v1/runs', { body: {} })
  const since = (await latest(50)).filter(({ run }) => run > (before[0]?.run ?? 0))
  const sum = (count: 'changed' | 'stopped') => since.reduce((total, run) => total + run[count], 0)
  return { changed: sum('changed'), stopped: sum('stopped') }
}

async function latest(limit: number): Promise<Runs['runs']> {
  return (await get<Runs>('/api/v1/runs', { limit })).runs
}
