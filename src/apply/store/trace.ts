import { inBatches } from '../../platform/db/batches.ts'
import { each, id, integer, repeated } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newIds } from '../../platform/id.ts'
import type { Record } from '../record.ts'
import { because } from './reasons.ts'
import type { Run } from './run.ts'

/** The changes recorded so far, each with its reason, and what products have to be told of them. */
export async function writeChanges(tx: Db, { run, now }: Run, record: Record): Promise<void> {
  const { written } = record
  const { changes: first, deliveries: firstDelivery } = written
  const changes = record.changes.slice(first)
  const deliveries = record.deliveries.slice(firstDelivery)
  written.changes += changes.length
  written.deliveries += deliveries.length
  const ids = newIds(changes.length)
  await inBatches(changes, (batch, from) =>
    tx.run(sql`
      insert into changes (organization_id, id, at, run_no, user_no, kind, product_id, tier_id, detail, because)
      select ${tx.organization}, ${id(batch, ids, (_, index) => from + index)}, ${now}, ${run},
        ${integer(batch, (c) => c.user)}, ${repeated(batch, 'text', (c) => c.kind)},
        ${repeated(batch, 'uuid', (c) => c.product ?? null)}, ${repeated(batch, 'uuid', (c) => c.tier ?? null)},
        ${repeated(batch, 'jsonb', (c) => (c.detail ? JSON.stringify(c.detail) : null))},
        ${because(batch, (c) => c.because)}
      from ${each(batch)}`),
  )
  await inBatches(deliveries, (batch) =>
    tx.run(sql`
      insert into deliveries (organization_id, id, user_no, product_id, change_id, action, due_at)
      select ${tx.organization}, ${id(batch, newIds(batch.length), (_, index) => index)},
        ${integer(batch, (d) => record.changes[d.change]!.user)}, ${repeated(batch, 'uuid', (d) => record.changes[d.change]!.product!)},
        ${id(batch, ids, (d) => d.change - first)}, ${repeated(batch, 'text', (d) => d.action)}, ${now}
      from ${each(batch)}`),
  )
}

/** The rest of the changes, and what was done for people and what they have still to be told. */
export async function writeTrace(tx: Db, at: Run, record: Record, mailState: 'not-sent' | 'due'): Promise<void> {
  const { mails, templates } = record
  const { now } = at
  await writeChanges(tx, at, record)
  await inBatches(templates, (batch) =>
    tx.run(sql`
      insert into settings_applied (organization_id, user_no, product_id, template_id, at)
      select ${tx.organization}, ${integer(batch, (t) => t.user)}, ${repeated(batch, 'uuid', (t) => t.product)},
        ${repeated(batch, 'uuid', (t) => t.template)}, ${now}
      from ${each(batch)}`),
  )
  await inBatches(mails, (batch) =>
    tx.run(sql`
      insert into mails (organization_id, id, user_no, kind, template_id, language, address, state, at)
      select ${tx.organization}, ${id(batch, newIds(batch.length), (_, index) => index)}, ${integer(batch, (m) => m.user)},
        ${repeated(batch, 'text', (m) => m.kind)}, ${repeated(batch, 'uuid', (m) => m.template)},
        ${repeated(batch, 'text', (m) => m.language)}, address, ${mailState}, ${now}
      from unnest(${batch.map((m) => m.address)}::text[]) with ordinality as a(address, ordinality),
        lateral (select ordinality::integer as i) as o`),
  )
}

/** One row a run that found something to do. */
export async function writeRun(
  tx: Db,
  { run, now }: Run,
  counts: { readonly tookMs: number; readonly touched: number; readonly changed: number; readonly stopped: number },
): Promise<void> {
  await tx.run(sql`
    insert into runs (organization_id, run_no, at, took_ms, touched, changed, stopped)
    values (${tx.organization}, ${run}, ${now}, ${counts.tookMs}, ${counts.touched}, ${counts.changed}, ${counts.stopped})`)
}
