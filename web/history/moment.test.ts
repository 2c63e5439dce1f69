import { describe, expect, it } from 'vitest'
import { DAY, fieldOf, HOUR, momentIn, stepped } from './moment.ts'

const now = new Date('2026-11-24T14:03:20Z')

describe('a moment of the past', () => {
  it('is read from the address, where anything may stand', () => {
    expect(momentIn('2026-11-23T10:00:00Z')?.toISOString()).toBe('2026-11-23T10:00:00.000Z')
    for (const nothing of [undefined, '', 'yesterday', '2026-99-99', '<script>'])
      expect(momentIn(nothing)).toBeUndefined()
  })

  it('is stepped to and fro by whole minutes, and never into what has not come yet', () => {
    expect(stepped(now, -HOUR, now)).toBe('2026-11-24T13:03:00.000Z')
    expect(stepped(new Date('2026-11-01T00:00:00Z'), DAY, now)).toBe('2026-11-02T00:00:00.000Z')
    expect(stepped(new Date('2026-11-24T13:30:00Z'), HOUR, now)).toBeUndefined()
  })

  it('stands in its field in the viewer’s own time', () => {
    for (const each of [now, new Date('2024-02-29T00:00:00Z'), new Date('2026-03-29T01:30:00Z')])
      expect(new Date(fieldOf(each)).getTime()).toBe(Math.floor(each.getTime() / 60_000) * 60_000)
  })
})
