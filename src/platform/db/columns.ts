import { type SqlFragment, sql } from './sql.ts'

/**
 * Many rows as the columns of one statement: `insert into t (…) select ${integer(rows, …)} from ${each(rows)}`. A column is
 * one binary array (PostgreSQL's `array_recv`), of which the statement takes the i-th element, and none is null: so
 * an element is found at once. The driver's own text arrays cost several times as much, to write here and to read there,
 * and `unnest` stores every column once more.
 */
type Pick<R, T> = (row: R, index: number) => T

/** The rows that the columns are of, as `i` from 1. */
export function each(rows: readonly unknown[]): SqlFragment {
  return sql.part`generate_series(1, ${rows.length}::integer) as i`
}

/** A column of few values that repeat: each of them is sent once, and for each row which one. */
export function repeated<R, T>(
  rows: readonly R[],
  type: 'uuid' | 'text' | 'jsonb' | 'timestamptz',
  pick: Pick<R, T | null>,
  keyOf: (value: T) => unknown = (value) => value,
  written: (value: T) => unknown = (value) => value,
): SqlFragment {
  const places = new Map<unknown, number>()
  const values: unknown[] = []
  const column = integer(rows, (row, index) => {
    const value = pick(row, index)
    // PostgreSQL counts from 1, and there is nothing, so null, in place 0.
    if (value === null) return 0
    const key = keyOf(value)
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, values.length + 1)
    return values.push(written(value))
  })
  return sql.part`(${values}::${types[type]})[${column}]`
}

const types = {
  uuid: sql.part`uuid[]`,
  text: sql.part`text[]`,
  jsonb: sql.part`jsonb[]`,
  timestamptz: sql.part`timestamptz[]`,
}

/** @param pick a whole number of 32 bits */
export function integer<R>(rows: readonly R[], pick: Pick<R, number>): SqlFragment {
  return sql.part`(${integers(rows, pick)}::integer[])[i]`
}

export function bigint<R>(rows: readonly R[], pick: Pick<R, number>): SqlFragment {
  return sql.part`(${wide(BIGINT, rows, pick)}::bigint[])[i]`
}

/** @param pick milliseconds since 1970 */
export function moment<R>(rows: readonly R[], pick: Pick<R, number>): SqlFragment {
  const array = wide(TIMESTAMPTZ, rows, (row, index) => (pick(row, index) - EPOCH_MS) * 1000)
  return sql.part`(${array}::timestamptz[])[i]`
}

export function boolean<R>(rows: readonly R[], pick: Pick<R, boolean>): SqlFragment {
  const array = header(BOOLEAN, rows.length, 5)
  for (let index = 0, at = HEADER; index < rows.length; index++, at += 5) {
    array.writeInt32BE(1, at)
    array[at + 4] = pick(rows[index]!, index) ? 1 : 0
  }
  return sql.part`(${array}::boolean[])[i]`
}

/** @param pick as this program writes them, 8-4-4-4-12; null: null */
export function uuid<R>(rows: readonly R[], pick: Pick<R, string | null>): SqlFragment {
  return sql.part`nullif((${uuids(rows, (row, index) => pick(row, index) ?? NIL)}::uuid[])[i], ${NIL}::uuid)`
}

/** @param ids sixteen bytes each, as `newIds` makes them; of each row, the place of its own */
export function id<R>(rows: readonly R[], ids: Buffer, place: Pick<R, number>): SqlFragment {
  const array = header(UUID, rows.length, 20)
  for (let index = 0, at = HEADER; index < rows.length; index++, at += 20) {
    array.writeInt32BE(16, at)
    const from = place(rows[index]!, index) * 16
    for (let byte = 0; byte < 16; byte++) array[at + 4 + byte] = ids[from + byte]!
  }
  return sql.part`(${array}::uuid[])[i]`
}

/** For `unnest`: what is compared with a table is planned better as what it is. @param pick a whole number of 32 bits */
export function integers<R>(rows: readonly R[], pick: Pick<R, number>): Buffer {
  const array = header(INTEGER, rows.length, 8)
  for (let index = 0, at = HEADER; index < rows.length; index++, at += 8) {
    array.writeInt32BE(4, at)
    array.writeInt32BE(pick(rows[index]!, index), at + 4)
  }
  return array
}

/** For `unnest`. */
export function uuids<R>(rows: readonly R[], pick: Pick<R, string>): Buffer {
  const array = header(UUID, rows.length, 20)
  for (let index = 0, at = HEADER; index < rows.length; index++, at += 20) {
    array.writeInt32BE(16, at)
    write(array, at + 4, pick(rows[index]!, index))
  }
  return array
}

const NIL = '00000000-0000-0000-0000-000000000000'
const EPOCH_MS = Date.UTC(2000, 0, 1)

/** PostgreSQL's numbers of types. */
const BOOLEAN = 16
const BIGINT = 20
const INTEGER = 23
const TIMESTAMPTZ = 1184
const UUID = 2950

/** Before the elements stand: dimensions, whether there are nulls, type, count, number of the first. */
const HEADER = 20

function header(type: number, count: number, bytesOfEach: number): Buffer {
  const array = Buffer.allocUnsafe(HEADER + count * bytesOfEach)
  array.writeInt32BE(count === 0 ? 0 : 1, 0)
  array.writeInt32BE(0, 4)
  array.writeInt32BE(type, 8)
  array.writeInt32BE(count, 12)
  array.writeInt32BE(1, 16)
  return count === 0 ? array.subarray(0, 12) : array
}

function wide<R>(type: number, rows: readonly R[], pick: Pick<R, number>): Buffer {
  const array = header(type, rows.length, 12)
  for (let index = 0, at = HEADER; index < rows.length; index++, at += 12) {
    const value = pick(rows[index]!, index)
    const high = Math.floor(value / 2 ** 32)
    array.writeInt32BE(8, at)
    array.writeInt32BE(high, at + 4)
    array.writeUInt32BE(value - high * 2 ** 32, at + 8)
  }
  return array
}

/** What a hexadecimal digit is worth, by its code. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0)

function write(array: Buffer, at: number, uuid: string): void {
  let to = at
  for (let from = 0; from < 36; from += 2) {
    if (from === 8 || from === 13 || from === 18 || from === 23) from++
    array[to++] = (DIGITS[uuid.charCodeAt(from)]! << 4) | DIGITS[uuid.charCodeAt(from + 1)]!
  }
}
