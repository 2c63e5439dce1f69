import type { Resource } from '../../scim/json.ts'
import { type Quirk, quirksMax } from '../../scim/reading.ts'
import type { MemberEdit } from '../store/members.ts'

/**
 * traffic/ keeps what came to a source's SCIM address and what became of it, so that who connects a provider sees it. It is
 * told after the answer went out, works later and in batches, and may lose its last moment; nothing decides by it.
 *
 * This is what is noted while a request is answered: references only, looked at later.
 */
export interface Note {
  quirks: readonly Quirk[]
  /** The body as it was read. */
  received?: unknown
  /** A user or group before a change, and as the request wants it. */
  current?: Resource
  wanted?: Resource
  edit?: MemberEdit | undefined
  /** Members that are not known yet. */
  pending?: number
  /** How many a list has in all. */
  found?: number
  /** What was thrown. */
  refusal?: unknown
  /** Of a bulk request: what it did, in its order. */
  parts?: readonly Part[]
}

/** An operation of a bulk request, as if it had come by itself. */
export interface Part {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly note: Note
}

/** Notes what a change makes of a resource, each time it is worked out: the last time counts. */
export function noteChange(
  note: Note,
  current: Resource,
  wanted: Resource | undefined,
  quirks: readonly Quirk[],
): void {
  note.current = current
  if (wanted) note.wanted = wanted
  note.quirks = quirks
}

/** Notes what a bulk request did; a quirk that several of its operations have is named once. */
export function noteParts(note: Note, parts: readonly Part[], quirks: readonly Quirk[]): void {
  note.parts = parts
  const all = [...quirks, ...parts.flatMap((part) => part.note.quirks)]
  note.quirks = [...new Map(all.map((quirk) => [quirk.sentence, quirk])).values()].slice(0, quirksMax)
}
