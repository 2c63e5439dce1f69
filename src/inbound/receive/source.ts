import type { SourceId } from '../../directory/user.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import {
  type Deletion,
  deletionsLeft,
  finishDeletion,
  markGroupsDeleted,
  markSourceDeleted,
  markUsersDeleted,
} from '../store/emptying.ts'
import { again } from './again.ts'

/** How many users or groups one transaction takes: some tens of milliseconds. */
const BATCH = 1000

/** What deletes the content of a source that was deleted. */
export interface Emptying {
  readonly clock: Clock
  readonly wake: (organization: string) => void
}

/**
 * The first step of a source's deletion: from here on nothing comes in by it. What it stated goes by `emptySource`.
 * @returns undefined when it was deleted before
 */
export async function beginDeletion(
  tx: Db,
  source: SourceId,
  at: Date,
  record: () => Promise<string>,
): Promise<Deletion | undefined> {
  if (!(await markSourceDeleted(tx, source, at))) return undefined
  return { source, at, request: await record() }
}

/**
 * Marks all users and groups of a deleted source deleted, as a DELETE of each would: memberships go, pins end with the next
 * run. In batches; whatever was cut off goes on where it was. Everybody is touched at the end, and at once, so that one run
 * judges all losses together.
 */
export async function emptySource(db: Db, { clock, wake }: Emptying, deletion: Deletion): Promise<void> {
  const { source } = deletion
  do {
    let batch: { readonly last: string } | undefined = { last: '' }
    while (batch) {
      const { last }: { readonly last: string } = batch
      batch = await again(() => db.transaction((tx) => markUsersDeleted(tx, source, clock.now(), last, BATCH)))
    }
    while ((await again(() => db.transaction((tx) => markGroupsDeleted(tx, source, clock.now(), BATCH)))) > 0);
  } while (!(await again(() => db.transaction((tx) => finishDeletion(tx, deletion, clock.now())))))
  wake(db.organization)
}

/** Goes on with deletions that were cut off. @returns how many there were */
export async function emptyDeletedSources(db: Db, emptying: Emptying): Promise<number> {
  const left = await deletionsLeft(db)
  for (const deletion of left) await emptySource(db, emptying, deletion)
  return left.length
}
