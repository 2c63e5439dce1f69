import type { UserNo } from '../directory/user.ts'
import { decideEach, type Entitlement, withPins } from './decide.ts'
import type { Pin } from './pin.ts'
import { refine } from './refine.ts'
import type { Rule } from './rule.ts'

/**
 * What each of some users should have. The meaning of a set of rules is computed once a set; users with the same set
 * and no pin share one and the same entitlement.
 *
 * @param rules the deciding rules, best rank first
 * @param members for each rule the users it matches, all of them among `users`
 */
export function entitle(
  users: readonly UserNo[],
  rules: readonly Rule[],
  members: readonly Iterable<number>[],
  pins: readonly Pin[],
): ReadonlyMap<UserNo, Entitlement> {
  const position = new Map(users.map((user, index) => [user as number, index]))
  const positions = members.map((those) => Array.from(those, (user) => position.get(user)!))
  const refined = refine(positions, users.length)
  const decided = decideEach(refined, rules)
  const pinned = Map.groupBy(pins, (pin) => pin.user)
  return new Map(
    users.map((user, index) => {
      const ruled = decided.entitlement(refined.nodeOf[index]!)
      return [user, withPins(ruled, pinned.get(user) ?? [])]
    }),
  )
}
