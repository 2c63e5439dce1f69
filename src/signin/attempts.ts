import { Refused } from '../platform/errors.ts'

const WINDOW_MS = 15 * 60_000
/** Failures with one account from one address: then that address waits, and the account's own admin elsewhere does not. */
const PAIR_MAX = 5
/** Failures from one address, whatever the accounts: many who sit behind one, or one who tries many. */
const ADDRESS_MAX = 50
const REMEMBERED_MAX = 20_000

interface Tally {
  failures: number
  readonly sinceMs: number
}

/**
 * Failed sign-ins, remembered by this node for a quarter of an hour. An attempt counts from its beginning, so that many at
 * once are no way around it; success takes it back.
 */
export class Attempts {
  readonly #tallies = new Map<string, Tally>()

  /** @throws {Refused} 429 TOO_MANY_ATTEMPTS, with `retryAfterSeconds` */
  begin(account: string, address: string, now: Date): void {
    const network = networkOf(address)
    const pair = this.#tally(`${network} ${account}`, now)
    const whole = this.#tally(network, now)
    const full = [pair.failures >= PAIR_MAX && pair, whole.failures >= ADDRESS_MAX && whole].filter((each) => !!each)
    if (full.length > 0) {
      const untilMs = Math.max(...full.map(({ sinceMs }) => sinceMs + WINDOW_MS))
      throw new Refused(429, 'TOO_MANY_ATTEMPTS', 'Too many attempts to sign in. Wait, or use a one-time link.', {
        details: { retryAfterSeconds: Math.max(1, Math.ceil((untilMs - now.getTime()) / 1000)) },
      })
    }
    pair.failures++
    whole.failures++
  }

  succeed(account: string, address: string): void {
    const network = networkOf(address)
    this.#tallies.delete(`${network} ${account}`)
    const whole = this.#tallies.get(network)
    if (whole) whole.failures--
  }

  #tally(key: string, now: Date): Tally {
    const known = this.#tallies.get(key)
    if (known && now.getTime() - known.sinceMs < WINDOW_MS) return known
    const tally = { failures: 0, sinceMs: now.getTime() }
    this.#tallies.delete(key)
    this.#tallies.set(key, tally)
    // The oldest windows end first: a Map keeps the order in which they began.
    if (this.#tallies.size > REMEMBERED_MAX) this.#tallies.delete(this.#tallies.keys().next().value!)
    return tally
  }
}

/** One household has a whole IPv6 /64; an IPv4 address may come mapped into IPv6. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  const [head = '', tail = ''] = address.split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail.split(':').filter(Boolean)
  const zeroes = address.includes('::') ? Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0') : []
  return [...front, ...zeroes, ...back].slice(0, 4).join(':')
}
