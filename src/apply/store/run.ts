import { PIN } from '../../plan/census.ts'
import { digestOf, packedSignature } from '../../plan/store/contents.ts'
import { inBatches } from '../../platform/db/batches.ts'
import { bigint, boolean, each, integer, integers, moment, repeated, uuid, uuids } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Content } from '../../rules/content.ts'
import type { Record, SeatRow } from '../record.ts'
import { because } from './reasons.ts'

export interface Run {
  readonly run: number
  readonly now: Date
}

/** The number of a new run. Numbers grow; within an organization in the order of its runs, since they hold its lock. */
export async function nextRun(tx: Db): Promise<number> {
  const row = await tx.row<{ run: number }>(sql`select nextval('run_numbers') as run`)
  return row!.run
}

/** Ends and begins the intervals of seats, and moves the counters of their pools. */
export async function writeSeats(tx: Db, { run, now }: Run, record: Record): Promise<void> {
  const { seatsClosed: closed, seatsOpened: opened, used } = record
  await inBatches(closed, (batch) =>
    tx.run(sql`
      update seats s set until = ${now},
        lost_at = case when c.lost <> 'no' then ${now}::timestamptz end,
        lost_by_word = case when c.lost <> 'no' then c.lost = 'by-word' end
      from unnest(${integers(batch, (c) => c.user)}::integer[], ${uuids(batch, (c) => c.product)}::uuid[],
        ${batch.map((c) => c.lost)}::text[]) as c(user_no, product_id, lost)
      where s.organization_id = ${tx.organization} and s.product_id = c.product_id and s.user_no = c.user_no and s.until is null`),
  )
  await inBatches(opened, (batch) =>
    tx.run(sql`
      insert into seats (organization_id, product_id, user_no, run_no, tier_id, state, since, grace_until, because)
      select ${tx.organization}, ${repeated(batch, 'uuid', (o) => o.product)}, ${integer(batch, (o) => o.user)}, ${run},
        ${repeated(batch, 'uuid', (o) => o.tier)}, ${repeated(batch, 'text', (o) => o.state)}, ${now},
        ${repeated(batch, 'timestamptz', graceUntil)}, ${because(batch, (o) => o.because)}
      from ${each(batch)}`),
  )
  const moved = [...used].filter(([, { by }]) => by !== 0)
  if (moved.length > 0)
    await tx.run(sql`
      update pools p set used = p.used + m.by
      from unnest(${moved.map(([, m]) => m.product)}::uuid[], ${moved.map(([tier]) => tier)}::uuid[], ${moved.map(([, m]) => m.by)}::integer[])
        as m(product_id, tier_id, by)
      where p.organization_id = ${tx.organization} and p.product_id = m.product_id and p.tier_id = m.tier_id`)
}

/** The line: who joins it or changes place, and who leaves it. */
export async function writeLine(tx: Db, { now }: Run, record: Record): Promise<void> {
  const { waiting, left } = record
  await inBatches(left, (batch) =>
    tx.run(sql`
      delete from waiting w
      using unnest(${uuids(batch, (l) => l.product)}::uuid[], ${integers(batch, (l) => l.user)}::integer[])
        as l(product_id, user_no)
      where w.organization_id = ${tx.organization} and w.product_id = l.product_id and w.user_no = l.user_no`),
  )
  await inBatches(waiting, (batch) =>
    tx.run(sql`
      insert into waiting (organization_id, product_id, user_no, tier_id, rule_id, since_run, since, joined_at, because)
      select ${tx.organization}, ${repeated(batch, 'uuid', (w) => w.product)}, ${integer(batch, (w) => w.user)},
        ${repeated(batch, 'uuid', (w) => w.tier)}, ${repeated(batch, 'uuid', (w) => w.rule ?? PIN)},
        ${bigint(batch, (w) => w.sinceRun)}, ${now}, ${moment(batch, (w) => w.joinedAt)},
        ${because(batch, (w) => w.because)}
      from ${each(batch)}
      on conflict (organization_id, product_id, user_no) do update
        set tier_id = excluded.tier_id, rule_id = excluded.rule_id, because = excluded.because,
          since = case when waiting.since_run = excluded.since_run then waiting.since else excluded.since end,
          since_run = excluded.since_run`),
  )
}

/** As PostgreSQL reads a moment: the same text for the same moment, which a date object is not. */
function graceUntil(seat: SeatRow): string | null {
  return seat.graceUntil === null ? null : new Date(seat.graceUntil).toISOString()
}

