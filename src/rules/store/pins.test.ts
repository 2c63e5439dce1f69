import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../test/support/database.ts'
import { newDirectory } from '../../../test/support/directory.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { PinId } from '../pin.ts'
import { endPins, pinsOf, savePin } from './pins.ts'

let fresh: FreshDatabase
let db: Db
beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
})
afterAll(() => fresh.close())

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour))

async function pinned(userName: string, createdAt: Date, endsAt: Date | null = null): Promise<UserNo> {
  const directory = await newDirectory(db, () => at(0))
  const user = (await directory.createUser({ userName })) as UserNo
  const about = { user, reason: 'x', createdBy: 'test', createdAt, endsAt }
  await savePin(db, { ...about, id: newId() as PinId, field: 'user-group', userGroup: 'none' })
  return user
}

describe('pins that end in a run', () => {
  it('are those whose time has come, of anybody; and of those in scope such as a deletion came after', async () => {
    const [ended, later, back, pinnedSince, outside, stays] = [
      await pinned('ended', at(1), at(5)),
      await pinned('later', at(1), at(7)),
      await pinned('back', at(1)),
      await pinned('pinnedSince', at(4)),
      await pinned('outside', at(1)),
      await pinned('stays', at(1)),
    ]
    await db.run(sql`
      update users set last_deleted_at = ${at(3)}
      where organization_id = ${db.organization} and user_no = any(${[back, pinnedSince, outside]}::integer[])`)
    const those = await endPins(db, at(6), [later, back, pinnedSince, stays])
    expect(those.toSorted()).toEqual([ended, back])
    expect((await pinsOf(db, null)).map(({ user }) => user).toSorted()).toEqual([later, pinnedSince, outside, stays])
    const rows = await db.rows<{ ended_at: Date }>(sql`
      select ended_at from pins where organization_id = ${db.organization} and ended_at is not null order by ended_at`)
    expect(rows.map((row) => row.ended_at)).toEqual([at(5), at(6)])
    expect(await endPins(db, at(6), [])).toEqual([])
  })

  it('are found by look-ups, however many pins and users there are', async () => {
    const directory = await newDirectory(db, () => at(0))
    const first = await directory.createUsers('u', 3000)
    const users = Array.from({ length: 3000 }, (_, index) => (first + index) as UserNo)
    await db.run(sql`
      insert into pins (organization_id, id, user_no, field, value, reason, created_at, created_by)
      select ${db.organization}, id, user_no, 'role', '{"role":{"role":"member"}}', 'x', ${at(1)}, 'test'
      from unnest(${users.map(newId)}::uuid[], ${users}::integer[]) as p(id, user_no)`)
    const startedAt = performance.now()
    expect(await endPins(db, at(6), users)).toEqual([])
    // Each pin held against everybody in scope: 6,000 pins and 3,000 users took 26 seconds.
    expect(performance.now() - startedAt).toBeLessThan(3000)
  })
})
