import { ScimError } from '../../../scim/errors.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import { parseFilter } from '../../../scim/filter/parse.ts'
import { type ListQuery, readSearchRequest } from '../../../scim/list.ts'
import type { ResourceType } from '../../../scim/schema.ts'
import { groupType } from '../../../scim/schemas/group.ts'
import { userType } from '../../../scim/schemas/user.ts'
import type { Answer } from '../answer.ts'
import { type Call, strictnessOf } from '../call.ts'
import { beginPaging, type Found, type Paging, type Start } from '../paging.ts'
import { findGroups } from './groups.ts'
import { findUsers } from './users.ts'

const [USERS, GROUPS] = [0, 1]
const nothing: Found = { texts: [], total: 0 }

/**
 * RFC 7644 §3.4.3 at the root: users, then groups. A filter on what only one of the two has finds nothing of the other.
 * @throws {ScimError} invalidFilter when it can be asked of neither
 */
export async function searchEverything(call: Call): Promise<Answer> {
  const query = readSearchRequest(await call.body())
  const paging = await beginPaging(call, query, () => ['', query.filter])
  const users = (start: Start, count: number) =>
    found(call, userType, query, (filter) => findUsers(call, { ...query, count }, filter, start))
  const groups = (start: Start, count: number) =>
    found(call, groupType, query, (filter) => findGroups(call, { ...query, count }, filter, start))
  return paging.start.by === 'index'
    ? byIndex(paging, paging.start.offset, query, users, groups)
    : byCursor(paging, paging.start, query, users, groups)
}

/** What is found of one kind; the refusal, where it cannot be asked that. */
type Search = (start: Start, count: number) => Promise<Found | ScimError>

async function byIndex(
  paging: Paging,
  offset: number,
  query: ListQuery,
  users: Search,
  groups: Search,
): Promise<Answer> {
  const first = await users(paging.start, query.count)
  const { texts, total } = first instanceof ScimError ? nothing : first
  const second = await groups({ by: 'index', offset: Math.max(0, offset - total) }, query.count - texts.length)
  return paging.answer(joined(first, second))
}

/** A page that begins among the users goes on with the groups; how many there are of both is counted on the first. */
async function byCursor(
  paging: Paging,
  start: Start & { by: 'cursor' },
  query: ListQuery,
  users: Search,
  groups: Search,
): Promise<Answer> {
  const { total } = start
  const second = (count: number) => groups({ by: 'cursor', total }, count)
  if (paging.list === GROUPS) return paging.answer(joined(nothing, await groups(start, query.count), total), GROUPS)
  const first = await users(start, query.count)
  if (first instanceof ScimError) return paging.answer(joined(first, await second(query.count), total), GROUPS)
  if (!first.next) return paging.answer(joined(first, await second(query.count - first.texts.length), total), GROUPS)
  if (total !== undefined) return paging.answer(first, USERS)
  return paging.answer({ ...joined(first, await second(0)), next: first.next }, USERS)
}

/** The page of both, which goes on as that of the groups does. */
function joined(users: Found | ScimError, groups: Found | ScimError, total?: number): Found {
  if (users instanceof ScimError && groups instanceof ScimError) throw users
  const [first, second] = [users, groups].map((one) => (one instanceof ScimError ? nothing : one)) as [Found, Found]
  return {
    texts: [...first.texts, ...second.texts],
    total: total ?? first.total + second.total,
    next: second.next,
  }
}

async function found(
  call: Call,
  type: ResourceType,
  query: ListQuery,
  search: (filter: Filter | undefined) => Promise<Found>,
): Promise<Found | ScimError> {
  try {
    return await search(query.filter === undefined ? undefined : parseFilter(query.filter, type, strictnessOf(call)))
  } catch (error) {
    if (error instanceof ScimError && (error.scimType === 'invalidFilter' || error.scimType === 'invalidValue'))
      return error
    throw error
  }
}
