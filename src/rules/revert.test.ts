import { describe, expect, it } from 'vitest'
import type { DeviceGroupId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { isLess } from './lost.ts'
import type { Named } from './named.ts'
import { withoutGone } from './revert.ts'
import type { Gives, Role, Rule, RuleId } from './rule.ts'

const rule = (gives: Partial<Gives>): Rule => ({
  id: 'rule' as RuleId,
  rank: 1,
  name: null,
  description: '',
  group: 'group' as Rule['group'],
  condition: null,
  state: 'on',
  gives: { products: [], deviceGroups: [], ...gives },
})
const names = (...there: (readonly [Named['kind'], string])[]) =>
  new Map(there.map(([kind, id]) => [id, { kind, id, name: id, product: null, gone: false }]))
const manager = (...groups: string[]): Role => ({
  role: 'manager',
  privileges: ['manage-users'],
  managedGroups: groups as UserGroupId[],
})

describe('earlier rules', () => {
  it('are left as they were where all that they name is there', () => {
    const whole = rule({ role: manager('A'), userGroup: 'none', welcomeTemplate: 'default', language: 'fr' })
    expect(withoutGone([whole], names(['user-group', 'A']))).toEqual({ rules: [whole], leftOut: [] })
  })

  it('give less where a product, a tier or something of the library is gone, each named', () => {
    const before = rule({
      products: [
        { product: 'Meeting' as ProductId, tier: 'Pro' as TierId },
        { product: 'Webinar' as ProductId, tier: '500' as TierId },
        { product: 'Gone' as ProductId, tier: 'x' as TierId },
      ],
      deviceGroups: ['D' as DeviceGroupId, 'E' as DeviceGroupId],
      userGroup: 'U' as UserGroupId,
      welcomeTemplate: 'W' as WelcomeTemplateId,
      language: 'fr',
    })
    const there = names(['product', 'Meeting'], ['tier', 'Pro'], ['product', 'Webinar'], ['device-group', 'E'])
    const { rules, leftOut } = withoutGone([before], there)
    expect(rules[0]!.gives).toEqual({
      products: [{ product: 'Meeting', tier: 'Pro' }],
      deviceGroups: ['E'],
      language: 'fr',
    })
    expect(leftOut.map(({ kind, id }) => [kind, id])).toEqual([
      ['tier', '500'],
      ['product', 'Gone'],
      ['device-group', 'D'],
      ['user-group', 'U'],
      ['welcome-template', 'W'],
    ])
  })

  it('keep the managed groups that are left, and no role that would manage all for want of them', () => {
    const there = names(['user-group', 'A'])
    expect(withoutGone([rule({ role: manager('A', 'B') })], there).rules[0]!.gives.role).toEqual(manager('A'))
    const { rules, leftOut } = withoutGone([rule({ role: manager('B') })], there)
    expect(rules[0]!.gives.role).toBeUndefined()
    expect(leftOut.map(({ kind }) => kind)).toEqual(['user-group', 'role'])
  })
})

describe('a role that was lost', () => {
  it('is one that may do less: lower, or a manager without a privilege or a group they had', () => {
    const admin: Role = { role: 'admin' }
    const all: Role = { role: 'manager', privileges: ['manage-users'], managedGroups: 'all' }
    const more: Role = { role: 'manager', privileges: ['manage-users', 'run-reports'], managedGroups: 'all' }
    const less = (pairs: readonly (readonly [Role | null, Role | null])[]) => pairs.map(([was, is]) => isLess(was, is))
    expect(
      less([
        [admin, null],
        [admin, all],
        [all, null],
        [more, all],
        [all, manager('A')],
        [manager('A'), manager('B')],
      ]),
    ).toEqual(Array(6).fill(true))
    expect(
      less([
        [null, admin],
        [null, null],
        [all, admin],
        [all, more],
        [manager('A'), all],
        [manager('A'), manager('A', 'B')],
        [admin, admin],
      ]),
    ).toEqual(Array(7).fill(false))
  })
})
