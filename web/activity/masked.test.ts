import { describe, expect, it } from 'vitest'
import { maskedJson } from './masked.ts'

describe('the detail of a request', () => {
  it('is shown without what opens a door, whatever it is called and however deep it lies', () => {
    const shown = maskedJson({
      to: { password: 'hunter2', note: 'use rc_scim_abcdefgh12345678 today' },
      tokenLabel: 'First',
    })
    expect(shown).not.toContain('hunter2')
    expect(shown).not.toContain('abcdefgh')
    expect(shown).toContain('First')
  })

  it('is nothing where there is none', () => {
    expect(maskedJson(undefined)).toBe('')
  })
})
