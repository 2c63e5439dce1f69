import { describe, expect, it } from 'vitest'
import { groupType } from '../schemas/group.ts'
import { userType } from '../schemas/user.ts'
import { formatFilter } from './format.ts'
import { parseValuePath } from './parse.ts'

describe('RFC 7644 §3.5.2 value paths', () => {
  it('are an attribute, a filter, and perhaps a part', () => {
    const { node, filter, sub } = parseValuePath('Emails[Type eq "work"].VALUE', userType)
    expect([node.path, formatFilter(filter), sub?.name]).toEqual(['emails', 'emails.type eq "work"', 'value'])
    expect(parseValuePath('members[value eq "a" or value eq "b"]', groupType).sub).toBeUndefined()
  })

  it.each(['nosuch[value eq "x"]', 'emails[value eq "x"].nosuch', 'emails[value eq "x"].value x', '[value eq "x"]'])(
    'are refused with invalidPath outside the brackets: %s',
    (text) =>
      expect(() => parseValuePath(text, userType)).toThrow(expect.objectContaining({ scimType: 'invalidPath' })),
  )

  it.each(['emails[nosuch eq "x"]', 'emails[value eq "x"', 'emails[]', 'userName[value eq "x"]'])(
    'are refused with invalidFilter inside the brackets: %s',
    (text) =>
      expect(() => parseValuePath(text, userType)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' })),
  )
})
