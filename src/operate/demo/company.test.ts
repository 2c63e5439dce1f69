import { describe, expect, it } from 'vitest'
import { company } from './company.ts'

const { people, groups, moves } = company()

describe('the demo company', () => {
  it('has 500 people, each with a login of their own', () => {
    expect(people).toHaveLength(500)
    for (const key of ['userName', 'externalId', 'displayName'] as const)
      expect(new Set(people.map((person) => person[key])).size).toBe(500)
    for (const { userName } of people) expect(userName).toMatch(/^[a-z-]+(\.[a-z-]+)?\d?@fernhill\.example$/)
  })

  it('has 20 groups, two of them nested in others, and nobody outside all of them', () => {
    expect(groups).toHaveLength(20)
    expect(new Set(groups.map((group) => group.name)).size).toBe(20)
    expect(groups.flatMap((group) => group.nested)).toEqual(['Sales Europe', 'Customer Support Night Shift'])
    expect(new Set(groups.flatMap((group) => group.members)).size).toBe(500)
    for (const group of groups) expect(group.members.length).toBeGreaterThan(8)
  })

  it('is named in many languages: accents, apostrophes, one word, right to left, other scripts', () => {
    const names = people.map((person) => person.displayName).join('\n')
    for (const script of ['Arabic', 'Hebrew', 'Cyrillic', 'Greek', 'Han', 'Hiragana', 'Hangul', 'Devanagari', 'Thai'])
      expect(names, script).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
    expect(names).toMatch(/[éøłßñĐ]/)
    expect(names).toMatch(/'/)
    expect(people.filter((person) => person.familyName === '')).not.toHaveLength(0)
    expect(new Set(people.map((person) => person.locale)).size).toBe(27)
  })

  it('is the same every time', () => {
    expect(company()).toEqual(company())
    expect(people[0]).toMatchObject({ userName: 'soren.odegard@fernhill.example', department: 'Engineering' })
  })

  it('has people who change teams', () => {
    expect(moves).toHaveLength(3)
    for (const { who, from, to } of moves) {
      expect(groups.find((group) => group.name === from)!.members).toContain(who)
      expect(groups.find((group) => group.name === to)!.members).not.toContain(who)
    }
  })
})
