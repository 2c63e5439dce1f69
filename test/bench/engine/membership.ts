import type { Db } from '../../../src/platform/db/db.ts'
import { sql } from '../../../src/platform/db/sql.ts'
import { newId } from '../../../src/platform/id.ts'
import { reconcile } from '../../../src/reconcile.ts'
import { deciding } from '../../../src/rules/rule.ts'
import { liveRules } from '../../../src/rules/store/rules.ts'
import type { Size } from './size.ts'

const samples = 300

/**
 * From the commit of one user's membership in a rule's group until the run that it led to is committed, in milliseconds,
 * one after another. Memberships that change nothing (a better rule gives the same) are not counted.
 */
export async function msOfMemberships(db: Db, size: Size): Promise<readonly number[]> {
  const rules = deciding(await liveRules(db))
  const ms: number[] = []
  for (let n = 1; ms.length < samples; n++) {
    if (n > samples * 50) throw new Error(`only ${ms.length} of ${n} memberships changed anything`)
    const user = 1 + ((n * 7919) % size.users)
    const group = rules[(n * 31) % rules.length]!.group
    await joins(db, group, user)
    const committedAt = performance.now()
    const { changed } = await reconcile(db, new Date())
    if (changed > 0) ms.push(performance.now() - committedAt)
  }
  return ms
}

/** As inbound/receive writes it: the membership, its request and the mark, in one statement. */
async function joins(db: Db, group: string, user: number): Promise<void> {
  const request = newId()
  await db.run(sql`
    with r as (
      insert into requests (organization_id, id, at, actor_kind, actor_name, action, target_kind, target_id)
      values (${db.organization}, ${request}, now(), 'source', 'Bench', 'group.change', 'group', ${group})
    ), m as (
      insert into memberships (organization_id, group_no, user_no, request_id)
      select ${db.organization}, group_no, ${user}, ${request}
      from groups where organization_id = ${db.organization} and id = ${group}
      on conflict do nothing
    )
    insert into touched (organization_id, user_no, request_id) values (${db.organization}, ${user}, ${request})`)
}
