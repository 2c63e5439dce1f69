import { decideEach } from './decide.ts'
import { refine } from './refine.ts'
import type { Rule } from './rule.ts'
import { SIGNATURE } from './signature.ts'

/**
 * For each rule how many of its users it decides something for: a value that no higher rule sets, a device group that none
 * gives. Zero, although it has members: all that it says is said above it. Pins aside.
 *
 * A set of rules is its last rule and the set above; the last one decides something exactly where the two mean different
 * things. So this is one pass over the distinct sets, the users of each counted once.
 *
 * @param rules the deciding rules, best rank first
 * @param members for each rule the numbers of the users it matches
 */
export function deciders(rules: readonly Rule[], members: readonly Uint32Array[]): readonly number[] {
  let size = 0
  for (const those of members) for (const user of those) size = Math.max(size, user + 1)
  const { nodeOf, parent, lastRule } = refine(members, size)
  const { signatures } = decideEach({ parent, lastRule }, rules)
  const users = new Uint32Array(parent.length)
  for (const node of nodeOf) users[node]!++
  const counts = rules.map(() => 0)
  // A node's parent has a lower number: from the end, each has its descendants' users by the time it is looked at.
  for (let node = parent.length - 1; node > 0; node--) {
    const above = parent[node]!
    users[above]! += users[node]!
    if (!sameMeaning(signatures, node, above)) counts[lastRule[node]!]! += users[node]!
  }
  return counts
}

function sameMeaning(signatures: Int32Array, a: number, b: number): boolean {
  for (let lane = 0; lane < SIGNATURE; lane++)
    if (signatures[a * SIGNATURE + lane] !== signatures[b * SIGNATURE + lane]) return false
  return true
}
