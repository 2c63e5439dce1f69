import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import { firstIdAt } from '../../platform/id.ts'
import type { ChangeRow, RequestRow } from '../store.ts'
import { amongBits, type Standing } from './status.ts'

/** What is asked of activity; null asks nothing. */
export interface Asked {
  /** What runs did to them, and the requests about them. */
  readonly user: { readonly id: string; readonly no: number } | null
  /** How the kind begins. */
  readonly kind: string | null
  /** Who acted, by id or by name: requests only. */
  readonly admin: string | null
  /** The users it is about. */
  readonly standing: Standing | null
  readonly product: string | null
  /** Changes only. */
  readonly run: number | null
  readonly from: Date | null
  /** Not including. */
  readonly to: Date | null
}

export interface Page extends Asked {
  /** The id before which to go on. Ids are in order of time. */
  readonly after: string | null
  readonly limit: number
}

/** An id is made after its moment: at once, or in the course of a run. */
const ID_LATE_MS = 3_600_000
const ID_EARLY_MS = 60_000

/** Acts from outside, newest first. */
export async function requestsPage(db: Db, page: Page): Promise<readonly RequestRow[]> {
  const { user, kind, admin, standing, product, run, limit } = page
  if (run !== null) return []
  const where = [...within(db, page)]
  if (user) where.push(sql.part`target_id = ${user.id}::uuid`)
  if (product) where.push(sql.part`target_id = ${product}::uuid`)
  if (admin !== null)
    where.push(sql.part`actor_kind = 'admin' and (actor_id::text = lower(${admin}) or actor_name = ${admin})`)
  const few = standing && 'few' in standing ? standing.few.map(({ id }) => id) : null
  const userNo = sql.part`coalesce((
    select user_no from users where organization_id = ${db.organization} and id = target_id limit 1), 0)`
  if (few) where.push(sql.part`target_kind = 'user'`)
  if (standing && 'bits' in standing) where.push(sql.part`target_kind = 'user' and ${amongBits(standing.bits, userNo)}`)

  const columns = sql.part`id, at, action as kind, actor_kind, actor_name, target_kind, target_id, target_name, detail`
  const newest = (...more: SqlFragment[]) => newestOf(columns, sql.part`requests`, [...where, ...more], limit)
  const begun = begins(sql.part`action`, kind)
  const all = (found: SqlFragment) => db.rows<RequestRow>(sql`${found}`)
  const isFound = user !== null || product !== null || admin !== null
  if (few && isFound) return all(newest(...begun, sql.part`target_id = any(${few}::uuid[])`))
  if (few) return all(eachOf(sql.part`${few}::uuid[]`, newest(...begun, sql.part`target_id = one`), limit))
  if (isFound || kind === null) return all(newest(...begun))
  const kinds = await kindsOf(db, sql.part`requests`, sql.part`action`, kind)
  return all(
    eachOf(sql.part`${kinds}::text[]`, ofKind(columns, sql.part`requests`, sql.part`action`, where, page), limit),
  )
}

