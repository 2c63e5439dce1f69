import { latestOf } from '../plan/store/latest.ts'
import type { Database } from '../platform/db/db.ts'

/** Tells who is looking that something changed, at most once a second. */
export interface Live {
  /** @returns what ends it */
  watch(organization: string, onChange: () => void): () => void
  close(): void
}

const LOOK_MS = 1000

interface Watched {
  readonly watchers: Set<() => void>
  readonly timer: NodeJS.Timeout
}

/**
 * Looks once a second at each organization that somebody watches here, however many they are, whichever node the change
 * came from. Level-based like the engine: nothing has to be told, so nothing that was not told is missed.
 */
export function openLive(database: Database, lookMs = LOOK_MS): Live {
  const watched = new Map<string, Watched>()

  const begin = (organization: string): Watched => {
    const watchers = new Set<() => void>()
    const db = database.of(organization)
    let last: string | undefined
    let isLooking = false
    const look = async (): Promise<void> => {
      if (isLooking) return
      isLooking = true
      // A database that does not answer is not a change; the next look is a second away.
      const mark = await latestOf(db).catch(() => last)
      isLooking = false
      if (last !== undefined && mark !== last) for (const told of watchers) told()
      last = mark
    }
    void look()
    return { watchers, timer: setInterval(look, lookMs) }
  }

  return {
    watch(organization, onChange) {
      const found = watched.get(organization) ?? begin(organization)
      watched.set(organization, found)
      found.watchers.add(onChange)
      return () => {
        found.watchers.delete(onChange)
        if (found.watchers.size > 0 || watched.get(organization) !== found) return
        clearInterval(found.timer)
        watched.delete(organization)
      }
    },
    close() {
      for (const { timer } of watched.values()) clearInterval(timer)
      watched.clear()
    },
  }
}
