import type { Adopt } from '../contract/existing-account.ts'
import { namedBy } from '../contract/reference.ts'
import { fold } from '../directory/fold.ts'
import { userById } from '../directory/store/users.ts'
import type { UserId, UserNo } from '../directory/user.ts'
import { unseenOf } from '../plan/store/unseen.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import type { Pool } from '../products/product.ts'
import type { ExistingAccount } from './existing.ts'

/** An account that is to be adopted, and for whom. */
export interface Adoptable {
  readonly id: string
  readonly user: UserNo
  readonly pool: Pool
}

/**
 * The accounts that are meant: all that are matched; or those named, over the pool if need be; or those of users who are
 * named, which also says who is meant where several have the address.
 * @throws {Refused} 422 SAY_WHICH, NOT_ADOPTABLE: nothing is adopted
 */
export async function chooseAccounts(
  tx: Db,
  accounts: readonly ExistingAccount[],
  { accounts: named, users, all }: Adopt,
): Promise<readonly Adoptable[]> {
  if ([named, users, all].filter((way) => way !== undefined).length !== 1)
    throw new Refused(422, 'SAY_WHICH', 'Say which, in one way: accounts, users, or all.')
  const refused: { readonly id: string; readonly problem: string }[] = []
  const chosen: Adoptable[] = []
  const take = ({ id, pool }: ExistingAccount, user: UserNo) => void chosen.push({ id, user, pool: pool! })
  if (all) for (const account of accounts) if (account.state === 'matched') take(account, account.user!)
  const byId = new Map(accounts.map((account) => [account.id, account]))
  for (const id of (named ?? []).map((one) => namedBy(one).toLowerCase())) {
    const account = byId.get(id)
    if (account && (account.state === 'matched' || account.problem === 'pool-full')) take(account, account.user!)
    else refused.push({ id, problem: account ? (account.problem ?? account.state) : 'unknown' })
  }
  const open = Map.groupBy(
    accounts.filter(({ state }) => state !== 'adopted'),
    (account) => account.addressFolded,
  )
  for (const id of (users ?? []).map((one) => namedBy(one).toLowerCase())) {
    const user = isId(id) ? await userById(tx, id as UserId) : undefined
    const own = user && !user.deletedAt && user.address !== null ? (open.get(fold(user.address)) ?? []) : []
    const unknown = own.find(({ pool }) => !pool)
    if (!user || own.length === 0) refused.push({ id, problem: user ? 'has-none' : 'unknown' })
    else if (unknown) refused.push({ id, problem: unknown.problem ?? 'unknown-product' })
    else for (const account of own) take(account, user.no)
  }
  refused.push(...(await inConflict(tx, chosen)))
  if (refused.length > 0)
    throw new Refused(422, 'NOT_ADOPTABLE', 'Some of these cannot be adopted as they stand: nothing was done.', {
      details: { refused: refused.slice(0, 200) },
    })
  return [...new Map(chosen.map((one) => [one.id, one])).values()]
}

/** Those whose user no rule sees: the address is another source's. A hand-over comes first. */
async function inConflict(tx: Db, chosen: readonly Adoptable[]) {
  const unseen = await unseenOf(
    tx,
    chosen.map(({ user }) => user),
  )
  return chosen
    .filter(({ user }) => unseen.get(user) === 'conflict')
    .map(({ id }) => ({ id, problem: 'user-in-conflict' }))
}
