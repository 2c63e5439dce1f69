import type { UserCountQuery } from '../../contract/past.ts'
import type { GroupId } from '../../directory/group.ts'
import { groupById, groupsInside } from '../../directory/store/groups.ts'
import type { UserQuery } from '../../directory/store/users.ts'
import type { SourceId } from '../../directory/user.ts'
import { readPast } from '../../history/moment.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isId } from '../../platform/id.ts'
import { parseFilter } from '../../scim/filter/parse.ts'
import { userType } from '../../scim/schemas/user.ts'
import { narrow } from '../store/narrow.ts'
import { settingsFor } from '../store/shown.ts'

/**
 * Which users a query asks for.
 * @throws {Refused} 400 a filter that cannot be read; 422 what it names is not there, or was not kept of that moment
 */
export async function readAskedUsers(db: Db, query: UserCountQuery, now: Date): Promise<UserQuery> {
  const { filter, search, deleted = false, source } = query
  const at = query.at === undefined ? undefined : await readPast(db, query.at, '/at', now)
  if (at) refuseNotKept(query)
  return {
    deleted,
    ...(at && { at }),
    ...(search?.trim() && { search: search.trim() }),
    ...(filter?.trim() && { filter: parseFilter(filter, userType) }),
    ...(source !== undefined && { source: idNamed(source, '/source', 'source') as SourceId }),
    which: await readNarrowing(db, query, { now, ...(at && { at }) }),
  }
}

async function readNarrowing(db: Db, query: UserCountQuery, moments: { readonly now: Date; readonly at?: Date }) {
  const { status, role, state } = query
  const product = query.product === undefined ? undefined : idNamed(query.product, '/product', 'product')
  const groups = query.group === undefined ? undefined : await groupsNamed(db, query.group)
  const { inactiveAfterDays } = status === undefined ? { inactiveAfterDays: 0 } : await settingsFor(db)
  return narrow(
    db,
    {
      ...(status && { status }),
      ...(role && { role }),
      ...(state && { state }),
      ...(product !== undefined && { product }),
      ...(groups && { groups }),
    },
    { ...moments, inactiveAfterDays },
  )
}

/** Lines and visits are known as of now only. */
function refuseNotKept({ status, state }: UserCountQuery): void {
  const pointer = status !== undefined ? '/status' : state === 'waiting' ? '/state' : undefined
  if (pointer)
    throw new Refused(
      422,
      'NOT_KEPT',
      'Status and who waited are not kept: leave them out to see users as of a moment of the past.',
      { pointer },
    )
}

function idNamed(text: string, pointer: string, what: string): string {
  if (!isId(text)) throw new Refused(422, 'UNKNOWN_REFERENCE', `There is no such ${what}: ${text}`, { pointer })
  return text
}

async function groupsNamed(db: Db, text: string) {
  const group = await groupById(db, idNamed(text, '/group', 'directory group') as GroupId)
  if (!group) throw new Refused(422, 'UNKNOWN_REFERENCE', 'There is no such directory group.', { pointer: '/group' })
  return groupsInside(db, [group.no])
}
