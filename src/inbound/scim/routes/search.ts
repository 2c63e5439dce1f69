import { ScimError } from '../../../scim/errors.ts'
import { type ListQuery, readSearchRequest } from '../../../scim/list.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import { listText } from '../document.ts'
import { findGroups } from './groups.ts'
import { findUsers } from './users.ts'

type Found = Awaited<ReturnType<typeof findUsers>>

/**
 * RFC 7644 §3.4.3 at the root: users, then groups. A filter on what only one of the two has finds nothing of the other.
 * @throws {ScimError} invalidFilter when it can be asked of neither
 */
export async function searchEverything(call: Call): Promise<Answer> {
  const query = readSearchRequest(await call.body())
  const users = await found(findUsers(call, query))
  const usersTotal = 'total' in users ? users.total : 0
  const usersTexts = 'texts' in users ? users.texts : []
  const groups = await found(findGroups(call, pageAfter(query, usersTotal, usersTexts.length)))
  if ('refusal' in users && 'refusal' in groups) throw users.refusal
  const [texts, total] =
    'texts' in groups ? [[...usersTexts, ...groups.texts], usersTotal + groups.total] : [usersTexts, usersTotal]
  call.note.found = total
  return { status: 200, body: listText(texts, total, query.startIndex) }
}

/** The page of groups with which a page goes on that began among the users. */
function pageAfter(query: ListQuery, users: number, shown: number): ListQuery {
  return { ...query, startIndex: Math.max(1, query.startIndex - users), count: query.count - shown }
}

async function found(search: Promise<Found>): Promise<Found | { readonly refusal: ScimError }> {
  try {
    return await search
  } catch (error) {
    if (error instanceof ScimError && (error.scimType === 'invalidFilter' || error.scimType === 'invalidValue'))
      return { refusal: error }
    throw error
  }
}
