import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterOf, isFilter, typedOf } from './search.ts'

describe('the search for users', () => {
  it('asks for names, userNames and addresses that begin so', () => {
    expect(filterOf(' Ada ')).toBe('displayName sw "Ada" or userName sw "Ada" or emails.value sw "Ada"')
  })

  it('takes a SCIM filter as it is', () => {
    for (const filter of [
      'active eq false',
      'userName co "@sales."',
      'title pr',
      'not (title pr)',
      '(active eq true) and title pr',
      'emails[type eq "work"].value sw "a"',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Sales"',
    ]) {
      expect(isFilter(filter), filter).toBe(true)
      expect(filterOf(filter)).toBe(filter)
    }
  })

  it('takes no name for a filter', () => {
    for (const name of ['Le Quang', 'Pr Smith', 'Ada', 'Ne Win', 'o’Brien', 'Gt'])
      expect(isFilter(name), name).toBe(false)
  })

  it('shows in its field what was typed, whatever it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (typed) => typedOf(filterOf(typed)) === typed.trim()))
  })
})
