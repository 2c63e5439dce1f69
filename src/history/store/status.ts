import type { UserStatus } from '../../contract/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'

/**
 * Users whose status is the one asked for: `select` what of them, alias `u` of table users. The same words as
 * plan/status, here as a question to the database; a test holds the two together.
 */
export function whoStands(
  db: Db,
  { is, now }: { readonly is: UserStatus; readonly now: Date },
  what: SqlFragment,
): SqlFragment {
  return sql.part`
    select ${what} from users u
    left join lateral (
      select access, had_access from assignments
      where organization_id = ${db.organization} and user_no = u.user_no and until is null limit 1) a on true
    left join lateral (
      select signed_in_at, coalesce(last_seen_at, signed_in_at) as seen_at from accounts
      where organization_id = ${db.organization} and user_no = u.user_no limit 1) c on true
    where u.organization_id = ${db.organization} and ${is} = case
      when a.access and u.active and u.deleted_at is null and u.address is not null then case
        when c.signed_in_at is null then 'invited'
        when c.seen_at > ${now}::timestamptz - (
          select make_interval(hours => 24 * inactive_after_days) from organizations where id = ${db.organization}
        ) then 'active'
        else 'inactive' end
      when a.access or a.had_access then 'suspended'
      else 'none' end`
}
