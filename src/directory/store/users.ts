import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'
import type { Filter } from '../../scim/filter/filter.ts'
import type { Resource } from '../../scim/json.ts'
import type { DirectoryUser, SourceId, UserId, UserNo } from '../user.ts'
import { compileFilter } from './filter/compile.ts'
import { compareTexts, wordsOf } from './filter/text.ts'
import { userTarget } from './filter/user-target.ts'

interface UserRow {
  readonly user_no: UserNo
  readonly id: UserId
  readonly source_id: SourceId
  readonly user_name: string
  readonly external_id: string | null
  readonly active: boolean
  readonly address: string | null
  readonly display_name: string
  readonly attributes: Resource
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
  readonly deleted_at: Date | null
}

const columns = sql.part`u.user_no, u.id, u.source_id, u.user_name, u.external_id, u.active, u.address, u.display_name,
  u.attributes, u.version, u.created_at, u.updated_at, u.deleted_at`

function asUser(row: UserRow): DirectoryUser {
  return {
    no: row.user_no,
    id: row.id,
    source: row.source_id,
    userName: row.user_name,
    externalId: row.external_id,
    active: row.active,
    address: row.address,
    displayName: row.display_name,
    attributes: row.attributes,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  }
}

/** A user of any source, deleted or not. */
export async function userById(db: Db, id: UserId): Promise<DirectoryUser | undefined> {
  const row = await db.row<UserRow>(sql`
    select ${columns} from users u where u.organization_id = ${db.organization} and u.id = ${id}`)
  return row && asUser(row)
}

/** Users by number, deleted or not, in no order; numbers nobody has are left out. */
export async function usersByNo(db: Db, numbers: readonly UserNo[]): Promise<readonly DirectoryUser[]> {
  const rows = await db.rows<UserRow>(sql`
    select ${columns} from users u
    where u.organization_id = ${db.organization} and u.user_no = any(${numbers}::integer[])`)
  return rows.map(asUser)
}

/** Which users are asked for; what is left out asks nothing. */
export interface UserQuery {
  readonly source?: SourceId
  /** Already read against scim's `userType`. */
  readonly filter?: Filter
  /** Words that are all in the display name, the userName or the address, in any case. */
  readonly search?: string
  /** Only those deleted upstream; otherwise only those who are not. */
  readonly deleted?: boolean
  /** As of a moment: who had come by then, and was not deleted then (or was). The rest of the record is as of now. */
  readonly at?: Date
  /** What other rooms ask of a user, as conditions on alias `u`. */
  readonly which?: readonly SqlFragment[]
}

/**
 * Users in the order of their numbers, which is roughly the order they came in, beginning after number `after`. The whole
 * organization is read for a filter that no index serves.
 */
export async function usersPage(
  db: Db,
  query: UserQuery,
  page: { readonly after?: UserNo; readonly limit: number },
): Promise<readonly DirectoryUser[]> {
  const rows = await db.rows<UserRow>({
    ...sql`
      select ${columns} from users u
      where ${matching(db, query)} and u.user_no > ${page.after ?? 0}
      order by u.user_no limit ${page.limit}`,
    ...plannedAnew(query),
  })
  return rows.map(asUser)
}

/** How many there are; where that would be more than `most`, one more than that. */
export async function userCount(db: Db, query: UserQuery, most: number | null = null): Promise<number> {
  const one = sql.part`select from users u where ${matching(db, query)}`
  const some = most === null ? one : sql.part`${one} limit ${most + 1}`
  const row = await db.row<{ count: number }>({
    ...sql`select count(*) as count from (${some}) u`,
    ...plannedAnew(query),
  })
  return row!.count
}

/** One asks for many and the next for few by the same words: a plan that was kept would suit one of them. */
function plannedAnew({ filter, which = [] }: UserQuery): { readonly name?: '' } {
  return filter || which.length > 0 ? { name: '' } : {}
}

function matching(db: Db, { source, filter, search, deleted = false, at, which = [] }: UserQuery): SqlFragment {
  const parts = [sql.part`u.organization_id = ${db.organization}`]
  if (at) {
    const gone = sql.part`u.deleted_at is not null and u.deleted_at <= ${at}`
    parts.push(sql.part`u.created_at <= ${at}`, deleted ? gone : sql.part`not (${gone})`)
  } else parts.push(deleted ? sql.part`u.deleted_at is not null` : sql.part`u.deleted_at is null`)
  if (source !== undefined) parts.push(sql.part`u.source_id = ${source}`)
  if (search) parts.push(...wordsOf(search).map(isNamedBy))
  if (filter) parts.push(compileFilter(filter, userTarget({ organization: db.organization, source, baseUrl: '' })))
  return sql.join([...parts, ...which], ' and ')
}

function isNamedBy(word: string): SqlFragment {
  const holds = (text: SqlFragment) => compareTexts(text, 'co', word)
  return sql.part`(${holds(sql.part`u.display_name_folded`)} or ${holds(sql.part`u.user_name_folded`)}
    or coalesce(${holds(sql.part`u.address_folded`)}, false))`
}
