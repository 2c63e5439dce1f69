import type { Mail } from '../../contract/mail.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

export interface MailRow {
  readonly id: string
  readonly at: Date
  readonly kind: Mail['kind']
  readonly template_id: string | null
  readonly language: Mail['language']
  readonly address: string
  readonly state: Mail['state']
  readonly attempts: number
  readonly error_code: string | null
  readonly error_text: string | null
  readonly error_at: Date | null
}

/** Mails to a user, newest first, older than one of them. */
export function mailsTo(
  db: Db,
  user: UserNo,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly MailRow[]> {
  return db.rows<MailRow>(sql`
    select id, at, kind, template_id, language, address, state, attempts, error_code, error_text, error_at
    from mails
    where organization_id = ${db.organization} and user_no = ${user} and (${page.after}::uuid is null or id < ${page.after}::uuid)
    order by id desc limit ${page.limit}`)
}
