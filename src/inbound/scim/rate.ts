/** How much one source may ask. RFC 6585 §4: over it, 429. */
export interface RateLimit {
  readonly perSecond: number
  readonly burst: number
}

/** Okta gives up after ten refusals, so this only stops a client that has run wild. */
export const defaultRate: RateLimit = { perSecond: 500, burst: 2000 }

/** A token bucket for each source: full at first, filled again evenly. */
export class Rates {
  readonly #limit: RateLimit
  readonly #buckets = new Map<string, { left: number; atMs: number }>()

  constructor(limit: RateLimit) {
    this.#limit = limit
  }

  /** @returns seconds until another request will be taken; 0: this one is */
  take(source: string, nowMs: number): number {
    const { perSecond, burst } = this.#limit
    let bucket = this.#buckets.get(source)
    if (!bucket) {
      bucket = { left: burst, atMs: nowMs }
      this.#buckets.set(source, bucket)
    }
    bucket.left = Math.min(burst, bucket.left + ((nowMs - bucket.atMs) * perSecond) / 1000)
    bucket.atMs = nowMs
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perSecond)
    bucket.left--
    return 0
  }

  /** What was let in as one request is so many more: the next ones wait until they are made up for. */
  charge(source: string, requests: number): void {
    const bucket = this.#buckets.get(source)
    if (bucket) bucket.left -= requests
  }
}
