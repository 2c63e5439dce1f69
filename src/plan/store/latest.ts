import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/**
 * A text that is another one as soon as there is a later request, run or edit of the draft. Of two requests that commit at
 * the same moment the one with the earlier id may go unseen, until the run that follows it: enough for what is looked at.
 * Three looks at an index, whatever the size.
 */
export async function latestOf(db: Db): Promise<string> {
  const row = await db.row<{ mark: string }>(sql`
    select concat_ws(' ',
      (select id from requests where organization_id = ${db.organization} order by id desc limit 1),
      (select run_no from runs where organization_id = ${db.organization} order by run_no desc limit 1),
      (select max(version) from drafts where organization_id = ${db.organization})) as mark`)
  return row!.mark
}
