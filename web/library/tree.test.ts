import { describe, expect, it } from 'vitest'
import { treeOf, withBelow } from './tree.ts'

const group = (id: string, parent: string | null) => ({
  id,
  name: id,
  parent: parent ? { id: parent, name: parent } : null,
})
const groups = [
  group('rome', 'italy'),
  group('emea', null),
  group('italy', 'emea'),
  group('apac', null),
  group('paris', 'emea'),
]

describe('user groups', () => {
  it('stand in the order of the tree, by name on each of its levels', () => {
    expect(treeOf(groups).map(({ group: { id }, depth }) => `${depth} ${id}`)).toEqual([
      '0 apac',
      '0 emea',
      '1 italy',
      '2 rome',
      '1 paris',
    ])
  })

  it('cannot be moved below themselves', () => {
    expect([...withBelow(groups, 'emea')].sort()).toEqual(['emea', 'italy', 'paris', 'rome'])
    expect([...withBelow(groups, 'rome')]).toEqual(['rome'])
  })
})
