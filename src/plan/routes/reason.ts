import type { UserNo } from '../../directory/user.ts'
import type { StoredBecause } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import type { ProductId } from '../../products/product.ts'
import { entitle } from '../../rules/entitle.ts'
import type { Rule } from '../../rules/rule.ts'
import { membersOfRules } from '../../rules/store/members.ts'
import { pinsOf } from '../../rules/store/pins.ts'
import { liveVersion } from '../../rules/store/rules.ts'
import type { SeatRow, WaitRow } from '../store/shown.ts'
import type { Unseen } from '../store/unseen.ts'

/**
 * Why users hold their seats, or wait for them, now. A seat is kept with the reason for which it was given; when another
 * rule comes to give the same, nothing is written, and the reason is worked out when somebody asks (decision 5).
 *
 * @param rules the deciding rules, best rank first
 */
export async function reasonsNow(
  db: Db,
  users: readonly UserNo[],
  rules: readonly Rule[],
  unseen: ReadonlyMap<UserNo, Unseen>,
): Promise<(row: SeatRow | WaitRow) => StoredBecause> {
  const [members, pins, version] = await Promise.all([
    membersOfRules(db, rules, users),
    pinsOf(db, users),
    liveVersion(db),
  ])
  const entitlements = entitle(users, rules, members, pins)
  return (row) => {
    const given = entitlements.get(row.user_no)?.products.get(row.product_id as ProductId)
    if (unseen.has(row.user_no)) return row.because
    // Nothing gives it now: the loss was stopped or is in grace, or the run that takes it has still to come.
    if (!given || given.value === 'none' || ('state' in row && row.state === 'grace')) return row.because
    if ('pin' in given.from)
      return row.because.pin === given.from.pin ? row.because : { kind: 'pin', pin: given.from.pin }
    const { rule } = given.from
    return row.because.kind === 'rule' && row.because.rule === rule ? row.because : { kind: 'rule', rule, version }
  }
}
