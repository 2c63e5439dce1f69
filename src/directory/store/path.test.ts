import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../test/support/database.ts'
import { changeGroup, createGroup, deleteGroup } from '../../inbound/receive/group.ts'
import { type Inbound, openInbound } from '../../inbound/receive/inbound.ts'
import { createUser } from '../../inbound/receive/user.ts'
import { createSource, type Source } from '../../inbound/source.ts'
import { systemClock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import type { GroupId } from '../group.ts'
import { groupsOf, memberCounts } from './membership.ts'
import { groupPath } from './path.ts'

let fresh: FreshDatabase
let db: Db
let source: Source
let inbound: Inbound

beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
  source = await createSource(db, { name: 'Okta' }, new Date())
  inbound = openInbound({ database: fresh.database, clock: systemClock, wake: () => {} })
})
afterAll(() => fresh.close())

const user = (userName: string) => createUser(inbound, source, { userName })
const group = (displayName: string, ...members: readonly string[]) =>
  createGroup(inbound, source, { displayName }, members)
const put = (parent: GroupId, child: string) =>
  changeGroup(inbound, source, parent, 'group.patch', () => ({ members: { kind: 'change', add: [child], remove: [] } }))
const names = async (no: Parameters<typeof groupPath>[1], id: GroupId) =>
  (await groupPath(db, no, id)).map(({ name }) => name).join(' > ')

describe('the way from a user to a group', () => {
  it('is the group alone for a direct member, and the shortest chain for an inherited one', async () => {
    const ada = await user('ada')
    const team = await group('Team', ada.id)
    const unit = await group('Unit', team.id)
    const long = await group('Long', unit.id)
    const firm = await group('Firm', long.id, unit.id)
    expect(await names(ada.no, team.id)).toBe('Team')
    expect(await names(ada.no, firm.id)).toBe('Team > Unit > Firm')
    expect((await groupsOf(db, ada.no)).map(({ displayName, direct }) => [displayName, direct])).toEqual([
      ['Team', true],
      ['Unit', false],
      ['Long', false],
      ['Firm', false],
    ])
    expect((await memberCounts(db, [firm.no, team.no])).get(firm.no)).toEqual({
      users: 0,
      usersInAll: 1,
      groups: 2,
      pending: 0,
    })
  })

  it('is empty for a group the user is not in', async () => {
    const bob = await user('bob')
    const elsewhere = await group('Elsewhere')
    expect(await names(bob.no, elsewhere.id)).toBe('')
  })

  it('ends, though groups contain each other', async () => {
    const cyd = await user('cyd')
    const one = await group('One', cyd.id)
    const two = await group('Two', one.id)
    await put(one.id, two.id)
    await put(one.id, one.id)
    expect(await names(cyd.no, two.id)).toBe('One > Two')
    expect(await names(cyd.no, one.id)).toBe('One')
  })

  it('leads to the live group of the same name in place of one that was deleted', async () => {
    const dan = await user('dan')
    const first = await group('Sales', dan.id)
    await deleteGroup(inbound, source, first.id)
    expect(await names(dan.no, first.id)).toBe('')
    await group('SALES', dan.id)
    expect(await names(dan.no, first.id)).toBe('SALES')
  })
})
