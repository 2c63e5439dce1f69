import { describe, expect, it } from 'vitest'
import { hashPassword, hashSecret, looksLikeSecret, makeSecret, verifyPassword } from './secrets.ts'

describe('a secret', () => {
  it('says its kind, has 256 random bits and a check', () => {
    const secret = makeSecret('scim')
    expect(secret).toMatch(/^rc_scim_[0-9A-Za-z]{49}$/)
    expect(makeSecret('scim')).not.toBe(secret)
    expect(looksLikeSecret(secret, 'scim')).toBe(true)
  })

  it('is told from a mistyped one, another kind and noise', () => {
    const secret = makeSecret('api')
    const mistyped = `${secret.slice(0, 10)}${secret[10] === 'x' ? 'y' : 'x'}${secret.slice(11)}`
    expect(looksLikeSecret(mistyped, 'api')).toBe(false)
    expect(looksLikeSecret(secret, 'scim')).toBe(false)
    expect(looksLikeSecret(secret.slice(0, -1), 'api')).toBe(false)
    expect(looksLikeSecret('', 'api')).toBe(false)
    expect(looksLikeSecret('rc_api_'.padEnd(56, 'é'), 'api')).toBe(false)
  })

  it('is stored as its SHA-256', () => {
    expect(hashSecret('abc').toString('hex')).toMatch(/^ba7816bf8f01cfea/)
  })
})

describe('a password', () => {
  it('is stored as Argon2id with 19 MiB and two passes', async () => {
    expect(await hashPassword('Grüezi miteinand')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('is recognised however its letters were composed', async () => {
    const stored = await hashPassword('Gr\u00fcezi')
    expect(await verifyPassword(stored, 'Gru\u0308ezi')).toBe(true)
    expect(await verifyPassword(stored, 'Gruezi')).toBe(false)
  })

  it('never fits an account that has none', async () => {
    expect(await verifyPassword(undefined, '')).toBe(false)
    expect(await verifyPassword(undefined, 'x')).toBe(false)
  })
})
