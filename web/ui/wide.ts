import { useSyncExternalStore } from 'react'

/** Whether the window is at least so wide, in pixels: for what is another thing then, not only laid out in another way. */
export function useWide(pixels: number): boolean {
  const query = window.matchMedia(`(min-width: ${pixels}px)`)
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => query.matches,
  )
}
