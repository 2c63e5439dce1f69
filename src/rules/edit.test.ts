import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GroupId } from '../directory/group.ts'
import type { UserGroupId } from '../library/library.ts'
import { decide } from './decide.ts'
import { addRule, changeRule, concernedBy, concernsAdmins, differenceOf, orderRules, removeRule } from './edit.ts'
import type { Role, Rule, RuleId } from './rule.ts'
import { deciding } from './rule.ts'

function rule(id: string, more: Partial<Rule> = {}): Omit<Rule, 'rank'> {
  const gives = { products: [], deviceGroups: [] }
  return {
    id: id as RuleId,
    name: null,
    description: '',
    group: `group of ${id}` as GroupId,
    condition: null,
    state: 'on',
    gives,
    ...more,
  }
}
const list = (...rules: readonly Omit<Rule, 'rank'>[]): readonly Rule[] =>
  rules.reduce<readonly Rule[]>((all, each) => addRule(each)(all), [])
const ids = (rules: readonly Pick<Rule, 'id'>[]) => rules.map((each) => each.id).join('')
const abc = list(rule('a'), rule('b'), rule('c'))

describe('an edit of the rules', () => {
  it('adds a rule in the last place', () => {
    expect(addRule(rule('d'))(abc).map((each) => [each.id, each.rank])).toContainEqual(['d', 4])
  })

  it('closes the gap that a removed rule leaves', () => {
    expect(removeRule('a')(abc).map((each) => [each.id, each.rank])).toEqual([
      ['b', 1],
      ['c', 2],
    ])
    expect(() => removeRule('x')(abc)).toThrow('no such rule')
  })

  it('takes an order that names every rule exactly once, and no other', () => {
    expect(ids(orderRules(['c', 'a', 'b'])(abc))).toBe('cab')
    for (const wrong of [[], ['a', 'b'], ['a', 'b', 'b'], ['a', 'b', 'c', 'c'], ['a', 'b', 'x'], ['a', 'b', 'c', 'x']])
      expect(() => orderRules(wrong)(abc), wrong.join()).toThrow('exactly once')
  })
})

describe('the difference between two lists of rules', () => {
  it('names what came, went and changed, and the fewest that moved', () => {
    const after = orderRules(['c', 'a', 'd'])(
      addRule(rule('d'))(removeRule('b')(changeRule('a', (each) => ({ ...each, name: 'A' }))(abc))),
    )
    expect(differenceOf(abc, after)).toEqual({ added: ['d'], removed: ['b'], changed: ['a'], moved: ['c'] })
    expect(differenceOf(abc, abc)).toEqual({ added: [], removed: [], changed: [], moved: [] })
  })

  it('does not call a rule moved because others came or went above it', () => {
    expect(differenceOf(abc, removeRule('a')(abc)).moved).toEqual([])
  })
})

describe('whom an edit concerns', () => {
  it('is nobody when only words change, or a rule that is not on', () => {
    const edits = [
      changeRule('a', (each) => ({ ...each, name: 'x', description: 'y' })),
      addRule(rule('d', { state: 'shadow' })),
      addRule(rule('d', { state: 'off' })),
    ]
    for (const edit of edits) expect(concernedBy(abc, edit(abc))).toEqual({ all: [], crossed: [] })
  })

  it('is the members of rules that came, went, changed or were turned on or off', () => {
    const off = changeRule('b', (each) => ({ ...each, state: 'off' }))(abc)
    expect(ids(concernedBy(abc, off).all)).toBe('b')
    expect(ids(concernedBy(off, abc).all)).toBe('b')
    expect(ids(concernedBy(abc, removeRule('c')(abc)).all)).toBe('c')
    const elsewhere = changeRule('a', (each) => ({ ...each, condition: 'title pr' }))(abc)
    expect(concernedBy(abc, elsewhere).all.map((each) => each.condition)).toEqual([null, 'title pr'])
  })

  it('is the rules between the two places of one that moved', () => {
    const before = list(...['a', 'b', 'c', 'd', 'e'].map((id) => rule(id)))
    const moved = concernedBy(before, orderRules(['a', 'd', 'b', 'c', 'e'])(before))
    expect([ids(moved.all), ids(moved.crossed)]).toEqual(['', 'dbc'])
  })

  it('covers everybody whose entitlement changes, whatever the edit', () => {
    const product = fc.constantFrom('p', 'q')
    const anyRule = (id: string) =>
      fc
        .record({
          state: fc.constantFrom('on', 'on', 'off', 'shadow'),
          group: fc.constantFrom('g', 'h', 'i'),
          tier: fc.constantFrom('1', '2', '3'),
          product,
          language: fc.constantFrom('en', 'fr', undefined),
        })
        .map(({ state, group, tier, product, language }) =>
          rule(id, {
            state: state as Rule['state'],
            group: group as GroupId,
            gives: { products: [{ product, tier }], deviceGroups: [], ...(language && { language }) } as never,
          }),
        )
    const anyList = fc
      .shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 1 })
      .chain((chosen) => fc.tuple(...chosen.map(anyRule)))
      .map((rules) => list(...rules))
    const matching = (rules: readonly Rule[], groups: readonly string[]) =>
      deciding(rules).filter((each) => groups.includes(each.group))
    fc.assert(
      fc.property(anyList, anyList, fc.subarray(['g', 'h', 'i']), (before, after, groups) => {
        const values = (rules: readonly Rule[]) => {
          const { products, language } = decide(matching(rules, groups))
          return [...products]
            .map(([id, given]) => [id, given.value, given.from])
            .toSorted()
            .concat([[language]] as never)
        }
        if (JSON.stringify(values(before)) === JSON.stringify(values(after))) return
        const { all, crossed } = concernedBy(before, after)
        const touched = matching(all, groups).length > 0 || matching(crossed, groups).length > 1
        expect(touched).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an edit that may give or take admin', () => {
  const withRole = (id: string, role: Role['role']) =>
    rule(id, {
      gives: {
        products: [],
        deviceGroups: [],
        role:
          role === 'manager'
            ? { role, privileges: ['manage-seats'], managedGroups: 'all' as 'all' | UserGroupId[] }
            : { role },
      },
    })
  const before = list(rule('a'), withRole('b', 'manager'), withRole('c', 'admin'), withRole('d', 'member'))

  it.each([
    ['adds a rule that makes admins', addRule(withRole('e', 'super-admin')), true],
    ['removes one', removeRule('c'), true],
    ['turns one off', changeRule('c', (each) => ({ ...each, state: 'off' })), true],
    ['moves a role above one', orderRules(['a', 'd', 'b', 'c']), true],
    ['removes a role above one', removeRule('b'), true],
    ['gives one another group', changeRule('c', (each) => ({ ...each, group: 'x' as GroupId })), true],
    ['removes a role below every admin', removeRule('d'), false],
    ['moves a rule without a role', orderRules(['b', 'c', 'd', 'a']), false],
    ['adds a rule that makes managers', addRule(withRole('e', 'manager')), false],
    [
      'changes what else it gives',
      changeRule('c', (each) => ({ ...each, gives: { ...each.gives, language: 'fr' } })),
      false,
    ],
  ])('%s', (_, edit, expected) => {
    expect(concernsAdmins(before, edit(before))).toBe(expected)
  })
})
