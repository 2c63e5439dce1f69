import type { Organization, OrganizationChange } from '../../contract/organization.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

const columns = sql.part`id, name, default_language as "defaultLanguage", user_sync as "userSync",
  loss_share_max as "lossShareMax", losses_allowed as "lossesAllowed", inactive_after_days as "inactiveAfterDays",
  history_kept_days as "historyKeptDays"`

/** The organization that the statements are confined to, with its settings. */
export async function organizationSettings(db: Db): Promise<Organization | undefined> {
  return db.row<Organization>(sql`select ${columns} from organizations where id = ${db.organization}`)
}

/** Changes some settings; the rest stay. */
export async function changeOrganization(tx: Db, change: OrganizationChange): Promise<Organization> {
  const { name = null, defaultLanguage = null, userSync = null } = change
  const { lossShareMax = null, lossesAllowed = null, inactiveAfterDays = null, historyKeptDays = null } = change
  const row = await tx.row<Organization>(sql`
    update organizations
    set name = coalesce(${name}::text, name), default_language = coalesce(${defaultLanguage}::text, default_language),
      user_sync = coalesce(${userSync}::text, user_sync),
      loss_share_max = coalesce(${lossShareMax}::double precision, loss_share_max),
      losses_allowed = coalesce(${lossesAllowed}::integer, losses_allowed),
      inactive_after_days = coalesce(${inactiveAfterDays}::integer, inactive_after_days),
      history_kept_days = case when ${'historyKeptDays' in change}::boolean then ${historyKeptDays}::integer
        else history_kept_days end
    where id = ${tx.organization}
    returning ${columns}`)
  return row!
}
