/** Numbers of 32 bits that a signature has. */
export const SIGNATURE = 4

/** What one value adds to a signature. */
export type Mark = readonly [number, number, number, number]

const odd = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const
const known = new Map<string, Mark>()
const KNOWN_MAX = 100_000

/**
 * The mark of a value in a field. A signature is all marks of a content together by exclusive or: so that of one more
 * rule is that of the rules above it and the marks of what it adds, and two contents with the same signature are the
 * same (128 bits; not meant against somebody who makes values for it). Stored, so what is computed here may never change.
 */
export function markOf(field: string, value: unknown): Mark {
  const text = `${field} ${JSON.stringify(value)}`
  let mark = known.get(text)
  if (!mark) {
    mark = odd.map((seed) => mixed(text, seed)) as unknown as Mark
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(text, mark)
  }
  return mark
}

/** Adds a mark to the signature at a position of an array of them. */
export function sign(signatures: Int32Array, at: number, mark: Mark): void {
  for (let lane = 0; lane < SIGNATURE; lane++) signatures[at * SIGNATURE + lane]! ^= mark[lane]!
}

/** FNV-1a over UTF-16 units with a multiplier of its own for each lane, then the finalizer of MurmurHash3. */
function mixed(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193 ^ (seed << 8))
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
