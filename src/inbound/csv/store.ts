import type { ImportApplied } from '../../contract/import.ts'
import { fold } from '../../directory/fold.ts'
import type { GroupId } from '../../directory/group.ts'
import type { SourceId, UserId } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Resource } from '../../scim/json.ts'
import type { Known, Mode } from './effect.ts'

/** What a source states now, whole. */
export async function knownOf(db: Db, source: SourceId): Promise<Known> {
  const [users, groups, members] = await Promise.all([
    db.rows<{
      no: number
      id: UserId
      userName: string
      externalId: string | null
      active: boolean
      attributes: Resource
    }>(sql`
      select user_no as no, id, user_name as "userName", external_id as "externalId", active, attributes from users
      where organization_id = ${db.organization} and source_id = ${source} and deleted_at is null
      order by user_no`),
    db.rows<{ no: number; id: GroupId; name: string }>(sql`
      select group_no as no, id, display_name as name from groups
      where organization_id = ${db.organization} and source_id = ${source} and deleted_at is null
      order by group_no desc`),
    db.rows<{ user: number; group: number }>(sql`
      select m.user_no as user, m.group_no as group
      from groups g
      join memberships m on m.organization_id = ${db.organization} and m.group_no = g.group_no
      where g.organization_id = ${db.organization} and g.source_id = ${source} and g.deleted_at is null`),
  ])
  const names = new Map(groups.map(({ no, name }) => [no, fold(name)]))
  const groupsBy = Map.groupBy(members, ({ user }) => user)
  return {
    users: users.map(({ no, ...user }) => ({
      ...user,
      groups: new Set((groupsBy.get(no) ?? []).map(({ group }) => names.get(group)!)),
    })),
    groups: new Map(groups.map(({ id, name }) => [fold(name), { id, name }])),
  }
}

/** Somebody of another source who has an address. */
export interface Elsewhere {
  readonly address: string
  readonly id: string
  readonly name: string
  readonly source: string
}

/** Who has one of these addresses, folded, in another source. */
export async function addressesElsewhere(
  db: Db,
  source: SourceId,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, Elsewhere>> {
  const rows = await db.rows<Elsewhere>(sql`
    select distinct on (a.address) a.address, u.id, u.name, s.name as source
    from unnest(${addresses}::text[]) as a(address)
    cross join lateral (
      -- offset 0: a look-up for each, never a join of all with all.
      select user_no, id, display_name as name, source_id from users
      where organization_id = ${db.organization} and address_folded = a.address and source_id <> ${source}
        and deleted_at is null
      offset 0
    ) u
    join sources s on s.organization_id = ${db.organization} and s.id = u.source_id
    order by a.address, u.user_no`)
  return new Map(rows.map((row) => [row.address, row]))
}

/** A review as it is kept. `file`: the lines as they were read, compressed. */
export interface StoredReview {
  readonly id: string
  readonly mode: Mode
  readonly at: Date
  readonly by: string
  readonly digest: Buffer
  readonly found: unknown
  readonly file: Buffer | null
  readonly applyingAt: Date | null
  readonly appliedAt: Date | null
  readonly applied: ImportApplied | null
}

/** Keeps a review; earlier ones of the source that were not applied are over. */
export async function saveReview(
  tx: Db,
  source: SourceId,
  review: Pick<StoredReview, 'id' | 'mode' | 'at' | 'by' | 'digest' | 'found'> & { readonly file: Buffer },
): Promise<void> {
  const { id, mode, at, by, digest, found, file } = review
  await tx.run(sql`
    update import_reviews set file = null
    where organization_id = ${tx.organization} and source_id = ${source} and file is not null`)
  await tx.run(sql`
    insert into import_reviews (organization_id, id, source_id, mode, at, by, digest, found, file)
    values (${tx.organization}, ${id}, ${source}, ${mode}, ${at}, ${by}, ${digest}, ${JSON.stringify(found)}, ${file})`)
}

export function reviewById(db: Db, source: SourceId, id: string): Promise<StoredReview | undefined> {
  return db.row<StoredReview>(sql`
    select id, mode, at, by, digest, found, file, applying_at as "applyingAt", applied_at as "appliedAt", applied
    from import_reviews
    where organization_id = ${db.organization} and source_id = ${source} and id = ${id}`)
}

/** From here on, what is cut off goes on without comparing again. */
export async function markApplying(db: Db, id: string, at: Date): Promise<void> {
  await db.run(sql`
    update import_reviews set applying_at = coalesce(applying_at, ${at})
    where organization_id = ${db.organization} and id = ${id}`)
}

export async function markApplied(tx: Db, id: string, applied: ImportApplied, at: Date): Promise<void> {
  await tx.run(sql`
    update import_reviews set applied_at = ${at}, applied = ${JSON.stringify(applied)}, file = null
    where organization_id = ${tx.organization} and id = ${id}`)
}
