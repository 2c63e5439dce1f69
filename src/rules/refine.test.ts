import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refine } from './refine.ts'

/** The rules of a node, by walking up to the empty set. */
function rulesOf(refined: ReturnType<typeof refine>, node: number): number[] {
  const rules: number[] = []
  for (let at = node; at !== 0; at = refined.parent[at]!) rules.unshift(refined.lastRule[at]!)
  return rules
}

describe('users, refined by the rules that match them', () => {
  it('share a node exactly when the same set of rules matches them', () => {
    const members = fc.array(fc.array(fc.nat(19), { maxLength: 30 }), { maxLength: 8 })
    fc.assert(
      fc.property(members, (rules) => {
        const refined = refine(rules, 20)
        const sets = Array.from({ length: 20 }, (_, user) =>
          rules.flatMap((those, rule) => (those.includes(user) ? [rule] : [])),
        )
        const nodes = new Map<string, number>()
        for (const [user, set] of sets.entries()) {
          const node = refined.nodeOf[user]!
          expect(rulesOf(refined, node)).toEqual(set)
          expect(nodes.get(set.join()) ?? node).toBe(node)
          nodes.set(set.join(), node)
        }
      }),
    )
  })

  it('stay exact beyond the nodes that are there at first', () => {
    const rules = Array.from({ length: 12 }, (_, bit) =>
      Array.from({ length: 4096 }, (_, user) => user).filter((user) => user & (1 << bit)),
    )
    const refined = refine(rules, 4096)
    expect(new Set(refined.nodeOf).size).toBe(4096)
    expect(rulesOf(refined, refined.nodeOf[0b101]!)).toEqual([0, 2])
  })
})
