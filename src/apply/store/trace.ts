import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { Record } from '../record.ts'
import type { Run } from './run.ts'

/** Every change with its reason, and what products and people have still to be told: one transaction with the seats. */
export async function writeTrace(
  tx: Db,
  { run, now }: Run,
  record: Record,
  mailState: 'not-sent' | 'due',
): Promise<void> {
  const { changes, deliveries, mails, templates } = record
  if (changes.length > 0)
    await tx.run(sql`
      insert into changes (organization_id, id, at, run_no, user_no, kind, product_id, tier_id, detail, because)
      select ${tx.organization}, id, ${now}, ${run}, user_no, kind, product_id, tier_id, detail, because
      from unnest(${changes.map((c) => c.id)}::uuid[], ${changes.map((c) => c.user)}::integer[],
        ${changes.map((c) => c.kind)}::text[], ${changes.map((c) => c.product ?? null)}::uuid[],
        ${changes.map((c) => c.tier ?? null)}::uuid[],
        ${changes.map((c) => (c.detail ? JSON.stringify(c.detail) : null))}::jsonb[],
        ${changes.map((c) => JSON.stringify(c.because))}::jsonb[])
        as c(id, user_no, kind, product_id, tier_id, detail, because)`)
  if (deliveries.length > 0)
    await tx.run(sql`
      insert into deliveries (organization_id, id, user_no, product_id, change_id, action, due_at)
      select ${tx.organization}, id, user_no, product_id, change_id, action, ${now}
      from unnest(${deliveries.map(() => newId())}::uuid[], ${deliveries.map((d) => d.change.user)}::integer[],
        ${deliveries.map((d) => d.change.product)}::uuid[], ${deliveries.map((d) => d.change.id)}::uuid[],
        ${deliveries.map((d) => d.action)}::text[]) as d(id, user_no, product_id, change_id, action)`)
  if (templates.length > 0)
    await tx.run(sql`
      insert into settings_applied (organization_id, user_no, product_id, template_id, at)
      select ${tx.organization}, user_no, product_id, template_id, ${now}
      from unnest(${templates.map((t) => t.user)}::integer[], ${templates.map((t) => t.product)}::uuid[],
        ${templates.map((t) => t.template)}::uuid[]) as t(user_no, product_id, template_id)
      on conflict do nothing`)
  if (mails.length > 0)
    await tx.run(sql`
      insert into mails (organization_id, id, user_no, kind, template_id, language, address, state, at)
      select ${tx.organization}, id, user_no, kind, template_id, language, address, ${mailState}, ${now}
      from unnest(${mails.map(() => newId())}::uuid[], ${mails.map((m) => m.user)}::integer[],
        ${mails.map((m) => m.kind)}::text[], ${mails.map((m) => m.template)}::uuid[],
        ${mails.map((m) => m.language)}::text[], ${mails.map((m) => m.address)}::text[])
        as m(id, user_no, kind, template_id, language, address)`)
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
