import { lazy, Suspense, useEffect, useState } from 'react'
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components'

export interface Said {
  readonly title: string
  readonly about?: string
  readonly look?: 'good' | 'warn' | 'bad'
  /** What takes it back. */
  readonly undo?: () => void
}

/** What is said and not gone yet. */
export const queue = new ToastQueue<Said>({ maxVisibleToasts: 3 })
/**
 * Says in the corner what was done, and offers to take it back. What can be taken back stays 20 seconds (longer while it
 * is pointed at or has the focus), the rest 6; what went wrong stays until it is dismissed.
 *
 * @returns closes it: for what can no longer be taken back
 */
export function say(said: Said): () => void {
  const key = queue.add(said, said.look === 'bad' ? {} : { timeout: said.undo ? 20_000 : 6_000 })
  return () => {
    const focused = document.activeElement
    queue.close(key)
    // React Aria may give the focus to the next notice, though the one that went had it long ago.
    requestAnimationFrame(() => {
      if (
        focused instanceof HTMLElement &&
        focused.isConnected &&
        document.activeElement?.closest('[role="alertdialog"]')
      )
        focused.focus()
    })
  }
}

const Region = lazy(async () => ({ default: (await import('./toast-region.tsx')).ToastsRegion }))

/** Once, beside the pages; loaded when the first thing is said. */
export function Toasts() {
  const [hasSaid, setSaid] = useState(false)
  useEffect(() => queue.subscribe(() => setSaid(true)), [])
  if (!hasSaid) return null
  return (
    <Suspense>
      <Region />
    </Suspense>
  )
}
