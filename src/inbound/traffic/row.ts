import type { Operation, Refusal, Step, Understood } from '../../contract/traffic.ts'
import type { Quirk } from '../../scim/reading.ts'
import { maskedBody, maskedPath, maskedText } from './masked.ts'
import { operationOf } from './operation.ts'
import { provenBy } from './proof.ts'
import type { Kept } from './recorder.ts'
import { understoodOf } from './understood.ts'

/** A request as it is written. */
export interface Row {
  readonly id: string
  readonly at: Date
  readonly method: string
  readonly path: string
  readonly operation: Operation
  readonly status: number
  readonly tookUs: number
  readonly client: string | null
  readonly requestId: string
  readonly understood: Understood
  readonly quirks: readonly Quirk[]
  readonly received: string | null
  readonly answered: string | null
  readonly droppedBefore: number
  readonly credential: string | null
  readonly proves: readonly Step[]
}

/** @param isAmongFirst of its batch: of the rest bodies are kept only where something is to be seen in them */
export function rowOf(kept: Kept, token: Refusal | undefined, isAmongFirst: boolean): Row {
  const { id, at, method, status, note, droppedBefore, requestId, credential = null } = kept
  const operation = operationOf(method, kept.path)
  const understood = understoodOf({ operation, status, note, token })
  const withBodies = isAmongFirst || status >= 400 || understood.reason !== undefined || note.quirks.length > 0
  return {
    id,
    at,
    method,
    path: maskedPath(kept.path),
    operation,
    status,
    tookUs: Math.min(2_147_483_647, Math.round(kept.tookMs * 1000)),
    client: kept.client?.slice(0, 300) ?? null,
    requestId,
    understood,
    quirks: note.quirks.slice(0, 20),
    received: withBodies && note.received !== undefined ? maskedBody(note.received) : null,
    answered: withBodies && kept.answered !== undefined ? maskedText(kept.answered) : null,
    droppedBefore,
    credential,
    // What anybody may ask proves nothing.
    proves: credential === null ? [] : provenBy(operation, status, understood, note),
  }
}
