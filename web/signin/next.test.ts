import { describe, expect, it } from 'vitest'
import { safeNext } from './next.ts'

describe('the page after signing in', () => {
  it('is the one that was asked for', () => {
    expect(safeNext('/users?filter=a')).toBe('/users?filter=a')
  })

  it('is never one of another site', () => {
    for (const next of ['https://evil.test', '//evil.test', '/\\evil.test', 'javascript:alert(1)', undefined])
      expect(safeNext(next)).toBe('/')
  })
})
