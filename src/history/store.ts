import type { Because } from '../contract/because.ts'
import type { Actor } from '../organization/caller.ts'
import type { Db } from '../platform/db/db.ts'
import { sql } from '../platform/db/sql.ts'
import { isId, newId } from '../platform/id.ts'
import { foldCase } from '../scim/text.ts'

/**
 * history/ owns what happened: the acts from outside, and how to show them beside the changes that runs recorded. It
 * only ever adds.
 */
export interface Act {
  readonly at: Date
  readonly actor: Actor
  /** Such as `rule.create`. */
  readonly action: string
  readonly target?: { readonly kind: string; readonly id: string | null; readonly name: string | null }
  /** What was and what is, in words of the action. Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Records an act from outside. @returns its id, which is the reason of all that follows from it */
export async function recordRequest(tx: Db, act: Act): Promise<string> {
  const id = newId()
  const { actor, target, detail } = act
  await tx.run(sql`
    insert into requests
      (organization_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name, detail)
    values (${tx.organization}, ${id}, ${act.at}, ${actor.kind}, ${actor.id}, ${actor.name}, ${act.action},
      ${target?.kind ?? null}, ${target?.id ?? null}, ${target?.name ?? null}, ${detail ? JSON.stringify(detail) : null})`)
  return id
}

/** Marks users for the next run, with the request that did it. Rows only: writers never wait for one another. */
export async function touchUsers(tx: Db, users: readonly number[], request: string): Promise<void> {
  if (users.length === 0) return
  await tx.run(sql`
    insert into touched (organization_id, user_no, request_id)
    select ${tx.organization}, user_no, ${request} from unnest(${users}::integer[]) as t(user_no)
    on conflict do nothing`)
}

/** Marks products whose line has to be looked at though nobody was touched. */
export async function touchProducts(tx: Db, products: readonly string[], request: string): Promise<void> {
  if (products.length === 0) return
  await tx.run(sql`
    insert into touched_products (organization_id, product_id, request_id)
    select ${tx.organization}, product_id, ${request} from unnest(${products}::uuid[]) as t(product_id)
    on conflict do nothing`)
}

/** An act from outside, as it is stored. */
export interface RequestRow {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly actor_kind: 'source' | 'admin' | 'clock'
  readonly actor_name: string
  readonly target_kind: string | null
  readonly target_id: string | null
  readonly target_name: string | null
  readonly detail: unknown
}

/** Why something changed, as it is stored: see plan/change. */
export interface StoredBecause {
  readonly kind: Because['kind']
  readonly rule?: string
  readonly version?: number
  readonly pin?: string
  readonly by?: string
  readonly request?: string
}

/** What a run did to one user, as it is stored. */
export interface ChangeRow {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly run_no: number
  readonly user_id: string
  readonly display_name: string
  readonly product_id: string | null
  readonly tier_id: string | null
  readonly detail: unknown
  readonly because: StoredBecause
}

export async function requestsById(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, RequestRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db.rows<RequestRow>(sql`
    select id, at, action as kind, actor_kind, actor_name, target_kind, target_id, target_name, detail
    from requests
    where organization_id = ${db.organization} and id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What a run did, by its id in activity. */
export async function changeById(db: Db, id: string): Promise<ChangeRow | undefined> {
  return db.row<ChangeRow>(sql`
    select c.id, c.at, c.kind, c.run_no, u.id as user_id, u.display_name, c.product_id, c.tier_id, c.detail, c.because
    from changes c
    join users u using (organization_id, user_no)
    where c.organization_id = ${db.organization} and c.id = ${id}
    limit 1`)
}

/** For each run the first request that one of its changes names: one step in an index a run. */
export async function beginningsOf(db: Db, runs: readonly number[]): Promise<ReadonlyMap<number, RequestRow>> {
  const first = await db.rows<{ run: number; request: string }>(sql`
    select run, began.request
    from unnest(${runs}::bigint[]) as runs(run)
    cross join lateral (
      select because ->> 'request' as request
      from (
        select because from changes
        where organization_id = ${db.organization} and run_no = run order by id limit 20) early
      where because ? 'request'
      limit 1) began`)
  const requests = await requestsById(
    db,
    first.map(({ request }) => request),
  )
  return new Map(
    first.flatMap(({ run, request }) => {
      const found = requests.get(request)
      return found ? [[Number(run), found] as const] : []
    }),
  )
}

/** A user's number, by id. */
export async function userNoOf(db: Db, id: string): Promise<number | undefined> {
  const row = await db.row<{ user_no: number }>(sql`
    select user_no from users where organization_id = ${db.organization} and id = ${id}`)
  return row?.user_no
}

export interface RunRow {
  readonly run: number
  readonly at: Date
  readonly tookMs: number
  readonly touched: number
  readonly changed: number
  readonly stopped: number
}

/** Runs that found something to do, newest first. */
export function runsPage(db: Db, after: number | null, limit: number): Promise<readonly RunRow[]> {
  return db.rows<RunRow>(sql`
    select run_no as run, at, took_ms as "tookMs", touched, changed, stopped
    from runs
    where organization_id = ${db.organization} and (${after}::bigint is null or run_no < ${after})
    order by run_no desc
    limit ${limit}`)
}

/** A product by its id, though it may have been deleted, or by its name now. */
export async function productIdOf(db: Db, text: string): Promise<string | undefined> {
  const row = await db.row<{ id: string }>(
    isId(text)
      ? sql`
        select id from products where organization_id = ${db.organization} and id = ${text}
        union all
        select product_id from pool_intervals where organization_id = ${db.organization} and product_id = ${text}
        limit 1`
      : sql`select id from products where organization_id = ${db.organization} and name_folded = ${foldCase(text.trim())}`,
  )
  return row?.id
}
