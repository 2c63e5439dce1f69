import { namedBy, type ReferenceInput } from '../contract/reference.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import { usersById } from '../rules/store/shown-pins.ts'

/** Whom an admin named: some users, or everybody. */
export interface WhichUsers {
  readonly users?: readonly ReferenceInput[] | undefined
  readonly all?: true | undefined
}

/**
 * The users that were named, by number; null: everybody.
 * @throws {Refused} 422 neither or both were said, or a user there is not
 */
export async function usersMeant(tx: Db, which: WhichUsers) {
  if ((which.users === undefined) === (which.all === undefined))
    throw new Refused(422, 'WHICH_USERS', 'Say which users, or "all": true; one of the two.', { pointer: '/users' })
  if (!which.users) return null
  const asked = [...new Set(which.users.map((user) => namedBy(user).toLowerCase()))]
  const found = await usersById(tx, asked.filter(isId))
  const known = new Set<string>(found.map((user) => user.id))
  const unknown = asked.filter((id) => !known.has(id))
  if (unknown.length > 0)
    throw new Refused(422, 'UNKNOWN_USER', 'Some of these users are not there: nothing was done.', {
      pointer: '/users',
      details: { users: unknown },
    })
  return found
}
