import { describe, expect, it } from 'vitest'
import { enterpriseUserSchema } from '../scim/schemas/enterprise-user.ts'
import { failingParts, holds } from './failing.ts'

const record = {
  userName: 'ada@lindenhof.example',
  title: 'Sales intern',
  emails: [
    { value: 'ada@lindenhof.example', type: 'work' },
    { value: 'ada@home.example', type: 'home' },
  ],
  [enterpriseUserSchema.id]: { department: 'Marketing' },
}

describe('a condition that does not hold', () => {
  it('is told by the part that fails and what the user has there', () => {
    expect(failingParts('title sw "Sales" and department eq "Sales"', record)).toEqual([
      { part: 'department eq "Sales"', has: [{ attribute: 'department', values: ['Marketing'] }] },
    ])
  })

  it('is told by what is missing where they have no such value', () => {
    expect(failingParts('userType eq "Employee"', record)).toEqual([
      { part: 'userType eq "Employee"', has: [{ attribute: 'userType', values: [] }] },
    ])
  })

  it('is told by the whole of what is joined by or, or negated', () => {
    expect(failingParts('department eq "Sales" or title eq "Seller"', record)).toEqual([
      {
        part: 'department eq "Sales" or title eq "Seller"',
        has: [
          { attribute: 'department', values: ['Marketing'] },
          { attribute: 'title', values: ['Sales intern'] },
        ],
      },
    ])
    expect(failingParts('not (title co "intern")', record)).toMatchObject([
      { part: 'not (title co "intern")', has: [{ values: ['Sales intern'] }] },
    ])
  })

  it('is told by every value of what has several', () => {
    expect(failingParts('emails.value ew "@acme.example"', record)).toMatchObject([
      { has: [{ values: ['ada@lindenhof.example', 'ada@home.example'] }] },
    ])
    expect(failingParts('emails[type eq "other"]', record)).toMatchObject([
      {
        part: 'emails[type eq "other"]',
        has: [{ attribute: 'emails', values: ['ada@lindenhof.example', 'ada@home.example'] }],
      },
    ])
  })

  it('has a part that fails, always; one that holds has none', () => {
    for (const condition of ['title co "SALES"', 'department eq "marketing" and title pr', 'not (title co "x")']) {
      expect(holds(condition, record), condition).toBe(true)
      expect(failingParts(condition, record), condition).toEqual([])
    }
    for (const condition of ['department eq "Sales" and (title pr or userType pr)', 'not (title pr) or userType pr']) {
      expect(holds(condition, record), condition).toBe(false)
      expect(failingParts(condition, record).length, condition).toBeGreaterThan(0)
    }
    expect(holds(null, record)).toBe(true)
  })
})
