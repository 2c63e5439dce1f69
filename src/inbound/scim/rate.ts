/** How much one source may ask. RFC 6585 §4: over it, 429. */
export interface RateLimit {
  readonly perSecond: number
  readonly burst: number
}

/** Okta gives up after ten refusals, so this only stops a client that has run wild. */
export const defaultRate: RateLimit = { perSecond: 500, burst: 2000 }

/** Seconds' worth of a rate that may come at once. */
const BURST_SECONDS = 4
/** Beyond it those that nobody takes from are forgotten: they are full, as a new one is. */
const BUCKETS_MAX = 10_000

/** A token bucket for each source: full at first, filled again evenly. */
export class Rates {
  readonly #limit: RateLimit
  readonly #buckets = new Map<string, { left: number; atMs: number; burst: number; perSecond: number }>()

  constructor(limit: RateLimit) {
    this.#limit = limit
  }

  /**
   * @param perSecond of this bucket, with a burst of four seconds; left out or null: as the server is set
   * @returns seconds until another request will be taken; 0: this one is
   */
  take(name: string, nowMs: number, perSecond?: number | null): number {
    const limit = perSecond ? { perSecond, burst: perSecond * BURST_SECONDS } : this.#limit
    let bucket = this.#buckets.get(name)
    if (!bucket) {
      if (this.#buckets.size >= BUCKETS_MAX) this.#forget(nowMs)
      bucket = { left: limit.burst, atMs: nowMs, ...limit }
      this.#buckets.set(name, bucket)
    }
    bucket.left = Math.min(limit.burst, bucket.left + ((nowMs - bucket.atMs) * limit.perSecond) / 1000)
    bucket.atMs = nowMs
    bucket.burst = limit.burst
    bucket.perSecond = limit.perSecond
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / limit.perSecond)
    bucket.left--
    return 0
  }

  /** What was let in as one request is so many more: the next ones wait until they are made up for. */
  charge(name: string, requests: number): void {
    const bucket = this.#buckets.get(name)
    if (bucket) bucket.left -= requests
  }

  #forget(nowMs: number): void {
    for (const [name, { left, atMs, burst, perSecond }] of this.#buckets)
      if (left + ((nowMs - atMs) * perSecond) / 1000 >= burst) this.#buckets.delete(name)
  }
}
