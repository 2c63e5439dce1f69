import { type FocusEvent, type KeyboardEvent, useMemo } from 'react'

/**
 * Peeking at a row of a list by the space bar: what is peeked at is told by `data-peek` on the row's link. While somebody
 * peeks, moving on to another row peeks at that one.
 */
export function usePeeking(peeked: string | undefined, onPeek: (id: string | undefined) => void) {
  return useMemo(
    () => ({
      listen: {
        onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
          const id = event.key === ' ' && rowOf(event.target)
          if (!id || event.ctrlKey || event.metaKey || event.altKey) return
          event.preventDefault()
          onPeek(id === peeked ? undefined : id)
        },
        onFocus: (event: FocusEvent<HTMLElement>) => {
          const id = rowOf(event.target)
          if (id && peeked !== undefined && id !== peeked) onPeek(id)
        },
      },
      close: () => onPeek(undefined),
    }),
    [peeked, onPeek],
  )
}

const rowOf = (target: EventTarget): string | undefined => (target as HTMLElement).dataset?.peek
