/** Limits on how many may lose a product, over every path, without an admin's word. */
export interface Safeguard {
  /** Largest share of a product's holders who may lose it in `windowHours`, 0 to 1. */
  readonly lossShareMax: number
  /** Losses always allowed in that time, however few hold the product. */
  readonly lossesAllowed: number
}

/** The time over which losses add up. */
export const windowHours = 24

/** Losses of one product, as a run finds them. */
export interface Losses {
  /** Users who lost it within the window without an admin's word, and have it not now. */
  readonly recent: number
  /** Users who hold it now, those whose loss is pending among them. */
  readonly holders: number
  /** Users whose loss was stopped before and waits for an admin. */
  readonly stopped: number
  /** Users whose loss this run would carry out. */
  readonly pending: number
}

export type Verdict = { readonly verdict: 'allowed' | 'stopped'; readonly losses: number; readonly limit: number }

/**
 * Whether the pending losses of a product may be carried out. While losses wait for an admin, later ones join them:
 * a limit that has been hit once is not hit again by each user that trickles in.
 */
export function judge(losses: Losses, safeguard: Safeguard): Verdict {
  const limit = Math.max(safeguard.lossesAllowed, safeguard.lossShareMax * (losses.holders + losses.recent))
  const count = losses.recent + losses.stopped + losses.pending
  const over = losses.pending > 0 && (losses.stopped > 0 || count > limit)
  return { verdict: over ? 'stopped' : 'allowed', losses: count, limit: Math.floor(limit) }
}