/** Entitlements that nobody had before get a number. @returns the number of each digest (hex) */
export async function internEntitlements(
  tx: Db,
  contents: ReadonlyMap<string, Content>,
): Promise<ReadonlyMap<string, number>> {
  if (contents.size === 0) return new Map()
  const digests = [...contents.keys()].map((digest) => Buffer.from(digest, 'hex'))
  await tx.run(sql`
    insert into entitlements (organization_id, entitlement_no, digest, content, signature)
    select ${tx.organization}, nextval('entitlement_numbers'), digest, content, signature
    from unnest(${digests}::bytea[], ${[...contents.values()].map((content) => JSON.stringify(content))}::jsonb[],
      ${[...contents.values()].map(packedSignature)}::bytea[]) as c(digest, content, signature)
    where not exists (
      select from entitlements e where e.organization_id = ${tx.organization} and e.digest = c.digest)`)
  const rows = await tx.rows<{ digest: Buffer; entitlement_no: number }>(sql`
    select digest, entitlement_no from entitlements
    where organization_id = ${tx.organization} and digest = any(${digests}::bytea[])`)
  return new Map(rows.map((row) => [row.digest.toString('hex'), row.entitlement_no]))
}

/** Ends and begins the intervals of assignments. */
export async function writeAssignments(tx: Db, { run, now }: Run, record: Record): Promise<void> {
  const { assignments } = record
  if (assignments.length === 0) return
  // Users with the same entitlement share its key: it is digested once.
  const digests = new Map<string, string>()
  const contents = new Map<string, Content>()
  for (const { target } of assignments) {
    if (digests.has(target.key)) continue
    const digest = digestOf(target.key)
    digests.set(target.key, digest)
    contents.set(digest, target.content)
  }
  const numbers = await internEntitlements(tx, contents)
  await inBatches(assignments, (batch) =>
    tx.run(sql`
      update assignments set until = ${now}
      where organization_id = ${tx.organization} and user_no = any(${integers(batch, (a) => a.user)}::integer[]) and until is null`),
  )
  await inBatches(assignments, (batch) =>
    tx.run(sql`
      insert into assignments
        (organization_id, user_no, run_no, since, entitlement_no, withheld, access, had_access, role, request_id)
      select ${tx.organization}, ${integer(batch, (a) => a.user)}, ${run}, ${now},
        ${integer(batch, (a) => numbers.get(digests.get(a.target.key)!)!)}, ${repeated(batch, 'text', (a) => a.target.withheld)},
        ${boolean(batch, (a) => a.target.access)}, ${boolean(batch, (a) => a.target.hadAccess)},
        ${repeated(batch, 'text', (a) => a.target.role)}, ${uuid(batch, (a) => a.request)}
      from ${each(batch)}`),
  )
}

/** Losses that the safeguard stopped join the open stop of their product, or open one; those resolved leave it. */
export async function writeStops(tx: Db, { run, now }: Run, record: Record, newStopId: () => string): Promise<void> {
  const { stopped, unstopped } = record
  if (unstopped.length > 0) {
    await tx.run(sql`
      update stopped_losses l set until = ${now}, resolution = u.resolution
      from unnest(${unstopped.map((u) => u.product)}::uuid[], ${unstopped.map((u) => u.user)}::integer[],
        ${unstopped.map((u) => u.resolution)}::text[]) as u(product_id, user_no, resolution)
      where l.organization_id = ${tx.organization} and l.product_id = u.product_id and l.user_no = u.user_no and l.until is null`)
  }
  if (stopped.length > 0) {
    const first = new Map(stopped.toReversed().map((s) => [s.product, s]))
    const products = [...first.keys()]
    await tx.run(sql`
      insert into stops (organization_id, id, product_id, since, request_id)
      select ${tx.organization}, id, product_id, ${now}, request_id
      from unnest(${products.map(newStopId)}::uuid[], ${products}::uuid[],
        ${products.map((product) => first.get(product)!.because.request ?? null)}::uuid[]) as s(id, product_id, request_id)
      on conflict do nothing`)
    await tx.run(sql`
      insert into stopped_losses (organization_id, product_id, user_no, run_no, stop_id, since, because)
      select ${tx.organization}, l.product_id, l.user_no, ${run}, s.id, ${now}, l.because
      from unnest(${stopped.map((s) => s.product)}::uuid[], ${stopped.map((s) => s.user)}::integer[],
        ${stopped.map((s) => JSON.stringify(s.because))}::jsonb[]) as l(product_id, user_no, because)
      join stops s on s.organization_id = ${tx.organization} and s.product_id = l.product_id and s.until is null`)
  }
  if (unstopped.length > 0)
    await tx.run(sql`
      update stops s set until = ${now}
      where s.organization_id = ${tx.organization} and s.until is null
        and not exists (
          select from stopped_losses l
          where l.organization_id = ${tx.organization} and l.stop_id = s.id and l.until is null)`)
}
