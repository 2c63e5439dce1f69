import { compileFilter } from '../../../directory/store/filter/compile.ts'
import { isAfter, orderOf, sortKeyOf } from '../../../directory/store/filter/sort.ts'
import type { Scope } from '../../../directory/store/filter/target.ts'
import { userTarget } from '../../../directory/store/filter/user-target.ts'
import type { UserId, UserNo } from '../../../directory/user.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../../platform/db/sql.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import type { Sort } from '../../../scim/sort.ts'
import { isPlain, type Page } from './page.ts'

/** A user as stored: the document is JSON that only has to be put into the answer. */
export interface UserDocument {
  readonly no: UserNo
  readonly id: UserId
  readonly document: string
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Whether they are in any group; which ones is another question, and most who are looked up are in none yet. */
  readonly isMember: boolean
  /** In a sorted list: what it is sorted by, as text. */
  readonly key?: string | null
}

/** Not `exists`: of a page of users PostgreSQL would hash all memberships there are to answer it. */
const columns = sql.part`u.user_no as no, u.id, u.attributes::text as document, u.version, u.created_at as "createdAt",
  u.updated_at as "updatedAt",
  (select true from memberships m where m.organization_id = u.organization_id and m.user_no = u.user_no limit 1) is not null
    as "isMember"`

/** Made once: $1 organization, $2 source, $3 id or userName. */
const lookUp = (where: SqlFragment) => sql`
  select ${columns} from users u
  where u.organization_id = $1::uuid and u.source_id = $2::uuid and ${where} and u.deleted_at is null`
const byId = lookUp(sql.part`u.id = $3::uuid`)
const byName = lookUp(sql.part`u.user_name_folded = $3::text`)

/** A user of the source who is not deleted. */
export async function userDocument(db: Db, source: string, id: UserId): Promise<UserDocument | undefined> {
  return db.row<UserDocument>({ ...byId, values: [db.organization, source, id] })
}

/** The user of a userName, folded: what Okta and Entra ask before everything else. */
export async function userDocumentByName(
  db: Db,
  source: string,
  userNameFolded: string,
): Promise<UserDocument | undefined> {
  return db.row<UserDocument>({ ...byName, values: [db.organization, source, userNameFolded] })
}

/** Users of the source that satisfy a filter, in the order asked for, then in that of their numbers. */
export async function userDocuments(
  db: Db,
  scope: Scope & { readonly source: string },
  filter: Filter | undefined,
  sort: Sort | undefined,
  page: Page,
): Promise<readonly UserDocument[]> {
  const target = userTarget(scope)
  const key = sort && sortKeyOf(sort, target)
  const { after, offset = 0, limit } = page
  return db.rows<UserDocument>({
    // What is shown of a user is looked up for those of the page only, not for those before it.
    ...sql`
      select ${columns}${key ? sql.part`, u.key` : sql.part``}
      from (
        select u.*${key ? sql.part`, (${key.value})::text as key` : sql.part``}
        from users u
        where ${matching(db, scope.source, filter && compileFilter(filter, target))}
          ${after ? sql.part`and ${isAfter(key, after, target)}` : sql.part``}
        order by ${orderOf(key, target)} limit ${limit} offset ${offset}
      ) u
      order by ${orderOf(key, target)}`,
    ...(!isPlain(filter, sort) && { name: '' }),
  })
}

export async function userDocumentCount(
  db: Db,
  scope: Scope & { readonly source: string },
  filter: Filter | undefined,
): Promise<number> {
  const row = await db.row<{ count: number }>({
    ...sql`
      select count(*) as count from users u
      where ${matching(db, scope.source, filter && compileFilter(filter, userTarget(scope)))}`,
    ...(!isPlain(filter, undefined) && { name: '' }),
  })
  return row!.count
}

function matching(db: Db, source: string, condition: SqlFragment | undefined): SqlFragment {
  const own = sql.part`u.organization_id = ${db.organization} and u.source_id = ${source} and u.deleted_at is null`
  return condition ? sql.part`${own} and ${condition}` : own
}
