import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/contract/rule.ts'
import { changeOf, contentOf, enteredFrom, isTyped, missingIn, NOT_SET, planInputOf, rebased } from './entered.ts'

const reference = (name: string) => ({ id: `id-of-${name}`, name })

const full: Rule = {
  id: 'id-of-rule',
  rank: 3,
  name: 'Sales France',
  ownName: 'Sales France',
  description: 'The French team',
  group: reference('Sales'),
  groupGone: false,
  condition: 'department eq "Sales"',
  state: 'off',
  products: [{ product: reference('Meeting'), tier: reference('Pro') }],
  role: { role: 'manager', privileges: ['manage-users', 'run-reports'], managedGroups: [reference('EMEA')] },
  welcomeTemplate: reference('Bienvenue'),
  language: 'fr',
  userGroup: 'none',
  deviceGroups: [reference('Kiosks')],
  settingsTemplate: 'default',
  members: 12,
}
const bare: Rule = {
  ...full,
  ownName: null,
  description: '',
  condition: null,
  state: 'on',
  products: [],
  role: null,
  welcomeTemplate: null,
  language: null,
  userGroup: null,
  deviceGroups: [],
  settingsTemplate: null,
}
const input = (rule: Rule) => contentOf({ ...enteredFrom(rule), group: rule.group })

describe('what is entered about a rule', () => {
  it('says all that the rule says, and is the rule again', () => {
    expect(input(full)).toEqual({
      group: 'id-of-Sales',
      name: 'Sales France',
      description: 'The French team',
      condition: 'department eq "Sales"',
      state: 'off',
      products: [{ product: 'id-of-Meeting', tier: 'id-of-Pro' }],
      role: { role: 'manager', privileges: ['manage-users', 'run-reports'], managedGroups: ['id-of-EMEA'] },
      welcomeTemplate: 'id-of-Bienvenue',
      language: 'fr',
      userGroup: 'none',
      deviceGroups: ['id-of-Kiosks'],
      settingsTemplate: 'default',
    })
  })

  it('invents nothing: what is not set stays not set', () => {
    expect(input(bare)).toEqual({
      group: 'id-of-Sales',
      name: null,
      description: '',
      condition: null,
      state: 'on',
      products: [],
      role: null,
      welcomeTemplate: null,
      language: null,
      userGroup: null,
      deviceGroups: [],
      settingsTemplate: null,
    })
    expect(isTyped(enteredFrom(bare), enteredFrom(bare))).toBe(false)
  })

  it('survives being kept as text', () => {
    const entered = enteredFrom(full)
    expect(JSON.parse(JSON.stringify(entered))).toEqual(entered)
  })

  it('changes only what is other than before, also of a rule whose group is gone', () => {
    const before = enteredFrom({ ...full, groupGone: true })
    expect(changeOf(before, before)).toEqual({})
    expect(changeOf({ ...before, language: 'it', role: NOT_SET }, before)).toEqual({ language: 'it', role: null })
    expect(changeOf({ ...before, group: reference('Support') }, before)).toEqual({ group: 'id-of-Support' })
  })

  it('never turns an emptied list of managed groups into all of them', () => {
    const managesNone = {
      ...enteredFrom(full),
      role: { privileges: ['manage-users'], managedGroups: [] },
    } as const
    expect(missingIn(managesNone)).toEqual(['managedGroups'])
    expect(contentOf({ ...managesNone, group: full.group }).role).toMatchObject({ managedGroups: [] })
    expect(planInputOf(managesNone, full, enteredFrom(full))).toEqual({ change: { id: full.id, to: {} } })
  })

  it('lacks a group, and a manager a privilege, before it is a rule', () => {
    const nothing = enteredFrom(undefined)
    expect(missingIn(nothing)).toEqual(['group'])
    expect(planInputOf(nothing, undefined, nothing)).toBeNull()
    expect(missingIn({ ...nothing, role: { privileges: [], managedGroups: 'all' } })).toEqual(['group', 'privileges'])
  })

  it('keeps what somebody else changed meanwhile, but for what was typed over it', () => {
    const was = enteredFrom(full)
    const typed = { ...was, name: 'Mine', language: 'de' }
    const is = enteredFrom({ ...full, description: 'Theirs', language: 'nl' })
    expect(rebased(typed, was, is)).toEqual({ ...is, name: 'Mine', language: 'de' })
  })
})
