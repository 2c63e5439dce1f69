import type { UserId, UserNo } from '../../directory/user.ts'
import type { Language } from '../../organization/organization.ts'
import { ownerOf } from '../../plan/store/unseen.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** The directory user to whom the address of an admin belongs. */
export async function userOfAdmin(db: Db, admin: string): Promise<UserId | undefined> {
  const row = await db.row<{ id: UserId }>(sql`
    select u.id
    from admins a
    cross join lateral (${ownerOf(db, sql.part`a.email_folded`)}) o
    join users u on u.organization_id = ${db.organization} and u.user_no = o.user_no
    where a.organization_id = ${db.organization} and a.id = ${admin}`)
  return row?.id
}

export async function chosenLanguageOf(db: Db, user: UserNo): Promise<Language | null> {
  const row = await db.row<{ chosen_language: Language | null }>(sql`
    select chosen_language from accounts where organization_id = ${db.organization} and user_no = ${user}`)
  return row?.chosen_language ?? null
}

export async function saveChosenLanguage(tx: Db, user: UserNo, language: Language | null): Promise<void> {
  await tx.run(sql`
    insert into accounts (organization_id, user_no, chosen_language) values (${tx.organization}, ${user}, ${language})
    on conflict (organization_id, user_no) do update set chosen_language = excluded.chosen_language`)
}
