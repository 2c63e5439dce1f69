import { describe, expect, it } from 'vitest'
import { statusOf } from './status.ts'

const now = new Date('2026-06-30T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const status = (more: Partial<Parameters<typeof statusOf>[0]>) =>
  statusOf({ access: true, hadAccess: true, signedInAt: null, lastSeenAt: null, ...more }, now, 30)

describe('the status of a user', () => {
  it('is none until they have access, invited until they sign in, suspended once they have it no more', () => {
    expect(status({ access: false, hadAccess: false })).toBe('none')
    expect(status({})).toBe('invited')
    expect(status({ access: false })).toBe('suspended')
    expect(status({ access: false, signedInAt: daysAgo(1) })).toBe('suspended')
  })

  it('is active while they are seen, and inactive after the days the organization says', () => {
    expect(status({ signedInAt: daysAgo(100), lastSeenAt: daysAgo(29) })).toBe('active')
    expect(status({ signedInAt: daysAgo(100), lastSeenAt: daysAgo(30) })).toBe('inactive')
    expect(status({ signedInAt: daysAgo(100) })).toBe('inactive')
  })
})
