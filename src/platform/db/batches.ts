import { setTimeout as wait } from 'node:timers/promises'

/** How many rows a statement carries: so many that a statement costs nothing beside them, so few that memory does not either. */
const BATCH_ROWS = 5_000

/**
 * Writes rows in batches, one statement each, in order. A batch is made ready while PostgreSQL works on the one before it.
 *
 * @param write starts the statement for a batch, on a transaction: statements follow one another there. `from` is where
 *   the batch begins
 */
export async function inBatches<R>(
  rows: readonly R[],
  write: (batch: readonly R[], from: number) => Promise<unknown>,
): Promise<void> {
  let working: Promise<unknown> = Promise.resolve()
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    const next = write(rows.length <= BATCH_ROWS ? rows : rows.slice(from, from + BATCH_ROWS), from)
    // When the one before it fails, so does this one, and nobody waits for it any more.
    next.catch(() => {})
    await working
    working = next
    // A statement is longer than what a socket takes at once: the rest goes only while nothing is computed here.
    if (from + BATCH_ROWS < rows.length) await wait(2)
  }
  await working
}
