import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { fetchOutward } from '../../../platform/outward.ts'

/** Entra's set has about 20 kB. */
const LIMIT_BYTES = 262_144
const TIMEOUT_MS = 5000
/** Keys are read again after so long, */
const FRESH_MS = 600_000
/** and for a key that is not among them, at most so often. */
const UNKNOWN_FLOOR_MS = 30_000
/** Where they cannot be read, nobody tries again before. */
const FAILED_FLOOR_MS = 5000
const ISSUERS_MAX = 1000

/**
 * Public keys of issuers, by the address that an admin gave. Whoever sends assertions decides how often keys are asked for, so
 * there is a floor between two times, for keys that are unknown and for an issuer that does not answer.
 */
export class IssuerKeys {
  readonly #privateAllowed: boolean
  readonly #sets = new Map<string, JWTVerifyGetKey>()

  constructor(privateAllowed: boolean) {
    this.#privateAllowed = privateAllowed
  }

  /** @throws {TypeError} when it is no URL */
  of(jwksUrl: string): JWTVerifyGetKey {
    const known = this.#sets.get(jwksUrl)
    if (known) return known
    const made = this.#remote(jwksUrl)
    if (this.#sets.size >= ISSUERS_MAX) this.#sets.clear()
    this.#sets.set(jwksUrl, made)
    return made
  }

  #remote(jwksUrl: string): JWTVerifyGetKey {
    let failedAtMs = Number.NEGATIVE_INFINITY
    const privateAllowed = this.#privateAllowed
    return createRemoteJWKSet(new URL(jwksUrl), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: UNKNOWN_FLOOR_MS,
      cacheMaxAge: FRESH_MS,
      [customFetch]: async (url, { signal, headers }) => {
        if (performance.now() - failedAtMs < FAILED_FLOOR_MS) throw new Error('the keys could not be read just now')
        failedAtMs = performance.now()
        const sent = Object.fromEntries(headers)
        const answer = await fetchOutward(new URL(url), {
          privateAllowed,
          limitBytes: LIMIT_BYTES,
          signal,
          headers: sent,
        })
        if (await hasKeys(answer.clone())) failedAtMs = Number.NEGATIVE_INFINITY
        return answer
      },
    })
  }
}

async function hasKeys(answer: Response): Promise<boolean> {
  const body: unknown = answer.status === 200 ? await answer.json().catch(() => undefined) : undefined
  return typeof body === 'object' && body !== null && 'keys' in body && Array.isArray(body.keys)
}
