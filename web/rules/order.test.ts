import { describe, expect, it } from 'vitest'
import { dropped, inOrder, merged, moved } from './order.ts'

describe('the order of rules', () => {
  const rules = ['a', 'b', 'c', 'd'].map((id, index) => ({ id, rank: index + 1 }))

  it('names every rule once, with the moved one at its new rank', () => {
    expect(moved(rules, { id: 'c' }, 1)).toEqual(['c', 'a', 'b', 'd'])
    expect(moved(rules, { id: 'a' }, 2)).toEqual(['b', 'a', 'c', 'd'])
    expect(moved(rules, { id: 'a' }, 4)).toEqual(['b', 'c', 'd', 'a'])
    expect(moved(rules, { id: 'b' }, 2)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('has the dropped rule on that side of the one it was dropped at', () => {
    expect(dropped(rules, 'd', 'b', 'before')).toEqual(['a', 'd', 'b', 'c'])
    expect(dropped(rules, 'a', 'c', 'after')).toEqual(['b', 'c', 'a', 'd'])
    expect(dropped(rules, 'b', 'b', 'after')).toEqual(['a', 'b', 'c', 'd'])
  })

  it('that somebody else changed takes the move over: below the rule it was put below, or the nearest that is left', () => {
    expect(merged(['d', 'c', 'b', 'a'], ['a', 'c', 'b', 'd'], 'c')).toEqual(['d', 'b', 'a', 'c'])
    expect(merged(['a', 'c', 'd', 'e'], ['a', 'b', 'd', 'c'], 'd')).toEqual(['a', 'd', 'c', 'e'])
    expect(merged(['b', 'c', 'd'], ['d', 'a', 'b', 'c'], 'd')).toEqual(['d', 'b', 'c'])
    expect(merged(['a', 'b'], ['c', 'a', 'b'], 'c')).toBeUndefined()
  })

  it('gives the ranks', () => {
    expect(inOrder(rules, ['c', 'a'])).toEqual([
      { id: 'c', rank: 1 },
      { id: 'a', rank: 2 },
    ])
  })
})
