import { passwordLengthMin } from '../contract/password.ts'
import type { Database, Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { hashPassword, verifyPassword } from '../platform/secrets.ts'
import { foldCase } from '../scim/text.ts'
import type { Admin } from './admin.ts'
import { type Account, accountsOf, organizationName, passwordHashOf, savePassword } from './store.ts'

/** As many of one address's accounts as are tried: each costs some 40 ms of a core. */
const ACCOUNTS_MAX = 8

/**
 * The account that an address and a password open. An address nobody has takes as long as a wrong password.
 * @throws {Refused} 401 WRONG_PASSWORD; 409 CHOOSE_ORGANIZATION when they fit several, with `organizations`
 */
export async function accountByPassword(
  database: Database,
  {
    email,
    password,
    organization,
  }: { readonly email: string; readonly password: string; readonly organization?: string },
): Promise<Account> {
  const all = await accountsOf(database.gate, foldCase(email))
  const asked = all.filter((account) => !organization || account.organization === organization).slice(0, ACCOUNTS_MAX)
  const verdicts = await Promise.all(
    (asked.length > 0 ? asked : [undefined]).map((account) =>
      verifyPassword(account?.passwordHash ?? undefined, password),
    ),
  )
  const fitting = asked.filter((_, index) => verdicts[index])
  const [first, second] = fitting
  if (!first) throw new Refused(401, 'WRONG_PASSWORD', 'This address and password do not fit together.')
  if (!second) return first
  const organizations = await Promise.all(
    fitting.map(async ({ organization: id }) => ({ id, name: await organizationName(database.of(id)) })),
  )
  throw new Refused(409, 'CHOOSE_ORGANIZATION', 'They fit several organizations: name one.', {
    pointer: '/organization',
    details: { organizations },
  })
}

/** @throws {Refused} 403 WRONG_CURRENT_PASSWORD */
export async function checkCurrent(db: Db, admin: string, current: string): Promise<void> {
  if (await verifyPassword(await passwordHashOf(db, admin), current)) return
  throw new Refused(403, 'WRONG_CURRENT_PASSWORD', 'The present password is another one.', { pointer: '/current' })
}

/** @throws {Refused} 422 PASSWORD_TOO_SHORT, PASSWORD_TOO_EASY */
export async function setPassword(db: Db, admin: Admin, password: string): Promise<void> {
  const characters = [...password.normalize('NFKC')]
  if (characters.length < passwordLengthMin)
    throw new Refused(422, 'PASSWORD_TOO_SHORT', `A password has at least ${passwordLengthMin} characters.`, {
      pointer: '/password',
    })
  if (isEasy(characters, admin))
    throw new Refused(422, 'PASSWORD_TOO_EASY', 'This password is too easy to guess.', { pointer: '/password' })
  await savePassword(db, admin.id, await hashPassword(password))
}

/** Made of the address, the name or the product's name with little else, or of few different characters. */
function isEasy(characters: readonly string[], { email, name }: Admin): boolean {
  if (new Set(characters).size < 5) return true
  let rest = foldCase(characters.join(''))
  const known = [email, email.split('@', 1)[0]!, name, ...name.split(/\s+/), 'rollcall', 'password']
  for (const word of known.map(foldCase).filter(({ length }) => length > 2)) rest = rest.replaceAll(word, '')
  return rest.length < passwordLengthMin / 2
}
