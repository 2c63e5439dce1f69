import { describe, expect, it } from 'vitest'
import { isId, newId } from './id.ts'

describe('an id', () => {
  it('is a UUID of version 7 that carries its moment, and sorts after those made before it', () => {
    const before = Date.now()
    const ids = Array.from({ length: 10_000 }, () => newId())
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const moment = Number.parseInt(ids[0]!.replaceAll('-', '').slice(0, 12), 16)
    expect(moment).toBeGreaterThanOrEqual(before)
    expect(moment).toBeLessThan(before + 10_000)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
  })

  it('is told from what PostgreSQL would refuse', () => {
    expect(isId(newId())).toBe(true)
    expect(isId('7')).toBe(false)
    expect(isId(`${newId()}'`)).toBe(false)
  })
})
