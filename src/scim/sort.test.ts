import { describe, expect, it } from 'vitest'
import { userType } from './schemas/user.ts'
import { compareBy, readSort } from './sort.ts'

const users = [
  { id: '1', userName: 'bob', emails: [{ value: 'z@x' }, { value: 'a@x', primary: true }], active: true },
  {
    id: '2',
    userName: 'Alice',
    name: { familyName: 'Lee' },
    emails: [{ value: 'm@x' }],
    meta: { created: '2020-01-01T00:00:00Z' },
  },
  {
    id: '3',
    userName: 'carol',
    name: { familyName: 'Abel' },
    active: false,
    meta: { created: '2020-01-01T00:30:00+01:00' },
  },
]
const sorted = (sortBy: string, sortOrder: 'ascending' | 'descending' = 'ascending') => {
  const sort = readSort(userType, { sortBy, sortOrder })
  return sort && users.toSorted(compareBy(sort)).map(({ id }) => id)
}

describe('RFC 7644 §3.4.2.3 sorting', () => {
  it.each([
    ['USERNAME', ['2', '1', '3']],
    ['id', ['1', '2', '3']],
    ['name.familyName', ['3', '2', '1']],
    ['emails', ['1', '2', '3']],
    ['active', ['3', '1', '2']],
    ['meta.created', ['3', '2', '1']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName', ['2', '1', '3']],
  ])('by %s puts those without a value last', (sortBy, wanted) => {
    expect(sorted(sortBy)).toEqual(wanted)
  })

  it('turned round puts them first', () => {
    expect(sorted('name.familyName', 'descending')).toEqual(['1', '2', '3'])
    expect(sorted('userName', 'descending')).toEqual(['3', '1', '2'])
  })

  it.each(['nosuch', 'name', 'password', '__proto__', 'emails[type eq "x"]'])('by %s is refused', (sortBy) => {
    expect(() => sorted(sortBy)).toThrow(expect.objectContaining({ scimType: 'invalidValue' }))
  })

  it('is not asked for without sortBy', () => {
    expect(readSort(userType, { sortBy: undefined, sortOrder: 'descending' })).toBeUndefined()
  })
})
