import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { expiredCursor, invalidCount, invalidCursor } from './errors.ts'

/** Seconds for which a page's cursor may be asked with: RFC 9865 §4 `cursorTimeout`. */
export const cursorTimeoutSeconds = 3600

/** What a cursor belongs to. */
export interface Seal {
  /** 32 random bytes, of one client: what is sealed with another key was never given to them. */
  readonly key: Buffer
  /** The whole query but for `count` and `cursor`: RFC 9865 §2, "all query parameters and values being identical". */
  readonly query: string
  /** As the query asks for it. */
  readonly count: number
  readonly now: Date
}

const nonceBytes = 12
const tagBytes = 16
const cursorLengthMax = 4096

/**
 * A position as a cursor, RFC 9865 §2: of unreserved characters, and nobody's to read but ours. Where a list is sorted, a
 * position names somebody, and what stands in a URL stands in logs (RFC 7644 §7.5.2): so it is encrypted (AES-256-GCM), not
 * only signed. The nonce is made of what is encrypted, so it never serves two texts.
 */
export function sealCursor(seal: Seal, position: unknown): string {
  const until = Math.ceil(seal.now.getTime() / 1000) + cursorTimeoutSeconds
  const text = JSON.stringify([until, seal.count, position])
  const nonce = derived(seal, 'nonce', text).subarray(0, nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', derived(seal, 'page', seal.query), nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/**
 * The position that `sealCursor` was given.
 * @throws {ScimError} invalidCursor: not ours, not this client's or not this query's, which is all said in the same words (RFC
 *   9865 §6.2); expiredCursor; invalidCount: the query was begun with another
 */
export function openCursor(seal: Seal, cursor: string): unknown {
  const [until, count, position] = JSON.parse(unsealed(seal, cursor)) as readonly [number, number, unknown]
  if (seal.now.getTime() > until * 1000)
    throw expiredCursor(`The cursor is older than ${cursorTimeoutSeconds} seconds. Begin anew with an empty one.`)
  if (count !== seal.count) throw invalidCount(`The query was begun with count=${count}, and has to go on with it.`)
  return position
}

function unsealed(seal: Seal, cursor: string): string {
  const bytes = Buffer.from(cursor.length > cursorLengthMax ? '' : cursor, 'base64url')
  try {
    const nonce = bytes.subarray(0, nonceBytes)
    const decipher = createDecipheriv('aes-256-gcm', derived(seal, 'page', seal.query), nonce, {
      authTagLength: tagBytes,
    })
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    throw invalidCursor('The cursor is none of this query. Begin with an empty one, and change nothing but the cursor.')
  }
}

function derived({ key }: Seal, use: 'nonce' | 'page', text: string): Buffer {
  return createHmac('sha256', key).update(`cursor 1 ${use}\n${text}`).digest()
}
