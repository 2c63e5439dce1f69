import { useState } from 'react'

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
      return Number.isNaN(Date.parse(before)) ? undefined : before
    } catch {
      // Storage may be switched off: then every visit is the first.
      return undefined
    }
  })
  return then
}
