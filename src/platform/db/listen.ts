import pg from 'pg'
import { type Connection, poolConfig } from './db.ts'

const CHANNEL = 'rollcall_touched'
const COALESCE_MS = 20
const BACKOFF_MS_MAX = 30_000

/** Wake-ups between nodes. A lost one is a delay, never a loss: every worker looks by itself now and then. */
export interface Wakeups {
  /** Tells the other nodes, soon: however many calls, at most one statement every 20 ms. */
  notify(organization: string): void
  close(): Promise<void>
}

export interface WakeupOptions {
  readonly connection: Connection
  /** Called for what another node tells, never for our own `notify`. */
  readonly onTouched: (organization: string) => void
  readonly log: (text: string) => void
}

/** Keeps one connection of its own for LISTEN and NOTIFY, and opens it again, with growing pauses, when it breaks. Returns at once. */
export function openWakeups({ connection, onTouched, log }: WakeupOptions): Wakeups {
  const waiting = new Set<string>()
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let retry: NodeJS.Timeout | undefined
  let failures = 0
  let closed = false

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...poolConfig(connection), application_name: 'rollcall wake-ups', keepAlive: true })
    const lost = (error?: Error) => {
      if (closed || (client !== undefined && client !== next)) return
      client = undefined
      next.removeAllListeners('end')
      next.end().catch(() => {})
      const pauseMs = Math.min(100 * 2 ** failures++, BACKOFF_MS_MAX)
      log(
        `Wake-ups between nodes are interrupted (${error?.message ?? 'connection ended'}); next try in ${pauseMs} ms.`,
      )
      clearTimeout(retry)
      retry = setTimeout(connect, pauseMs)
    }
    next.on('error', lost)
    next.on('notification', (message) => {
      if (message.processId !== backendOf(next) && message.payload) onTouched(message.payload)
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
    } catch (error) {
      lost(error as Error)
      return
    }
    if (closed) return void next.end()
    next.once('end', () => lost())
    client = next
    failures = 0
    if (waiting.size > 0) schedule()
  }

  const schedule = () => {
    timer ??= setTimeout(flush, COALESCE_MS)
  }

  const flush = async (): Promise<void> => {
    timer = undefined
    if (!client || waiting.size === 0) return // Sent when the connection is back.
    const organizations = [...waiting]
    waiting.clear()
    const text = 'select pg_notify($1, organization) from unnest($2::text[]) as organization'
    await client
      .query(text, [CHANNEL, organizations])
      .catch((error: Error) => log(`A wake-up was not sent: ${error.message}`))
  }

  const opening = connect()
  return {
    notify: (organization) => {
      waiting.add(organization)
      schedule()
    },
    close: async () => {
      clearTimeout(timer)
      clearTimeout(retry)
      await opening
      await flush()
      closed = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}

/** The server's process that answers this connection (pg keeps it, its types do not say so). */
function backendOf(client: pg.Client): number | undefined {
  return (client as unknown as { processID: number | null }).processID ?? undefined
}
