import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { hash, verify } from '@node-rs/argon2'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^43 > 2^256, and 62^6 > 2^32. */
const RANDOM_LENGTH = 43
const CHECK_LENGTH = 6

/**
 * A new secret: `rc_<kind>_`, 256 random bits and the CRC-32 of all before it, in base 62. The prefix says what leaked,
 * underscores make a double click select all of it, and the check lets scanners tell it from noise without asking us.
 */
export function makeSecret(kind: string): string {
  const body = `rc_${kind}_${base62(BigInt(`0x${randomBytes(32).toString('hex')}`), RANDOM_LENGTH)}`
  return body + check(body)
}

/** Whether the text can be a secret of that kind at all, by its form and check: no look-up is needed to refuse the rest. */
export function looksLikeSecret(text: string, kind: string): boolean {
  const prefix = `rc_${kind}_`
  if (!text.startsWith(prefix) || text.length !== prefix.length + RANDOM_LENGTH + CHECK_LENGTH) return false
  const body = text.slice(0, -CHECK_LENGTH)
  return /^[0-9A-Za-z]+$/.test(text.slice(prefix.length)) && check(body) === text.slice(-CHECK_LENGTH)
}

/** What is stored of a secret: it has 256 random bits, so SHA-256 without salt is enough, and can be looked up. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** OWASP's second choice for Argon2id: 19 MiB, two passes, one lane; about 40 ms. */
const PASSWORD = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** The PHC string (`$argon2id$…`) to store of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), PASSWORD)
}

/** Whether it is that password. False, in the same time, when nothing was stored. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  nothing ??= hashPassword('')
  const matches = await verify(stored ?? (await nothing), password.normalize('NFKC'))
  return matches && stored !== undefined
}

/** Compared against for an account that does not exist, so that the answer's time does not tell. */
let nothing: Promise<string> | undefined

function check(body: string): string {
  return base62(BigInt(crc32(body)), CHECK_LENGTH)
}

function base62(value: bigint, length: number): string {
  let digits = ''
  for (let rest = value; digits.length < length; rest /= 62n) digits = DIGITS[Number(rest % 62n)] + digits
  return digits
}
