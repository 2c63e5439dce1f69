import type { GraceEnd } from '../contract/grace.ts'
import { namedBy } from '../contract/reference.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import type { Caller } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import { Refused } from '../platform/errors.ts'
import { productNamed } from '../products/edit.ts'
import { usersMeant } from './meant.ts'
import { endGraces } from './store/grace.ts'

/**
 * An admin ends graces before their time: the next run frees the seats, and gives them to who waits. When it was to end is
 * kept in the change that began it.
 *
 * @returns how many
 * @throws {Refused} 422 an unknown product or user, or a user who has no seat of it in grace
 */
export function endGrace(caller: Caller, which: GraceEnd, at: Date): Promise<number> {
  return caller.db.transaction(async (tx) => {
    await lockOrganization(tx)
    const product = await productNamed(tx, namedBy(which.product))
    const users = await usersMeant(tx, which)
    const ended = await endGraces(tx, product.id, users?.map((each) => each.user) ?? null, at)
    const found = new Set(ended)
    const others = users?.filter((each) => !found.has(each.user)) ?? []
    if (others.length > 0)
      throw new Refused(
        422,
        'NOT_IN_GRACE',
        `Some of these users have no seat of ${product.name} in grace: nothing was done.`,
        {
          pointer: '/users',
          details: { users: others.map(({ id, name }) => ({ id, name })) },
        },
      )
    if (ended.length === 0) return 0
    const target = { kind: 'product', id: product.id, name: product.name }
    const named = users && { named: users.slice(0, 100).map(({ id, name }) => ({ id, name })) }
    const detail = { users: ended.length, ...named }
    const request = await recordRequest(tx, { at, actor: caller.actor, action: 'grace.end', target, detail })
    await touchUsers(tx, ended, request)
    return ended.length
  })
}
