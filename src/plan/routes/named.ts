import { userById } from '../../directory/store/users.ts'
import type { DirectoryUser, UserId } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isId } from '../../platform/id.ts'

/** The user whom a path names. @throws {Refused} 404 */
export async function userNamed(db: Db, id: string): Promise<DirectoryUser> {
  const user = isId(id) ? await userById(db, id as UserId) : undefined
  if (!user) throw new Refused(404, 'NOT_FOUND', 'There is no such user.')
  return user
}
