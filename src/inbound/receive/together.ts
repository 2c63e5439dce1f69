import type { GroupNo } from '../../directory/group.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { Retryable } from '../../platform/errors.ts'
import type { Source } from '../source.ts'
import { resolvePending } from '../store/pending.ts'
import { again } from './again.ts'
import { type Inbound, statementsOf } from './inbound.ts'

/**
 * New users and groups that name each other: all of them or none, in one transaction. `create` is given an Inbound through
 * which nothing else may be received, and is called again when another transaction was in the way.
 * @param counts how many `create` makes
 * @throws {Retryable}; and what `create` throws
 */
export async function createTogether<T>(
  inbound: Inbound,
  source: Source,
  counts: { readonly users: number; readonly groups: number },
  create: (within: Inbound) => Promise<T>,
): Promise<T> {
  const db = statementsOf(inbound, source)
  // Drawn before: the transaction holds a connection, and must not wait for another one.
  const users = await drawn(counts.users, () => inbound.numbers.user(db))
  const groups = await drawn(counts.groups, () => inbound.numbers.group(db))
  let [unused, isTouched] = [users, false]
  const wake = () => {
    isTouched = true
  }
  let made: T
  try {
    made = await again(() => {
      unused = [...users]
      const numbers = numbersOf(unused, [...groups])
      return db.transaction((tx: Db) => create({ ...inbound, numbers, wake, statements: new WeakMap([[source, tx]]) }))
    })
  } catch (error) {
    // A connection that was lost may have been lost after the commit.
    if (error instanceof Retryable) throw error
    for (const number of users) inbound.numbers.giveBackUser(db, number)
    for (const number of groups) inbound.numbers.giveBackGroup(db, number)
    throw error
  }
  for (const number of unused) inbound.numbers.giveBackUser(db, number)
  // As after every group's own commit: who arrived beside it may be named in it, or name it.
  for (const group of groups) await again(() => resolvePending(db, group))
  if (isTouched) inbound.wake(source.organization)
  return made
}

async function drawn<T>(count: number, draw: () => Promise<T>): Promise<T[]> {
  const numbers: T[] = []
  while (numbers.length < count) numbers.push(await draw())
  return numbers
}

/** Those that were drawn, in order. */
function numbersOf(users: UserNo[], groups: GroupNo[]): Inbound['numbers'] {
  return {
    user: async () => users.shift()!,
    group: async () => groups.shift()!,
    giveBackUser: (_db, number) => void users.push(number),
    giveBackGroup: (_db, number) => void groups.push(number),
  }
}
