import { describe, expect, it } from 'vitest'
import type { UserNo } from '../directory/user.ts'
import type { DeviceGroupId, UserGroupId } from '../library/library.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { decide, type Entitlement, nothing, withPins } from './decide.ts'
import type { Pin, PinId } from './pin.ts'
import type { Gives, Rule, RuleId } from './rule.ts'

const product = (name: string) => name as ProductId
const tier = (name: string) => name as TierId
const userGroup = (name: string) => name as UserGroupId
const deviceGroup = (name: string) => name as DeviceGroupId

let rank = 0
const rule = (gives: Partial<Gives>): Rule => ({
  id: `rule ${++rank}` as RuleId,
  rank,
  name: null,
  description: '',
  group: 'group' as Rule['group'],
  condition: null,
  state: 'on',
  gives: { products: [], deviceGroups: [], ...gives },
})
const gives = (...pairs: [string, string][]): Partial<Gives> => ({
  products: pairs.map(([name, of]) => ({ product: product(name), tier: tier(of) })),
})
const tiersOf = (entitlement: Entitlement) =>
  Object.fromEntries([...entitlement.products].map(([name, { value }]) => [name, value]))

describe('rules of a user in several groups', () => {
  it('give the user group of the highest-ranked rule that sets one (example A)', () => {
    const decided = decide([rule({ userGroup: userGroup('A') }), rule({ userGroup: userGroup('B') })])
    expect(decided.userGroup?.value).toBe('A')
  })

  it('add their device groups up (example B)', () => {
    const decided = decide([rule({ deviceGroups: [deviceGroup('A')] }), rule({ deviceGroups: [deviceGroup('B')] })])
    expect([...decided.deviceGroups.keys()]).toEqual(['A', 'B'])
  })

  it('give the tier of the highest-ranked rule for a product, and every other product too (example C)', () => {
    const decided = decide([
      rule(gives(['Meeting', 'Pro'])),
      rule(gives(['Meeting', 'Plus'], ['Webinar', '500'])),
      rule(gives(['Training', 'standard'])),
    ])
    expect(tiersOf(decided)).toEqual({ Meeting: 'Pro', Webinar: '500', Training: 'standard' })
  })

  it('say of every value which rule it comes from', () => {
    const above = rule({ language: 'fr' })
    const below = rule({ language: 'en', ...gives(['Meeting', 'Pro']) })
    const decided = decide([above, below])
    expect(decided.language).toEqual({ value: 'fr', from: { rule: above.id } })
    expect(decided.products.get(product('Meeting'))?.from).toEqual({ rule: below.id })
  })

  it('let what a rule does not set fall through to lower rules', () => {
    const decided = decide([rule({}), rule({ userGroup: userGroup('B'), settingsTemplate: 'default' })])
    expect(decided.userGroup?.value).toBe('B')
    expect(decided.settingsTemplate?.value).toBe('default')
  })

  it('let an explicit "none", "member" or "default" hide what lower rules set', () => {
    const decided = decide([
      rule({ userGroup: 'none', role: { role: 'member' }, welcomeTemplate: 'default' }),
      rule({ userGroup: userGroup('B'), role: { role: 'admin' }, welcomeTemplate: 'custom' as never }),
    ])
    expect(decided.userGroup?.value).toBe('none')
    expect(decided.role?.value).toEqual({ role: 'member' })
    expect(decided.welcomeTemplate?.value).toBe('default')
  })

  it('give a role whole: privileges and managed groups of two rules are never united', () => {
    const decided = decide([
      rule({ role: { role: 'manager', privileges: ['manage-users'], managedGroups: [userGroup('A')] } }),
      rule({ role: { role: 'manager', privileges: ['run-reports'], managedGroups: 'all' } }),
    ])
    expect(decided.role?.value).toEqual({ role: 'manager', privileges: ['manage-users'], managedGroups: ['A'] })
  })

  it('give nothing where there is no rule', () => {
    expect(decide([])).toBe(nothing)
  })
})

describe('a pin', () => {
  const pin = (value: object) =>
    ({
      id: 'pin' as PinId,
      user: 1 as UserNo,
      reason: '',
      createdBy: '',
      createdAt: new Date(0),
      endsAt: null,
      ...value,
    }) as Pin

  it('is stronger than every rule', () => {
    const pinned = withPins(decide([rule({ userGroup: userGroup('A') })]), [
      pin({ field: 'user-group', userGroup: 'none' }),
    ])
    expect(pinned.userGroup?.value).toBe('none')
  })

  it('gives to users whom no rule matches', () => {
    const pinned = withPins(nothing, [pin({ field: 'product', product: 'Meeting', tier: 'Pro' })])
    expect(tiersOf(pinned)).toEqual({ Meeting: 'Pro' })
  })

  it('denies a product, which no rule can', () => {
    const pinned = withPins(decide([rule(gives(['Meeting', 'Pro']))]), [
      pin({ field: 'product', product: 'Meeting', tier: 'none' }),
    ])
    expect(tiersOf(pinned)).toEqual({ Meeting: 'none' })
  })

  it('leaves the entitlement that others share as it is', () => {
    const shared = decide([rule(gives(['Meeting', 'Pro']))])
    withPins(shared, [pin({ field: 'product', product: 'Meeting', tier: 'none' })])
    expect(tiersOf(shared)).toEqual({ Meeting: 'Pro' })
  })
})
