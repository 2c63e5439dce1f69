import type { Db } from '../platform/db/db.ts'
import { isUniqueViolation } from '../platform/db/failures.ts'
import { Refused } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import { foldCase, isStorable } from '../scim/text.ts'
import { adminByEmail, saveAdmin } from './store.ts'

/**
 * signin/ is who may use the console: local admins, their one-time links, passwords and sessions, and the console's own
 * files. It never says what an admin may do with a user or a rule: that is the API's to ask of the role.
 */
export interface Admin {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: AdminRole
  readonly hasPassword: boolean
}

export type AdminRole = 'manager' | 'admin' | 'super-admin'

export interface NewAdmin {
  readonly email: string
  readonly name: string
  readonly role: AdminRole
}

/**
 * A local account without a password: a one-time link lets its admin in.
 * @returns its id
 * @throws {Refused} 422 INVALID_EMAIL, INVALID_NAME; 409 EMAIL_TAKEN
 */
export async function createAdmin(db: Db, wanted: NewAdmin, { now }: { readonly now: Date }): Promise<string> {
  const { email, name, role } = wanted
  if (email.length > 320 || !/^[^\s@]+@[^\s@]+$/.test(email) || !isStorable(email))
    throw new Refused(422, 'INVALID_EMAIL', 'That is not an email address.', { pointer: '/email' })
  if (name.trim() === '' || name.length > 200 || !isStorable(name))
    throw new Refused(422, 'INVALID_NAME', 'A name has 1 to 200 characters.', { pointer: '/name' })
  const id = newId()
  try {
    await saveAdmin(db, { id, email, name, role, folded: foldCase(email), createdAt: now })
  } catch (cause) {
    if (!isUniqueViolation(cause, 'admins_email')) throw cause
    throw new Refused(409, 'EMAIL_TAKEN', `There is an admin ${email} already.`, { cause, pointer: '/email' })
  }
  return id
}

export function findAdminByEmail(db: Db, email: string): Promise<Admin | undefined> {
  return adminByEmail(db, foldCase(email))
}
