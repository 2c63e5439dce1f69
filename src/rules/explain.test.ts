import { describe, expect, it } from 'vitest'
import type { UserNo } from '../directory/user.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { type Bearing, explain } from './explain.ts'
import type { Pin, PinId } from './pin.ts'
import type { Rule, RuleId, RuleState } from './rule.ts'

const meeting = 'Meeting' as ProductId
const bearing = (rank: number, tier: string, more: Partial<Bearing> & { state?: RuleState } = {}): Bearing => ({
  rule: {
    id: `rule ${rank}` as RuleId,
    rank,
    name: null,
    description: '',
    group: `group ${rank}` as Rule['group'],
    condition: null,
    state: more.state ?? 'on',
    gives: { products: [{ product: meeting, tier: tier as TierId }], deviceGroups: [] },
  },
  isMember: true,
  conditionHolds: true,
  groupGone: false,
  ...more,
})
const verdicts = (...bearings: Bearing[]) => explain(meeting, bearings, []).rules.map(({ verdict }) => verdict)

describe('why a user has a product', () => {
  it('names the highest-ranked rule that matches, and the rules it outranks', () => {
    const explained = explain(meeting, [bearing(1, 'Pro'), bearing(2, 'Plus')], [])
    expect(explained.tier).toBe('Pro')
    expect(explained.rules.map(({ verdict }) => verdict)).toEqual(['wins', 'outranked'])
  })

  it('names the pin that stands before every rule', () => {
    const about = {
      id: 'pin' as PinId,
      user: 1 as UserNo,
      reason: '',
      createdBy: '',
      createdAt: new Date(0),
      endsAt: null,
    }
    const pin: Pin = { ...about, field: 'product', product: meeting, tier: 'none' }
    const explained = explain(meeting, [bearing(1, 'Pro')], [pin])
    expect(explained).toMatchObject({ tier: 'none', pin, rules: [{ verdict: 'pinned' }] })
  })
})

describe('why not', () => {
  it('names of each rule the first thing that is missing', () => {
    expect(
      verdicts(
        bearing(1, 'Pro', { groupGone: true, isMember: false }),
        bearing(2, 'Pro', { isMember: false }),
        bearing(3, 'Pro', { conditionHolds: false }),
        bearing(4, 'Pro', { state: 'off' }),
        bearing(5, 'Pro', { state: 'shadow' }),
        bearing(6, 'Plus'),
      ),
    ).toEqual(['group-gone', 'not-a-member', 'condition', 'off', 'shadow', 'wins'])
  })
})
