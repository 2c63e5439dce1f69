import { useState } from 'react'

/** Who comes back sooner never left. */
const AWAY_MS = 300_000

/**
 * When this browser last showed the overview before this visit; undefined the first time. A reload is the same visit: what
 * was news stays news until the tab is closed.
 */
export function useLastHere(organization: string): string | undefined {
  const [then] = useState(() => {
    const name = `overview.lastHere.${organization}`
    try {
      const before = sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? ''
      sessionStorage.setItem(name, before)
      localStorage.setItem(name, new Date().toISOString())
      return Date.now() - Date.parse(before) > AWAY_MS ? before : undefined
    } catch {
      // Storage may be switched off: then every visit is the first.
      return undefined
    }
  })
  return then
}