/** What runs did, newest first. */
export async function changesPage(db: Db, page: Page): Promise<readonly ChangeRow[]> {
  const { user, kind, admin, standing, product, run, limit } = page
  if (admin !== null) return []
  const where = [...within(db, page)]
  if (user) where.push(sql.part`user_no = ${user.no}::integer`)
  if (run !== null) where.push(sql.part`run_no = ${run}::bigint`)
  if (product) where.push(sql.part`product_id = ${product}::uuid`)
  const few = standing && 'few' in standing ? standing.few.map(({ no }) => no) : null
  if (standing && 'bits' in standing) where.push(amongBits(standing.bits, sql.part`user_no`))

  const columns = sql.part`id, at, kind, run_no, user_no, product_id, tier_id, detail, because`
  const newest = (...more: SqlFragment[]) => newestOf(columns, sql.part`changes`, [...where, ...more], limit)
  const begun = begins(sql.part`kind`, kind)
  const all = (found: SqlFragment) =>
    db.rows<ChangeRow>(sql`
      select c.id, c.at, c.kind, c.run_no, u.id as user_id, u.display_name, c.product_id, c.tier_id, c.detail, c.because
      from (${found}) c
      cross join lateral (
        select id, display_name from users
        where organization_id = ${db.organization} and user_no = c.user_no limit 1) u
      order by c.id desc`)
  const isFound = user !== null || run !== null
  if (few && isFound) return all(newest(...begun, sql.part`user_no = any(${few}::integer[])`))
  if (few) return all(eachOf(sql.part`${few}::integer[]`, newest(...begun, sql.part`user_no = one`), limit))
  if (isFound || (kind === null && !product)) return all(newest(...begun))
  const kinds = await kindsOf(db, sql.part`changes`, sql.part`kind`, kind ?? '')
  return all(eachOf(sql.part`${kinds}::text[]`, ofKind(columns, sql.part`changes`, sql.part`kind`, where, page), limit))
}

/** Ids are in order of time, and what the rows are sorted and kept apart by: they find what `at` then decides. */
function within(db: Db, { after, from, to }: Page): readonly SqlFragment[] {
  const parts = [sql.part`organization_id = ${db.organization}`]
  if (after !== null) parts.push(sql.part`id < ${after}::uuid`)
  if (from) parts.push(sql.part`at >= ${from} and id >= ${firstIdAt(new Date(from.getTime() - ID_EARLY_MS))}::uuid`)
  if (to) parts.push(sql.part`at < ${to} and id < ${firstIdAt(new Date(to.getTime() + ID_LATE_MS))}::uuid`)
  return parts
}

function begins(column: SqlFragment, kind: string | null): readonly SqlFragment[] {
  return kind === null ? [] : [sql.part`starts_with(${column}, ${kind})`]
}

function newestOf(columns: SqlFragment, table: SqlFragment, where: readonly SqlFragment[], limit: number): SqlFragment {
  return sql.part`select ${columns} from ${table} where ${sql.join(where, ' and ')} order by id desc limit ${limit}`
}

/** The newest of each of some kinds or users, and of these the newest: each is read from its own end of an index. */
function eachOf(ones: SqlFragment, newest: SqlFragment, limit: number): SqlFragment {
  return sql.part`
    select found.* from unnest(${ones}) as ones(one) cross join lateral (${newest}) found
    order by found.id desc limit ${limit}`
}

const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * The newest of one kind, by its own index. Not `kind = one`: in a month in which few kinds happened the planner takes any
 * for frequent, and reads the whole month by id for one that did not happen.
 */
function ofKind(
  columns: SqlFragment,
  table: SqlFragment,
  kind: SqlFragment,
  where: readonly SqlFragment[],
  { after, limit }: Page,
): SqlFragment {
  const those = sql.part`${kind} >= one and (${kind}, id) < (one, ${after ?? LAST}::uuid)`
  return sql.part`
    select ${columns} from ${table} where ${sql.join([...where, those], ' and ')}
    order by ${kind} desc, id desc limit ${limit}`
}

/** The kinds there are that begin so, each found by one step in an index. */
async function kindsOf(db: Db, table: SqlFragment, column: SqlFragment, beginning: string): Promise<readonly string[]> {
  const rows = await db.rows<{ kind: string }>(sql`
    with recursive kinds(kind) as (
      (select ${column} from ${table} where organization_id = ${db.organization} order by ${column} limit 1)
      union all
      select (
        select ${column} from ${table}
        where organization_id = ${db.organization} and ${column} > kinds.kind order by ${column} limit 1)
      from kinds where kinds.kind is not null
    )
    select kind from kinds where kind is not null`)
  return rows.map((row) => row.kind).filter((kind) => kind.startsWith(beginning))
}
