import { describe, expect, it } from 'vitest'
import { moved } from './order.ts'

describe('the order of rules', () => {
  const rules = ['a', 'b', 'c', 'd'].map((id) => ({ id }))

  it('names every rule once, with the moved one at its new rank', () => {
    expect(moved(rules, { id: 'c' }, 1)).toEqual(['c', 'a', 'b', 'd'])
    expect(moved(rules, { id: 'a' }, 2)).toEqual(['b', 'a', 'c', 'd'])
    expect(moved(rules, { id: 'a' }, 4)).toEqual(['b', 'c', 'd', 'a'])
    expect(moved(rules, { id: 'b' }, 2)).toEqual(['a', 'b', 'c', 'd'])
  })
})
