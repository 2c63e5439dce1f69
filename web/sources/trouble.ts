import type { Source } from '../../src/contract/source.ts'

const DAY_MS = 86_400_000

/** Without a word for so long, a provider that pushes changes has probably stopped. */
export const isSilent = (contactAt: string): boolean => Date.now() - Date.parse(contactAt) > DAY_MS

export const endsSoon = (at: string): boolean => Date.parse(at) - Date.now() < 30 * DAY_MS

/** The end of the token that goes on longest: then the source goes silent. Null: it has no end, or there is none. */
export function endOf(tokens: Source['tokens']): string | null {
  const ends = tokens.map(({ expiresAt }) => expiresAt)
  return ends.reduce((last, end) => (last !== null && end !== null && end > last ? end : last && end), ends[0] ?? null)
}

/** It is silent, or will be soon. One that was never in touch is still being set up. */
export function isTroubled({ kind, state, contactAt, tokens, oauthClients }: Source): boolean {
  if (state === 'paused' || kind === 'csv' || contactAt === null) return false
  if (oauthClients > 0) return isSilent(contactAt)
  const end = endOf(tokens)
  return isSilent(contactAt) || tokens.length === 0 || (end !== null && endsSoon(end))
}
