import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GroupId } from '../directory/group.ts'
import type { DeviceGroupId } from '../library/library.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { decide } from './decide.ts'
import { deciders } from './deciders.ts'
import type { Gives, Rule, RuleId } from './rule.ts'

const given = fc.record({
  products: fc
    .uniqueArray(fc.tuple(fc.constantFrom('A', 'B'), fc.constantFrom('1', '2')), { selector: ([product]) => product })
    .map((all) => all.map(([product, tier]) => ({ product: product as ProductId, tier: tier as TierId }))),
  language: fc.option(fc.constantFrom('de' as const, 'fr' as const), { nil: undefined }),
  userGroup: fc.option(fc.constant('none' as const), { nil: undefined }),
  deviceGroups: fc.uniqueArray(fc.constantFrom('x' as DeviceGroupId, 'y' as DeviceGroupId)),
})
const rule = (gives: Gives, index: number): Rule => ({
  id: `r${index}` as RuleId,
  rank: index + 1,
  name: null,
  description: '',
  group: `g${index}` as GroupId,
  condition: null,
  state: 'on',
  gives,
})
const scenes = fc.record({
  rules: fc.array(given, { maxLength: 6 }).map((all) => all.map((gives, index) => rule(gives as Gives, index))),
  matches: fc.array(fc.uniqueArray(fc.nat(5)), { maxLength: 12 }),
})

describe('a rule', () => {
  it('decides something for exactly those users who would have something else from the rules above it alone', () => {
    fc.assert(
      fc.property(scenes, ({ rules, matches }) => {
        const members = rules.map((_, index) =>
          Uint32Array.from(matches.flatMap((those, user) => (those.includes(index) ? [user] : []))),
        )
        const naive = rules.map(
          ({ id }, index) =>
            matches.filter((those) => {
              if (!those.includes(index)) return false
              const { products, deviceGroups, ...single } = decide(rules.filter((_, each) => those.includes(each)))
              const all = [...products.values(), ...deviceGroups.values(), ...Object.values(single)]
              return all.some((value) => JSON.stringify(value)?.includes(`"rule":"${id}"`))
            }).length,
        )
        expect(deciders(rules, members)).toEqual(naive)
      }),
    )
  })
})
