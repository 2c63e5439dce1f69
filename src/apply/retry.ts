import type { FailureCause, FailureRetried, FailureRetry } from '../contract/failure.ts'
import { recordRequest, touchProducts, touchUsers } from '../history/store.ts'
import type { Caller } from '../organization/caller.ts'
import { poolAsked } from '../plan/routes/failures.ts'
import { usersMeant } from './meant.ts'
import { tryAgain } from './store/retry.ts'

/** Causes that are put right by a delivery or a mail; of the others the run decides. */
const carriedOut: readonly FailureCause[] = ['product-refused', 'mail-bounced']

/**
 * Tries again what failed, for some users or all: what was to be delivered or mailed is due again, with all its attempts;
 * who waits or is withheld is marked, and the next run looks at them and at the lines they stand in. Once: what fails
 * again is a failure again.
 *
 * @throws {Refused} 422 an unknown user, product or tier, or neither users nor all
 */
export function retryFailures(caller: Caller, retry: FailureRetry, at: Date): Promise<FailureRetried> {
  const { cause, code = null } = retry
  return caller.db.transaction(async (tx) => {
    const users = await usersMeant(tx, retry)
    const { product, tier } = await poolAsked(tx, cause, retry)
    const numbers = users?.map((each) => each.user) ?? null
    const meant = { cause, product: product?.id ?? null, tier: tier?.id ?? null, code, users: numbers }
    const again = await tryAgain(tx, meant, at)
    const found = new Set(again.map((each) => each.user))
    const notFailing = users?.filter((each) => !found.has(each.user)).map((each) => each.id) ?? []
    if (again.length === 0) return { retried: 0, notFailing }

    const one = users?.length === 1 ? users[0]! : null
    const target = one
      ? { kind: 'user', id: one.id, name: one.name }
      : product && { kind: 'product', id: product.id, name: product.name }
    const detail = { cause, product: product?.name, tier: tier?.name, code: code ?? undefined, retried: again.length }
    const act = { at, actor: caller.actor, action: 'failures.retry', detail }
    const request = await recordRequest(tx, { ...act, ...(target && { target }) })
    if (!carriedOut.includes(cause)) {
      await touchUsers(tx, [...found], request)
      await touchProducts(tx, [...new Set(again.flatMap((each) => each.product ?? []))], request)
    }
    return { retried: again.length, notFailing }
  })
}
