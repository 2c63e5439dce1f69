import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

const CHANNEL = 'rollcall-live'
/** A list that was scrolled further than this is not loaded anew under who reads it. */
const PAGES_MAX = 3

/**
 * What is shown is asked for again when the server says that something changed. A browser opens few connections to one
 * host, so of all its tabs one listens and tells the others; when it is closed, the next one does. A hidden tab catches up
 * when it is looked at.
 */
export function useLive(queries: QueryClient): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL)
    const ended = new AbortController()
    let source: EventSource | undefined
    let isBehind = false
    const refresh = () => {
      isBehind = document.hidden
      if (!isBehind) void queries.invalidateQueries({ predicate: ({ state }) => !isLong(state.data) })
    }
    const onSeen = () => isBehind && refresh()
    channel.addEventListener('message', refresh)
    document.addEventListener('visibilitychange', onSeen)
    // Only of this host, and over https or on this machine: elsewhere each tab listens for itself.
    const listen = () =>
      new Promise<void>((resolve) => {
        source = new EventSource('/api/v1/live')
        source.onmessage = () => {
          channel.postMessage('changed')
          refresh()
        }
        ended.signal.addEventListener('abort', () => resolve())
      })
    if ('locks' in navigator) navigator.locks.request(CHANNEL, { signal: ended.signal }, listen).catch(() => {})
    else void listen()
    return () => {
      ended.abort()
      source?.close()
      channel.close()
      document.removeEventListener('visibilitychange', onSeen)
    }
  }, [queries])
}

function isLong(shown: unknown): boolean {
  return (
    typeof shown === 'object' && shown !== null && 'pages' in shown && (shown.pages as unknown[]).length > PAGES_MAX
  )
}
