import type { Operation, Step, Understood } from '../../../contract/traffic.ts'
import type { SourceId } from '../../../directory/user.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sql } from '../../../platform/db/sql.ts'
import { firstIdAt } from '../../../platform/id.ts'
import type { Quirk } from '../../../scim/reading.ts'

export interface TrafficRow {
  readonly id: string
  readonly at: Date
  readonly method: string
  readonly path: string
  readonly operation: Operation
  readonly status: number
  readonly tookUs: number
  readonly client: string | null
  readonly understood: Understood
  readonly quirks: readonly Quirk[]
  readonly droppedBefore: number
  readonly credential: string | null
}

export interface TrafficAsked {
  readonly status?: 'ok' | 'refused' | 'failed' | undefined
  readonly operation?: Operation | undefined
  readonly since?: Date | undefined
  /** Older than this one. */
  readonly after?: string | undefined
  readonly limit: number
}

const columns = sql.part`id, at, method, path, operation, status, took_us as "tookUs", client, understood, quirks,
  dropped_before as "droppedBefore", credential`

/** Statuses from, and below. */
const classes = { ok: [0, 400], refused: [400, 500], failed: [500, 1000] } as const

/** Newest first. */
export function trafficOf(db: Db, source: SourceId, asked: TrafficAsked): Promise<readonly TrafficRow[]> {
  const { status, operation, since, after, limit } = asked
  const wanted = [
    ...(after ? [sql.part`and id < ${after}`] : []),
    ...(since ? [sql.part`and id >= ${firstIdAt(since)}`] : []),
    ...(operation ? [sql.part`and operation = ${operation}`] : []),
    ...(status ? [sql.part`and status >= ${classes[status][0]} and status < ${classes[status][1]}`] : []),
  ]
  return db.rows<TrafficRow>(sql`
    select ${columns} from traffic
    where organization_id = ${db.organization} and source_id = ${source} ${sql.join(wanted, ' ')}
    order by id desc limit ${limit}`)
}

export interface WholeRow extends TrafficRow {
  readonly requestId: string
  readonly received: string | null
  readonly answered: string | null
}

export function trafficRequest(db: Db, source: SourceId, id: string): Promise<WholeRow | undefined> {
  return db.row<WholeRow>(sql`
    select ${columns}, request_id as "requestId", received, answered from traffic
    where organization_id = ${db.organization} and source_id = ${source} and id = ${id}`)
}

export interface ProofRow {
  readonly step: Step
  readonly at: Date
  readonly request: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly understood: Understood
}

export function proofsOf(db: Db, source: SourceId): Promise<readonly ProofRow[]> {
  return db.rows<ProofRow>(sql`
    select step, at, request_id as request, method, path, status, understood from source_proofs
    where organization_id = ${db.organization} and source_id = ${source}`)
}

/** When the source was last let in, as far as the log goes back. */
export async function lastContact(db: Db, source: SourceId): Promise<Date | undefined> {
  const row = await db.row<{ at: Date }>(sql`
    select at from traffic
    where organization_id = ${db.organization} and source_id = ${source} and status <> 401
      and (credential is not null or operation not in ('discovery', 'token'))
    order by id desc limit 1`)
  return row?.at
}
