import { describe, expect, it } from 'vitest'
import type { Pin } from '../../src/contract/pin.ts'
import { againAs, emptyPin, endOf, pinInput } from './pin-draft.ts'

describe('a pin that is being made', () => {
  it('is not asked for while its product, its privileges or its reason is missing', () => {
    expect(pinInput('u', emptyPin, 'why')).toBeUndefined()
    expect(pinInput('u', { ...emptyPin, product: 'p', tier: 't' }, ' ')).toBeUndefined()
    expect(pinInput('u', { ...emptyPin, field: 'role', privileges: [] }, 'why')).toBeUndefined()
  })

  it('manages all user groups where none is chosen', () => {
    expect(pinInput('u', { ...emptyPin, field: 'role' }, 'why')).toEqual({
      user: 'u',
      reason: 'why',
      field: 'role',
      role: { role: 'manager', privileges: ['manage-users'], managedGroups: 'all' },
    })
  })

  it('holds until the end of its last day, where the admin is', () => {
    const end = endOf('2026-12-31')!
    expect([end.getFullYear(), end.getMonth(), end.getDate(), end.getHours()]).toEqual([2027, 0, 1, 0])
    expect(endOf('2026')).toBeUndefined()
    const input = pinInput('u', { ...emptyPin, product: 'p', tier: 'none', lastDay: '2026-12-31' }, 'why')
    expect(input).toMatchObject({ tier: 'none', endsAt: end.toISOString() })
  })
})

describe('a pin that was ended', () => {
  const ended = {
    id: 'i',
    user: { id: 'u', name: 'Ada' },
    reason: 'OPS-17',
    createdAt: '2026-11-24T12:00:00Z',
    createdBy: 'Noor',
    endsAt: null,
  }

  it('is made again as it was', () => {
    const denied: Pin = { ...ended, field: 'product', product: { id: 'p', name: 'Meeting' }, tier: 'none' }
    expect(againAs(denied)).toEqual({ user: 'u', reason: 'OPS-17', field: 'product', product: 'p', tier: 'none' })
    const managing: Pin = {
      ...ended,
      endsAt: '2027-01-01T00:00:00Z',
      field: 'role',
      role: { role: 'manager', privileges: ['run-reports'], managedGroups: [{ id: 'g', name: 'EMEA' }] },
    }
    expect(againAs(managing)).toMatchObject({
      endsAt: '2027-01-01T00:00:00Z',
      role: { role: 'manager', privileges: ['run-reports'], managedGroups: ['g'] },
    })
    const groups: Pin = { ...ended, field: 'device-groups', deviceGroups: [{ id: 'd', name: 'Kiosks' }] }
    expect(againAs(groups)).toMatchObject({ deviceGroups: ['d'] })
    expect(againAs({ ...ended, field: 'user-group', userGroup: 'none' })).toMatchObject({ userGroup: 'none' })
    expect(
      againAs({ ...ended, field: 'settings-template', settingsTemplate: { id: 's', name: 'Calm' } }),
    ).toMatchObject({ settingsTemplate: 's' })
  })
})
