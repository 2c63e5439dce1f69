import type { Refusal } from '../../contract/traffic.ts'
import type { SourceId } from '../../directory/user.ts'
import type { Database } from '../../platform/db/db.ts'
import { newId } from '../../platform/id.ts'
import type { Note } from './note.ts'
import { type Row, rowOf } from './row.ts'
import { saveProofs, saveTraffic } from './store/write.ts'
import { type Stranger, whoseDoor } from './stranger.ts'

/** A request and what it was answered, as it is told after the answer went out. */
export interface Seen {
  readonly at: Date
  /** Below the source's address, with its query. */
  readonly path: string
  readonly method: string
  readonly status: number
  readonly tookMs: number
  readonly client: string | undefined
  readonly requestId: string
  readonly note: Note
  readonly answered: string | undefined
  /** How long the body was. */
  readonly bytes: number
  /** Whose token it had; else what is known of who came without one. */
  readonly source: { readonly organization: string; readonly id: SourceId } | Stranger
  /** Label of the token or OAuth client that let it in. */
  readonly credential: string | undefined
}

export interface Kept extends Seen {
  readonly id: string
  readonly droppedBefore: number
}

const WRITE_MS = 200
const WRITE_AT = 200
const PENDING_MAX = 2000
/** Bodies that are held meanwhile; beyond it a request is kept without. */
const BYTES_MAX = 16 * 1_048_576
/** Of those who came without a token that is known: nobody fills the log of others. */
const STRANGERS_MAX = 50
/** Of one source in one batch with their bodies, beside those that were refused or odd. */
const WITH_BODY = 20
/** Of one source in one batch of what was only read, and found nothing odd: a provider that asks thousands of times a second is not slowed down. */
const READS_MAX = 20
const PROVEN_MAX = 10_000

/**
 * The traffic log's writer: what came is collected in memory and written a batch at a time, one insert for each source. Told
 * more than it can write it counts what it leaves out. It never fails a request, and never makes one wait.
 */
export class Recorder {
  readonly #database: Database
  readonly #warn: (error: unknown) => void
  /** Steps that are proven and written, of sources in use. */
  readonly #proven = new Map<string, Set<string>>()
  #pending: Kept[] = []
  #bytes = 0
  #strangers = 0
  #reads = new Map<string, number>()
  #dropped = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  constructor(database: Database, warn: (error: unknown) => void) {
    this.#database = database
    this.#warn = warn
  }

  tell(seen: Seen): void {
    const { source } = seen
    const isStranger = 'door' in source
    if (isStranger && ++this.#strangers > STRANGERS_MAX) return
    if (this.#pending.length >= PENDING_MAX || (!isStranger && this.#isOneMoreRead(seen, source.id))) {
      if (!isStranger) this.#dropped.set(source.id, (this.#dropped.get(source.id) ?? 0) + 1)
      return
    }
    const droppedBefore = (!isStranger && this.#dropped.get(source.id)) || 0
    if (droppedBefore > 0 && !isStranger) this.#dropped.delete(source.id)
    const bytes = seen.bytes + (seen.answered?.length ?? 0)
    this.#bytes += bytes
    if (this.#bytes > BYTES_MAX) {
      this.#bytes -= bytes
      seen.note.received = undefined
    }
    const answered = seen.note.received === undefined && seen.bytes > 0 ? undefined : seen.answered
    this.#pending.push({ ...seen, answered, id: newId(), droppedBefore })
    if (this.#pending.length >= WRITE_AT) void this.flush()
    else this.#timer ??= setTimeout(() => void this.flush(), WRITE_MS)
  }

  #isOneMoreRead({ method, status, note }: Seen, source: string): boolean {
    if (method !== 'GET' || status >= 400 || note.quirks.length > 0) return false
    const reads = (this.#reads.get(source) ?? 0) + 1
    this.#reads.set(source, reads)
    return reads > READS_MAX
  }

  /** Writes what was told until now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // One at a time: what comes meanwhile is the next batch.
    while (this.#writing) await this.#writing
    if (this.#pending.length === 0) return
    const batch = this.#pending
    this.#pending = []
    this.#bytes = 0
    this.#strangers = 0
    this.#reads.clear()
    this.#writing = this.#write(batch).catch(this.#warn)
    await this.#writing
    this.#writing = undefined
  }

  async #write(batch: readonly Kept[]): Promise<void> {
    const bySource = new Map<string, { organization: string; id: SourceId; rows: Row[] }>()
    const keep = (source: { organization: string; id: SourceId }, kept: Kept, token?: Refusal) => {
      const of = bySource.get(source.id) ?? { ...source, rows: [] }
      bySource.set(source.id, of)
      of.rows.push(rowOf(kept, token, of.rows.length < WITH_BODY))
    }
    const strangers = batch.filter((kept): kept is Kept & { source: Stranger } => 'door' in kept.source)
    const doors = strangers.length > 0 ? await whoseDoor(this.#database, strangers) : new Map()
    for (const kept of batch) {
      if (!('door' in kept.source)) keep(kept.source, kept)
      else {
        const door = doors.get(kept)
        if (door) keep(door.source, { ...kept, credential: door.credential }, door.token)
      }
    }
    for (const { organization, id, rows } of bySource.values()) {
      const db = this.#database.of(organization)
      await saveTraffic(db, id, rows)
      await this.#prove(organization, id, rows)
    }
  }

  async #prove(organization: string, source: SourceId, rows: readonly Row[]): Promise<void> {
    const known = this.#proven.get(source) ?? new Set()
    const first = new Map(rows.toReversed().flatMap((row) => row.proves.map((step) => [step, row] as const)))
    const fresh = [...first].filter(([step]) => !known.has(step))
    if (fresh.length === 0) return
    await saveProofs(this.#database.of(organization), source, fresh)
    for (const [step] of fresh) known.add(step)
    if (this.#proven.size >= PROVEN_MAX) this.#proven.clear()
    this.#proven.set(source, known)
  }
}
