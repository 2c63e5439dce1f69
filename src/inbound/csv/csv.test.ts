import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvRecord, csvLine, csvRecords, decoded } from './csv.ts'

const all = async <One>(from: AsyncIterable<One>): Promise<One[]> => {
  const found: One[] = []
  for await (const one of from) found.push(one)
  return found
}
const read = async (...texts: readonly string[]): Promise<readonly CsvRecord[]> => all(csvRecords(texts))
const cells = async (...texts: readonly string[]) => (await read(...texts)).map((record) => record.cells)
const bytes = async function* (...parts: readonly Buffer[]) {
  yield* parts
}
const text = async (limit: number, ...parts: readonly Buffer[]) => (await all(decoded(bytes(...parts), limit))).join('')

describe('a file of records, RFC 4180', () => {
  it('is read as it was written, wherever its text is cut', async () => {
    const records = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), {
      maxLength: 6,
    })
    const special = fc.array(
      fc.array(fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\r', '\n', 'a', ' ', '=') }), { minLength: 1 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(records, special), fc.array(fc.nat(200)), async (written, cuts) => {
        const whole = written.map(csvLine).join('')
        const places = [...new Set(cuts.map((cut) => Math.min(cut, whole.length)))].sort((a, b) => a - b)
        const pieces = [0, ...places].map((from, index) => whole.slice(from, places[index] ?? whole.length))
        expect(await cells(...pieces)).toEqual(written)
      }),
    )
  })

  it('may end its lines in CRLF, LF or CR, the last with none, and have lines with nothing on them', async () => {
    const three = [
      ['a', 'b'],
      ['c', ''],
      ['', 'd'],
    ]
    for (const end of ['\r\n', '\n', '\r']) {
      expect(await cells(`a,b${end}c,${end}${end},d`)).toEqual(three)
      expect(await cells(`a,b${end}c,${end},d${end}${end}`)).toEqual(three)
    }
    expect(await cells('a,b\r', '\nc,d')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(await cells('')).toEqual([])
    expect(await cells('only')).toEqual([['only']])
  })

  it('has quotes around commas, line ends and quotes; a quote elsewhere is itself', async () => {
    expect(await cells('"a,b","c""d","e\r\nf",5" tall\n')).toEqual([['a,b', 'c"d', 'e\r\nf', '5" tall']])
    expect(await cells('a,""\n"",b\n""\n')).toEqual([['a', ''], ['', 'b'], ['']])
  })

  it('may be separated by semicolons or tabs, as its first line is', async () => {
    expect(await cells('a;b\n1,5;2\n')).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ])
    expect(await cells('a\tb\n1;5\t2\n')).toEqual([
      ['a', 'b'],
      ['1;5', '2'],
    ])
    expect(await cells('"a;b;c",d\n1,2\n')).toEqual([
      ['a;b;c', 'd'],
      ['1', '2'],
    ])
  })

  it('says on which line each record begins', async () => {
    expect((await read('a\r\n"b\r\nb",c\r\n\r\nd\r\n')).map((record) => record.line)).toEqual([1, 2, 5])
    expect((await read('a\n"b', '\n\nb"\nd')).map((record) => record.line)).toEqual([1, 2, 5])
  })

  it('is refused where a quote is never closed, or is followed by text', async () => {
    await expect(read('a,b\nc,"d\ne,f\n')).rejects.toMatchObject({
      status: 422,
      code: 'CSV_MALFORMED',
      details: { line: 2 },
    })
    await expect(read('a\n"b"c\n')).rejects.toMatchObject({ details: { line: 2 } })
  })

  it('takes a cell of a megabyte, and names that an object has of its own', async () => {
    const long = 'x'.repeat(1_048_576)
    expect(await cells(`__proto__,constructor\n${long},=1+1\n`)).toEqual([
      ['__proto__', 'constructor'],
      [long, '=1+1'],
    ])
  })
})

describe('the text of a file', () => {
  it('is UTF-8 with or without its mark, cut anywhere, or UTF-16 with it', async () => {
    const euro = Buffer.from('a€😀')
    expect(await text(100, ...[...euro].map((byte) => Buffer.from([byte])))).toBe('a€😀')
    expect(await text(100, Buffer.from('\uFEFFa'))).toBe('a')
    expect(await text(100, Buffer.from('\uFEFFa€', 'utf16le'))).toBe('a€')
    expect(await text(100)).toBe('')
  })

  it('is refused when it is something else, or too much', async () => {
    await expect(text(100, Buffer.from([0x61, 0xff, 0x62]))).rejects.toMatchObject({ status: 422, code: 'NOT_TEXT' })
    await expect(text(100, Buffer.from([0xe2, 0x82]))).rejects.toMatchObject({ status: 422, code: 'NOT_TEXT' })
    await expect(text(3, Buffer.from('ab'), Buffer.from('cd'))).rejects.toMatchObject({ status: 413 })
  })
})
