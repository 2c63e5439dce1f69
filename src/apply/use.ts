import { lockOrganization } from '../organization/store/lock.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { usesOf } from './store/uses.ts'

/**
 * Nothing is deleted that a rule of any state, a pin or a seat uses. Nobody begins to use it until the transaction ends.
 * @throws {Refused} 409, naming the uses
 */
export async function refuseInUse(tx: Db, id: string, name: string, product = id): Promise<void> {
  await lockOrganization(tx)
  const { uses, count } = await usesOf(tx, id, product)
  if (count === 0) return
  const named = uses.slice(0, 3).map((use) => `${use.kind.replace('-', ' ')} “${use.name}”`)
  const others = count > named.length ? ` and ${count - named.length} more` : ''
  throw new Refused(409, 'IN_USE', `“${name}” cannot be deleted: it is used by ${named.join(', ')}${others}.`, {
    details: { usedBy: uses, count },
  })
}
