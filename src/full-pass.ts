import type { UserNo } from './directory/user.ts'
import { type Census, hide } from './plan/census.ts'
import { findDiffering, type Kept } from './plan/check.ts'
import { countsIn } from './plan/everybody.ts'
import { isRoleSettled, type KeptRole } from './plan/roles.ts'
import { censusOf } from './plan/store/census.ts'
import { knownContents } from './plan/store/contents.ts'
import { type Frame, frameOf } from './plan/store/frame.ts'
import { touch, wrongCounters } from './plan/store/marks.ts'
import { keptRoles } from './plan/store/roles.ts'
import { type Unseen, unseenOf } from './plan/store/unseen.ts'
import { productsInOrder } from './plan/turn.ts'
import type { Db } from './platform/db/db.ts'
import type { Pool } from './products/product.ts'
import { contentOf, signatureOf } from './rules/content.ts'
import { type Outlook, outlookOf } from './rules/outlook.ts'
import { deciding } from './rules/rule.ts'
import { membersOfRules } from './rules/store/members.ts'
import { pinsOf } from './rules/store/pins.ts'
import { liveRules } from './rules/store/rules.ts'

export interface FullPass {
  /** Users looked at. */
  readonly users: number
  /** Users whose assignment or seats are not as they should be; marked for the next run. */
  readonly differing: number
  /** Products with a seat free that somebody waits for, or would fall back to; marked too. */
  readonly products: number
  /** Pools whose counter is wrong: a defect, reported by `doctor`. */
  readonly wrongCounters: Awaited<ReturnType<typeof wrongCounters>>
}

/**
 * Looks at everybody, takes no lock and writes nothing but marks: users that differ are touched, and the next run puts
 * them right. So it cannot overwrite a newer decision, and whoever was changed meanwhile is merely looked at twice.
 *
 * Grows with users and memberships; what the rules mean is computed once for each distinct set of them.
 */
export async function fullPass(db: Db, now: Date): Promise<FullPass> {
  const rules = deciding(await liveRules(db))
  const [frame, census, members, pins, known, roles] = await Promise.all([
    frameOf(db),
    censusOf(db, now),
    membersOfRules(db, rules, null),
    pinsOf(db, null),
    knownContents(db),
    keptRoles(db),
  ])
  const unseen: ReadonlyMap<UserNo, Unseen> = frame.mayBeUnseen ? await unseenOf(db, null) : new Map()
  hide(census, unseen)
  const outlook = outlookOf(census.size, rules, members, pins, unseen.keys())
  const kept = new Map([...roles].map(([user, role]) => [user, keptBy(role, census, outlook, user)]))
  const turns = productsInOrder(frame.products)
  const { differing, short } = findDiffering(census, outlook, known, turns, frame.pools, kept)
  if (differing.length > 0 || short.length > 0) await db.transaction((tx) => touch(tx, now, differing, short))
  return {
    users: census.size - 1,
    differing: differing.length,
    products: short.length,
    wrongCounters: await countersOf(db, census, frame),
  }
}

/** Counted in memory first, from what may be of two moments: only where that differs, the database is asked at one. */
async function countersOf(db: Db, census: Census, { pools }: Frame): Promise<FullPass['wrongCounters']> {
  const counts = countsIn(census)
  const isRight = ({ tier, used }: Pool) => {
    const { held, grace } = counts.get(tier) ?? { held: 0, grace: 0 }
    return held + grace === used
  }
  return [...pools.values()].flat().every(isRight) ? [] : wrongCounters(db)
}

/** What somebody should have whose role the safeguard keeps. */
function keptBy(role: KeptRole, census: Census, outlook: Outlook, user: UserNo): Kept {
  const entitlement = outlook.entitlement(outlook.nodeOf[user] ?? 0)
  return {
    signature: signatureOf(contentOf(entitlement, role.kept).content),
    isAbove: role.kept !== null && role.kept.role !== 'member',
    isSettled: isRoleSettled(role, entitlement.role, census.withheld[user] !== 0),
  }
}
