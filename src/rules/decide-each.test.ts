import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GroupId } from '../directory/group.ts'
import type { DeviceGroupId, UserGroupId } from '../library/library.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { contentOf, signatureOf } from './content.ts'
import { decide, decideEach } from './decide.ts'
import { refine } from './refine.ts'
import type { Gives, Role, Rule, RuleId } from './rule.ts'
import { SIGNATURE } from './signature.ts'

const tiers = fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { maxLength: 4 })
const roles = fc.constantFrom<Role>(
  { role: 'member' },
  { role: 'admin' },
  { role: 'manager', privileges: ['run-reports', 'manage-users'], managedGroups: 'all' },
  { role: 'manager', managedGroups: 'all', privileges: ['manage-users', 'run-reports'] },
)
const given = fc
  .record({
    products: tiers,
    role: fc.option(roles, { nil: undefined }),
    language: fc.option(fc.constantFrom('de', 'fr'), { nil: undefined }),
    userGroup: fc.option(fc.constantFrom('none', 'A'), { nil: undefined }),
    deviceGroups: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
  })
  .map(({ products, role, language, userGroup, deviceGroups }): Gives => {
    const distinct = new Map(products.map(([product, tier]) => [`p${product}`, `t${tier}`]))
    return {
      products: [...distinct].map(([product, tier]) => ({ product: product as ProductId, tier: tier as TierId })),
      deviceGroups: deviceGroups as DeviceGroupId[],
      ...(role && { role }),
      ...(language && { language: language as 'de' }),
      ...(userGroup && { userGroup: userGroup as UserGroupId }),
    }
  })
const lists = fc.array(given, { maxLength: 8 }).map((all) =>
  all.map(
    (gives, index): Rule => ({
      id: `r${index}` as RuleId,
      rank: index + 1,
      name: null,
      description: '',
      group: `g${index}` as GroupId,
      condition: null,
      state: 'on',
      gives,
    }),
  ),
)
const scenes = fc.record({ rules: lists, matches: fc.array(fc.array(fc.nat(7)), { maxLength: 12 }) })

/** Users by the rules that match them. */
function refined({ rules, matches }: { rules: readonly Rule[]; matches: readonly (readonly number[])[] }) {
  const members = rules.map((_, rule) => matches.flatMap((those, user) => (those.includes(rule) ? [user] : [])))
  return refine(members, matches.length)
}

describe('every distinct set of rules', () => {
  it('means for its users what those rules mean together, field by field from the first that sets it', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { nodeOf, ...nodes } = refined(scene)
        const decided = decideEach(nodes, scene.rules)
        for (const [user, those] of scene.matches.entries()) {
          const matching = scene.rules.filter((_, rule) => those.includes(rule))
          const entitlement = decided.entitlement(nodeOf[user]!)
          expect(entitlement).toEqual(decide(matching))
          const first = matching.find((rule) => rule.gives.role)
          expect(entitlement.role).toEqual(first ? { value: first.gives.role, from: { rule: first.id } } : null)
          const groups = new Set(matching.flatMap((rule) => rule.gives.deviceGroups))
          expect(new Set(entitlement.deviceGroups.keys())).toEqual(groups)
          for (const product of ['p0', 'p1', 'p2', 'p3'] as ProductId[]) {
            const giver = matching.find((rule) => rule.gives.products.some((one) => one.product === product))
            const winner = decided.winners(product)?.[nodeOf[user]!] ?? -1
            expect(scene.rules[winner]).toBe(giver)
            expect(entitlement.products.get(product)?.from).toEqual(giver && { rule: giver.id })
          }
        }
      }),
    )
  })

  it('has the signature of its content, which is that of no other content', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const decided = decideEach(refined(scene), scene.rules)
        const keys = new Map<string, string>()
        for (let node = 0; node < decided.nodes; node++) {
          const { content, key } = contentOf(decided.entitlement(node))
          const signature = decided.signatures.slice(node * SIGNATURE, (node + 1) * SIGNATURE)
          expect([...signature]).toEqual([...signatureOf(JSON.parse(JSON.stringify(content)))])
          expect(keys.get(signature.join()) ?? key).toBe(key)
          keys.set(signature.join(), key)
        }
      }),
    )
  })
})
