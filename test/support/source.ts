import type { GroupId, GroupNo } from '../../src/directory/group.ts'
import { groupsOf, membersOf } from '../../src/directory/store/membership.ts'
import type { UserNo } from '../../src/directory/user.ts'
import { changeGroup, createGroup, type ReceivedGroup } from '../../src/inbound/receive/group.ts'
import { type Inbound, openInbound } from '../../src/inbound/receive/inbound.ts'
import { createUser, type ReceivedUser } from '../../src/inbound/receive/user.ts'
import { createSource, type Source } from '../../src/inbound/source.ts'
import { AdjustableClock } from '../../src/platform/clock.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import type { Resource } from '../../src/scim/json.ts'
import { type FreshDatabase, freshOrganization } from './database.ts'

/** A source of a new organization, with what writes its directory and what can be seen of that. */
export interface SourceScene {
  readonly db: Db
  readonly source: Source
  readonly inbound: Inbound
  readonly clock: AdjustableClock
  /** Organizations that were woken, in order. */
  readonly woken: string[]
  user(userName: string, more?: Resource): Promise<ReceivedUser>
  group(displayName: string, members?: readonly string[], more?: Resource): Promise<ReceivedGroup>
  /** By ids or externalIds. */
  change(group: GroupId, add: readonly string[], remove?: readonly string[]): Promise<unknown>
  replaceMembers(group: GroupId, values: readonly string[]): Promise<unknown>
  /** What the members are called; those who do not exist yet in brackets. */
  namesIn(group: GroupNo): Promise<readonly string[]>
  /** Names of the groups a user is in, directly or through others. */
  groupNames(user: UserNo): Promise<readonly string[]>
  /** userNames of those who were touched, in order of the alphabet; and forgets them, as a run does. */
  takeTouched(): Promise<readonly string[]>
  /** Actions of the requests since the last time this was asked. */
  takeActions(): Promise<readonly string[]>
}

export async function sourceScene(fresh: FreshDatabase, given?: Db): Promise<SourceScene> {
  const db = given ?? (await freshOrganization(fresh.database))
  const clock = new AdjustableClock()
  const woken: string[] = []
  const wake = (organization: string) => void woken.push(organization)
  const inbound = openInbound({ database: fresh.database, clock, wake })
  const source = await createSource(db, { name: 'Okta', ...(given && { slug: `okta-${woken.length}` }) }, clock.now())
  let last = '00000000-0000-0000-0000-000000000000'
  return {
    db,
    source,
    inbound,
    clock,
    woken,
    user: (userName, more = {}) => createUser(inbound, source, { userName, ...more }),
    group: (displayName, members = [], more = {}) => createGroup(inbound, source, { displayName, ...more }, members),
    change: (group, add, remove = []) =>
      changeGroup(inbound, source, group, 'group.patch', () => ({ members: { kind: 'change', add, remove } })),
    replaceMembers: (group, values) =>
      changeGroup(inbound, source, group, 'group.replace', () => ({ members: { kind: 'replace', values } })),
    namesIn: async (group) =>
      (await membersOf(db, group, { limit: 100 })).map((one) =>
        one.kind === 'pending' ? `(${one.value})` : one.displayName,
      ),
    groupNames: async (user) => (await groupsOf(db, user)).map((one) => one.displayName).sort(),
    takeTouched: async () => {
      const rows = await db.rows<{ name: string }>(sql`
        with taken as (delete from touched where organization_id = ${db.organization} returning user_no)
        select distinct u.user_name as name from taken t
        join users u on u.organization_id = ${db.organization} and u.user_no = t.user_no order by 1`)
      return rows.map(({ name }) => name)
    },
    takeActions: async () => {
      const rows = await db.rows<{ id: string; action: string }>(sql`
        select id, action from requests where organization_id = ${db.organization} and id > ${last} order by id`)
      last = rows.at(-1)?.id ?? last
      return rows.map(({ action }) => action)
    },
  }
}
