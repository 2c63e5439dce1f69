import { Refused } from '../../platform/errors.ts'

/**
 * csv/ is how a file becomes a source's users and groups: read, held against the directory, shown as a review, applied. It
 * writes nothing of the directory itself; receive/ does.
 */

/** One record of a file, and the line it begins on; the first line is 1. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

interface CsvReader {
  /** The records that are whole by now. */
  read(text: string): readonly CsvRecord[]
  /** What is left at the end of the file. */
  end(): readonly CsvRecord[]
}

/**
 * The records of a file, RFC 4180, however its text is cut into pieces. Lines may end in CRLF, LF or CR; the separator is
 * what the first line has most of: comma, semicolon or tab. Lines with nothing on them are left out.
 * @throws {Refused} 422 CSV_MALFORMED, naming the line
 */
export async function* csvRecords(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<CsvRecord> {
  let reader: CsvReader | undefined
  let head = ''
  for await (const text of texts) {
    if (reader) yield* reader.read(text)
    else {
      head += text
      if (!/[\r\n]/.test(head)) continue
      reader = openReader(separatorOf(head))
      yield* reader.read(head)
    }
  }
  reader ??= openReader(separatorOf(head))
  if (head !== '' && !/[\r\n]/.test(head)) yield* reader.read(head)
  yield* reader.end()
}

function separatorOf(head: string): string {
  const first = head.replace(/"[^"]*("|$)/g, '').split(/[\r\n]/, 1)[0]!
  const count = (separator: string) => first.split(separator).length
  return [',', ';', '\t'].reduce((best, other) => (count(other) > count(best) ? other : best))
}

type State = 'begin' | 'plain' | 'quoted' | 'closed'

function openReader(separator: string): CsvReader {
  let records: CsvRecord[] = []
  let cells: string[] = []
  let cell = ''
  let state: State = 'begin'
  let [line, beganAt, quoteAt] = [1, 1, 1]
  let afterReturn = false
  const inQuotes = /["\r\n]/g
  const outside = new RegExp(`[${separator}\r\n]`, 'g')

  const endCell = () => {
    cells.push(cell)
    cell = ''
    state = 'begin'
  }
  const endRecord = () => {
    const isBlank = cells.length === 0 && cell === '' && state !== 'closed'
    endCell()
    if (!isBlank) records.push({ line: beganAt, cells })
    cells = []
  }
  const step = (letter: string) => {
    const isBreak = letter === '\n' || letter === '\r'
    if (letter === '\n' && afterReturn) {
      // The second half of a CRLF: within quotes it belongs to the cell.
      if (state === 'quoted') cell += letter
      afterReturn = false
      return
    }
    afterReturn = letter === '\r'
    if (isBreak) line++
    if (state === 'quoted') {
      if (letter === '"') state = 'closed'
      else cell += letter
    } else if (letter === '"' && state === 'closed') {
      cell += letter
      state = 'quoted'
    } else if (letter === separator) endCell()
    else if (isBreak) {
      endRecord()
      beganAt = line
    } else if (letter === '"' && state === 'begin') {
      state = 'quoted'
      quoteAt = line
    } else if (state === 'closed') throw malformed(line, 'there is text after a closing quote')
    else {
      cell += letter
      state = 'plain'
    }
  }
  const taken = () => {
    const whole = records
    records = []
    return whole
  }
  return {
    read: (text) => {
      for (let at = 0; at < text.length; at++) {
        const next = state === 'quoted' ? inQuotes : state === 'plain' ? outside : undefined
        if (next) {
          // What is only a piece of the cell, all at once.
          next.lastIndex = at
          const end = next.test(text) ? next.lastIndex - 1 : text.length
          if (end > at) afterReturn = false
          cell += text.slice(at, end)
          at = end
        }
        if (at < text.length) step(text[at]!)
      }
      return taken()
    },
    end: () => {
      if (state === 'quoted') throw malformed(quoteAt, 'a quote that is opened there is never closed')
      endRecord()
      return taken()
    },
  }
}

function malformed(line: number, what: string): Refused {
  const text = `Line ${line}: ${what}. A quote within quotes is written twice. Nothing was taken from the file.`
  return new Refused(422, 'CSV_MALFORMED', text, { details: { line } })
}

/** A record as RFC 4180 writes it, with the line end. */
export function csvLine(cells: readonly string[]): string {
  const written = cells.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
  // One empty cell would be a line with nothing on it.
  return `${cells.length === 1 && cells[0] === '' ? '""' : written.join(',')}\r\n`
}

/**
 * Bytes as text: UTF-8, or UTF-16 where it begins with its mark; the mark itself is left out.
 * @throws {Refused} 413 over the limit; 422 NOT_TEXT
 */
export async function* decoded(bytes: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let length = 0
  try {
    for await (const part of bytes) {
      length += part.length
      if (length > limitBytes)
        throw new Refused(
          413,
          'FILE_TOO_LARGE',
          `The file is over ${limitBytes} bytes: send it in parts, with mode add.`,
        )
      decoder ??= new TextDecoder(part[0] === 0xff && part[1] === 0xfe ? 'utf-16le' : 'utf-8', { fatal: true })
      yield decoder.decode(part, { stream: true })
    }
    yield decoder?.decode() ?? ''
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new Refused(422, 'NOT_TEXT', 'The file is not UTF-8 text: save it as “CSV UTF-8”.', { cause })
  }
}
