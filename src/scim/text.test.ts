import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstant } from './instant.ts'
import { compareText, foldCase, isStorable, quoted } from './text.ts'

describe('RFC 7643 §2.3.1 texts', () => {
  it('that are not exact are equal in any case, and so are their beginnings', () => {
    expect(foldCase('BJENSEN')).toBe(foldCase('bjensen'))
    expect(foldCase('ΟΔΟΣ')).toBe(foldCase('οδός').replace('ό', 'ο'))
    expect(foldCase('ΟΔΟΣΑ').startsWith(foldCase('ΟΔΟΣ'))).toBe(true)
  })

  it('are ordered as their UTF-8 bytes are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(Math.sign(compareText(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)))
      }),
    )
  })

  it('with U+0000 or half a surrogate pair cannot be stored', () => {
    expect(['a', '', '\u{1f600}', '\u0000', '\ud800', 'a\udc00b'].map(isStorable)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('are cut and escaped in a sentence', () => {
    expect(quoted('a"b\n')).toBe('"a\\"b\\n"')
    expect(quoted('x'.repeat(1000)).length).toBeLessThan(90)
    expect(isStorable(quoted(`${'x'.repeat(79)}\u{1f600}`))).toBe(true)
  })
})

describe('RFC 7643 §2.3.5 dates and times', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00', 0],
    ['1970-01-01T01:00:00.25+01:00', 250],
    ['1969-12-31T24:00:00Z', 0],
    ['1970-01-01T00:00:00.0019999Z', 1],
    ['2024-02-29T12:00:00-05:00', Date.UTC(2024, 1, 29, 17)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ])('%s is an instant', (text, instant) => expect(readInstant(text)).toBe(instant))

  it.each([
    '',
    '1970-01-01',
    '1970-01-01 00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-00-10T00:00:00Z',
    '2023-01-01T25:00:00Z',
    '2023-01-01T24:00:01Z',
    '2023-01-01T00:60:00Z',
    '2023-01-01T00:00:60Z',
    '2023-01-01T00:00:00+15:00',
    '2023-01-01T00:00:00.Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '+12023-01-01T00:00:00Z',
  ])('%s is not', (text) => expect(readInstant(text)).toBeUndefined())

  it('are what Date writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(-62_135_596_800_000), max: new Date(253_402_300_799_999), noInvalidDate: true }),
        (date) => {
          expect(readInstant(date.toISOString())).toBe(date.getTime())
        },
      ),
    )
  })
})
