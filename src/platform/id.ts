import { randomFillSync } from 'node:crypto'

// Random bytes are drawn for many ids at once: drawing is the better part of making one.
const drawn = Buffer.alloc(8 * 512)
let next = drawn.length
let lastMs = 0
let counter = 0
let aheadMs = 0
/** The part of an id that is the same within a millisecond. */
let head = ''
let headMs = 0
/** Bytes as two hexadecimal digits. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A new UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then a counter (§6.2, method 1), then random
 * bits. Ids made later by one process sort later, so rows are appended to their index rather than scattered over it,
 * and what one run records stays in order. A clock that goes back does not take the ids back with it.
 */
export function newId(): string {
  tick()
  if (next === drawn.length) {
    randomFillSync(drawn)
    next = 0
  }
  if (lastMs !== headMs) {
    headMs = lastMs
    const time = lastMs.toString(16).padStart(12, '0')
    head = `${time.slice(0, 8)}-${time.slice(8)}-7`
  }
  const count = counter < 0x100 ? `0${HEX[counter]}` : counter.toString(16)
  const variant = HEX[(drawn[next]! & 0x3f) | 0x80]
  let tail = HEX[drawn[next + 2]!]!
  for (let at = next + 3; at < next + 8; at++) tail += HEX[drawn[at]!]!
  const second = HEX[drawn[next + 1]!]
  next += 8
  return `${head}${count}-${variant}${second}-${tail}`
}

/** The moment and the counter of the next id. */
function tick(): void {
  const now = Date.now() + aheadMs
  if (now > lastMs) {
    lastMs = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
}

/** As many new ids, in order, sixteen bytes each: for rows by the hundred thousand. */
export function newIds(count: number): Buffer {
  const ids = Buffer.allocUnsafe(count * 16)
  randomFillSync(ids)
  for (let at = 0; at < ids.length; at += 16) {
    tick()
    ids.writeUIntBE(lastMs, at, 6)
    ids.writeUInt16BE(0x7000 | counter, at + 6)
    ids[at + 8] = (ids[at + 8]! & 0x3f) | 0x80
  }
  return ids
}

/** Ids go with a clock that was moved (tests only), or their order would not be that of the moments beside them. */
export function moveIds(toAheadMs: number): void {
  aheadMs = toAheadMs
}

/** Below every id made at that moment or later, and above every one made before. Bounds of months are such ids. */
export function firstIdAt(moment: Date): string {
  const time = moment.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text from outside can be an id at all: PostgreSQL would refuse the statement otherwise. */
export function isId(text: string): boolean {
  return UUID.test(text)
}
