import type { PastUser } from '../../contract/past.ts'
import type { User } from '../../contract/user.ts'
import { type UserQuery, usersPage } from '../../directory/store/users.ts'
import type { UserNo } from '../../directory/user.ts'
import { csvLine } from '../../history/export.ts'
import type { Db } from '../../platform/db/db.ts'
import { pastUsers } from './past.ts'
import { shownUsers } from './user.ts'

/** Read and sent at a time: what an export of any length holds in memory. */
const PAGE = 500

const heads = [
  'id',
  'userName',
  'displayName',
  'address',
  'status',
  'withheld',
  'role',
  'language',
  'user group',
  'device groups',
  'settings template',
  'seats',
  'source',
  'externalId',
] as const

/** Users as the lines of a CSV file, a page at a time, as fast as they are taken. */
export async function* usersExport(db: Db, asked: UserQuery, now: Date): AsyncGenerator<string> {
  yield csvLine(heads)
  let after: UserNo | undefined
  for (;;) {
    const rows = await usersPage(db, asked, { limit: PAGE, ...(after !== undefined && { after }) })
    const users = asked.at ? await pastUsers(db, rows, asked.at) : await shownUsers(db, rows, now)
    if (users.length > 0) yield users.map((user) => csvLine(cellsOf(user))).join('')
    if (rows.length < PAGE) return
    after = rows.at(-1)!.no
  }
}

function cellsOf(user: User | PastUser): readonly string[] {
  const { userGroup, deviceGroups, settingsTemplate } = user
  return [
    user.id,
    user.userName,
    user.displayName,
    user.address ?? '',
    user.status ?? '',
    user.withheld ?? '',
    user.role,
    user.language ?? '',
    userGroup?.name ?? '',
    deviceGroups.map(({ name }) => name).join('; '),
    settingsTemplate?.name ?? '',
    user.seats.map(({ product, tier, state }) => `${product.name} / ${tier.name} (${state})`).join('; '),
    user.source.name,
    user.externalId ?? '',
  ]
}
