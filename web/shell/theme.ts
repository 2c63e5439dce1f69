import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const listeners = new Set<() => void>()

function chosen(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Kept in this browser; public/theme.js puts it in place before the first paint. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem('theme')
    else localStorage.setItem('theme', theme)
  } catch {
    // Storage may be switched off: then it holds until the page is left.
  }
  for (const told of listeners) told()
}

export function useTheme(): Theme {
  return useSyncExternalStore((told) => {
    listeners.add(told)
    return () => void listeners.delete(told)
  }, chosen)
}
