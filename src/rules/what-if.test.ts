import { describe, expect, it } from 'vitest'
import type { UserNo } from '../directory/user.ts'
import type { DeviceGroupId, UserGroupId } from '../library/library.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { decide, nothing } from './decide.ts'
import type { Pin, PinId } from './pin.ts'
import type { Gives, Rule, RuleId } from './rule.ts'
import { compare, entitledIn } from './what-if.ts'

const meeting = 'Meeting' as ProductId
const rule = (rank: number, gives: Partial<Gives>, more: Partial<Rule> = {}): Rule => ({
  id: `rule ${rank}` as RuleId,
  rank,
  name: null,
  description: '',
  group: `group ${rank}` as Rule['group'],
  condition: null,
  state: 'on',
  gives: { products: [], deviceGroups: [], ...gives },
  ...more,
})
const pro = { products: [{ product: meeting, tier: 'Pro' as TierId }] }

describe('an imagined user', () => {
  it('has what the rules of their groups give whose condition holds for the imagined record', () => {
    const rules = [
      rule(1, { language: 'fr' }, { condition: 'title eq "Seller"' }),
      rule(2, pro),
      rule(3, { language: 'de' }),
      rule(4, { role: { role: 'admin' } }, { state: 'off' }),
    ]
    const imagined = { rules, isMember: [true, true, true, true], record: { title: 'Intern' }, pins: [] }
    expect(entitledIn(imagined)).toEqual(decide([rules[1]!, rules[2]!]))
    expect(entitledIn({ ...imagined, record: { title: 'seller' } })).toEqual(decide(rules.slice(0, 3)))
    expect(entitledIn({ ...imagined, isMember: [true, false, false, true] })).toEqual(nothing)
  })

  it('keeps their pins', () => {
    const pin: Pin = {
      id: 'pin' as PinId,
      user: 1 as UserNo,
      reason: '',
      createdBy: '',
      createdAt: new Date(0),
      endsAt: null,
      field: 'product',
      product: meeting,
      tier: 'none',
    }
    const imagined = { rules: [rule(1, pro)], isMember: [true], record: {}, pins: [pin] }
    expect(entitledIn(imagined).products.get(meeting)).toEqual({ value: 'none', from: { pin: 'pin' } })
  })
})

describe('what would be otherwise', () => {
  it('is told value by value, with where each comes from before and after', () => {
    const before = decide([rule(1, { ...pro, userGroup: 'A' as UserGroupId, deviceGroups: ['D' as DeviceGroupId] })])
    const after = decide([rule(2, { ...pro, language: 'fr' })])
    const said = new Map(compare(before, after).map((each) => [each.asked.field, each]))
    expect(said.get('product')).toMatchObject({
      before: { value: 'Pro', from: { rule: 'rule 1' } },
      after: { value: 'Pro', from: { rule: 'rule 2' } },
      changed: false,
    })
    expect(said.get('user-group')).toMatchObject({
      before: { value: 'A' },
      after: { value: null, from: null },
      changed: true,
    })
    expect(said.get('device-groups')).toMatchObject({ before: { value: 'D' }, after: { value: null }, changed: true })
    expect(said.get('language')).toMatchObject({ before: { value: null }, after: { value: 'fr' }, changed: true })
    expect(said.get('role')).toMatchObject({ changed: false })
  })

  it('is no role that only lists the same in another order', () => {
    const manager = (...privileges: ('manage-users' | 'run-reports')[]) =>
      decide([rule(1, { role: { role: 'manager', privileges, managedGroups: 'all' } })])
    const [first] = compare(manager('manage-users', 'run-reports'), manager('run-reports', 'manage-users'))
    expect(first).toMatchObject({ asked: { field: 'role' }, changed: false })
    expect(compare(manager('manage-users'), manager('run-reports'))[0]!.changed).toBe(true)
  })
})
