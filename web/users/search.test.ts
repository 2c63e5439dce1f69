import { describe, expect, it } from 'vitest'
import { askedOf, asOf, isFilter, isNarrowed, searchOf, withoutFilters } from './search.ts'

describe('the search for users', () => {
  it('asks for words', () => {
    expect(searchOf(' Ada Rossi ')).toEqual({ search: 'Ada Rossi' })
    expect(searchOf(' ')).toEqual({})
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
    ])
      expect(searchOf(filter), filter).toEqual({ filter })
  })

  it('takes no name for a filter', () => {
    for (const name of ['Le Quang', 'Pr Smith', 'Ada', 'Ne Win', 'o’Brien', 'Gt'])
      expect(isFilter(name), name).toBe(false)
  })

  it('asks the API by what the field shows, and not for who is peeked at', () => {
    expect(askedOf({ filter: 'title pr', search: 'ada', peek: 'u1', role: 'admin' })).toEqual({
      filter: 'title pr',
      role: 'admin',
    })
  })

  it('tells nobody found from nobody there', () => {
    expect(isNarrowed({ at: '2026-01-01T00:00:00Z', peek: 'u1' })).toBe(false)
    expect(isNarrowed({ state: 'waiting' })).toBe(true)
    expect(withoutFilters({ at: '2026-01-01T00:00:00Z', role: 'admin' })).toEqual({ at: '2026-01-01T00:00:00Z' })
  })

  it('leaves out of the past what is not kept of it', () => {
    const at = '2026-01-01T00:00:00Z'
    expect(asOf({ status: 'active', state: 'waiting', role: 'admin' }, at)).toEqual({ role: 'admin', at })
    expect(asOf({ state: 'held', at: 'x' }, at)).toEqual({ state: 'held', at })
    expect(asOf({ role: 'admin', at }, undefined)).toEqual({ role: 'admin' })
  })
})
