import type { Step } from '../../../contract/traffic.ts'
import type { SourceId } from '../../../directory/user.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Row } from '../row.ts'

/** As JSON that PostgreSQL takes: texts from outside may hold what it refuses. */
const storable = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value,
  )

/** One insert, whatever their number. */
export async function saveTraffic(db: Db, source: SourceId, rows: readonly Row[]): Promise<void> {
  const written = rows.map(({ proves: _, at, ...row }) => ({ ...row, at: at.toISOString() }))
  await db.run(sql`
    insert into traffic (organization_id, source_id, id, at, method, path, operation, status, took_us, client, request_id,
      understood, quirks, received, answered, dropped_before, credential)
    select ${db.organization}, ${source}, r.id, r.at, r.method, r.path, r.operation, r.status, r."tookUs", r.client,
      r."requestId", r.understood, r.quirks, r.received, r.answered, r."droppedBefore", r.credential
    from json_to_recordset(${storable(written)}::json) as r (
      id uuid, at timestamptz, method text, path text, operation text, status smallint, "tookUs" integer, client text,
      "requestId" text, understood jsonb, quirks jsonb, received text, answered text, "droppedBefore" integer, credential text)`)
}

/** The first proof of a step stays. */
export async function saveProofs(db: Db, source: SourceId, proofs: readonly (readonly [Step, Row])[]): Promise<void> {
  const written = proofs.map(([step, { id, at, method, path, status, understood }]) => {
    return { step, id, at: at.toISOString(), method, path, status, understood }
  })
  await db.run(sql`
    insert into source_proofs (organization_id, source_id, step, at, request_id, method, path, status, understood)
    select ${db.organization}, ${source}, r.step, r.at, r.id, r.method, r.path, r.status, r.understood
    from json_to_recordset(${storable(written)}::json) as r (
      step text, at timestamptz, id uuid, method text, path text, status smallint, understood jsonb)
    on conflict do nothing`)
}
