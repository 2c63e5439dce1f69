import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cursorTimeoutSeconds, openCursor, type Seal, sealCursor } from './cursor.ts'

const seal: Seal = {
  key: Buffer.alloc(32, 7),
  query: 'users filter',
  count: 10,
  now: new Date('2026-01-01T00:00:00Z'),
}
const refused = (scimType: string) => expect.objectContaining({ status: 400, scimType })

describe('RFC 9865 cursors', () => {
  it('give back the position they were made of, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (position) => {
        expect(openCursor(seal, sealCursor(seal, position))).toEqual(JSON.parse(JSON.stringify(position)))
      }),
    )
  })

  it('have unreserved characters only, and show nothing of what they are made of', () => {
    const cursor = sealCursor(seal, { name: 'ada@x.example' })
    expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/)
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('ada')
  })

  it('are of one client and one query', () => {
    const cursor = sealCursor(seal, 1)
    expect(() => openCursor({ ...seal, key: Buffer.alloc(32, 8) }, cursor)).toThrow(refused('invalidCursor'))
    expect(() => openCursor({ ...seal, query: 'users' }, cursor)).toThrow(refused('invalidCursor'))
    expect(() => openCursor({ ...seal, count: 11 }, cursor)).toThrow(refused('invalidCount'))
  })

  it('are refused with any byte changed, cut off, or made up', () => {
    const cursor = Buffer.from(sealCursor(seal, { no: 7 }), 'base64url')
    for (let at = 0; at < cursor.length; at++) {
      const changed = Buffer.from(cursor)
      changed[at]! ^= 1 << (at & 7)
      expect(() => openCursor(seal, changed.toString('base64url'))).toThrow(refused('invalidCursor'))
    }
    for (let length = 0; length < cursor.length; length++)
      expect(() => openCursor(seal, cursor.subarray(0, length).toString('base64url'))).toThrow(refused('invalidCursor'))
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => openCursor(seal, text)).toThrow(refused('invalidCursor'))
      }),
    )
  })

  it('expire', () => {
    const cursor = sealCursor(seal, 1)
    const later = (seconds: number) => ({ ...seal, now: new Date(seal.now.getTime() + seconds * 1000) })
    expect(openCursor(later(cursorTimeoutSeconds), cursor)).toBe(1)
    expect(() => openCursor(later(cursorTimeoutSeconds + 1), cursor)).toThrow(refused('expiredCursor'))
  })
})
