import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { rowsChangedBy } from '../../../test/support/rows.ts'
import { type SourceScene, sourceScene } from '../../../test/support/source.ts'
import type { GroupId } from '../../directory/group.ts'
import { groupById } from '../../directory/store/groups.ts'
import { sql } from '../../platform/db/sql.ts'
import { changeGroup, deleteGroup } from './group.ts'
import { createUser } from './user.ts'

let fresh: FreshDatabase
let scene: SourceScene
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
beforeEach(async () => {
  scene = await sourceScene(fresh)
})

const users = (...names: readonly string[]) => Promise.all(names.map((name) => scene.user(name)))
const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id)
const rename = (id: GroupId, displayName: string) =>
  changeGroup(scene.inbound, scene.source, id, 'group.patch', (current) => ({
    attributes: { ...current, displayName },
  }))
const remove = (id: GroupId) => deleteGroup(scene.inbound, scene.source, id)
const changes = (work: () => Promise<unknown>) => rowsChangedBy(fresh.owner, work)

/** What came of it: who was touched, and by which requests. */
async function outcome(work: Promise<unknown>) {
  await work
  return [await scene.takeTouched(), await scene.takeActions()]
}

describe('memberships', () => {
  it('are rows of their own: adding one adds it, one request, one touched row, and leaves the group alone', async () => {
    const [ada, bob] = await users('ada', 'bob')
    const team = await scene.group('Team', [ada!.id])
    expect(await changes(() => scene.change(team.id, [bob!.id]))).toEqual({
      memberships: '+1',
      requests: '+1',
      touched: '+1',
    })
    expect(await changes(() => scene.change(team.id, [], [bob!.id]))).toEqual({
      memberships: '-1',
      requests: '+1',
      touched: '+1',
    })
    expect(await changes(() => scene.replaceMembers(team.id, [bob!.id]))).toEqual({
      memberships: '+1 -1',
      requests: '+1',
      touched: '+2',
    })
  })

  it('that are as they should be write nothing', async () => {
    const [ada, bob] = await users('ada', 'bob')
    const team = await scene.group('Team', [ada!.id, 'ghost'])
    expect(await changes(() => scene.change(team.id, [ada!.id, 'ghost'], [bob!.id, 'nobody']))).toEqual({})
    expect(await changes(() => scene.replaceMembers(team.id, ['ghost', ada!.id]))).toEqual({})
    expect(await changes(() => scene.change(team.id, [], []))).toEqual({})
  })

  it('touch who was added and who was removed, and nobody else', async () => {
    const all = await users('ada', 'bob', 'cyd', 'dan')
    const [ada, bob, cyd] = ids(all)
    const team = await scene.group('Team', [ada!, bob!])
    await outcome(Promise.resolve())
    expect(await outcome(scene.change(team.id, [cyd!], [ada!]))).toEqual([['ada', 'cyd'], ['group.members']])
    expect(await outcome(scene.replaceMembers(team.id, [ada!, bob!]))).toEqual([['ada', 'cyd'], ['group.members']])
    expect(await outcome(scene.replaceMembers(team.id, []))).toEqual([['ada', 'bob'], ['group.members']])
  })

  it('say in their request how many came and went', async () => {
    const [ada, bob] = ids(await users('ada', 'bob'))
    const team = await scene.group('Team', [ada!])
    await scene.change(team.id, [bob!, 'ghost'], [ada!])
    const rows = await scene.db.rows(sql`
      select action, actor_kind, actor_name, target_kind, target_name, detail from requests where target_id = ${team.id} order by id`)
    const whose = { actor_kind: 'source', actor_name: 'Okta', target_kind: 'group', target_name: 'Team' }
    expect(rows).toEqual([
      { action: 'group.create', detail: { added: 1 }, ...whose },
      { action: 'group.members', detail: { added: 2, removed: 1 }, ...whose },
    ])
  })

  it('of a user of another source cannot be made', async () => {
    const elsewhere = await sourceScene(fresh, scene.db)
    const stranger = await createUser(elsewhere.inbound, elsewhere.source, { userName: 'stranger' })
    const team = await scene.group('Team', [stranger.id])
    expect(await scene.namesIn(team.no)).toEqual([`(${stranger.id})`])
  })
})

describe('a group in a group', () => {
  it('touches everybody in it, directly or through others, when it comes and when it goes', async () => {
    const [ada, bob, cyd] = ids(await users('ada', 'bob', 'cyd'))
    const inner = await scene.group('Inner', [ada!])
    const middle = await scene.group('Middle', [inner.id, bob!])
    const outer = await scene.group('Outer', [cyd!])
    await outcome(Promise.resolve())
    expect(await outcome(scene.change(outer.id, [middle.id]))).toEqual([['ada', 'bob'], ['group.members']])
    expect(await outcome(scene.change(outer.id, [], [middle.id]))).toEqual([['ada', 'bob'], ['group.members']])
    expect(await outcome(scene.group('Fourth', [outer.id, middle.id]))).toEqual([
      ['ada', 'bob', 'cyd'],
      ['group.create'],
    ])
  })

  it('may contain itself, or one that contains it', async () => {
    const ada = await scene.user('ada')
    const one = await scene.group('One', [ada.id])
    const two = await scene.group('Two', [one.id])
    await scene.change(one.id, [one.id, two.id])
    expect(await scene.groupNames(ada.no)).toEqual(['One', 'Two'])
    await scene.takeTouched()
    expect(await outcome(rename(two.id, 'Zwei'))).toEqual([['ada'], expect.arrayContaining(['group.rename'])])
    expect(await outcome(remove(one.id))).toEqual([['ada'], ['group.delete']])
    expect(await scene.groupNames(ada.no)).toEqual([])
  })
})

describe('a group', () => {
  it('whose name changes touches its members', async () => {
    const [ada] = ids(await users('ada', 'bob'))
    const inner = await scene.group('Inner', [ada!])
    const team = await scene.group('Team', [inner.id])
    await outcome(Promise.resolve())
    expect(await outcome(rename(team.id, 'Squad'))).toEqual([['ada'], ['group.rename']])
    expect(await outcome(rename(team.id, 'Squad'))).toEqual([[], []])
    const described = changeGroup(scene.inbound, scene.source, team.id, 'group.patch', (current) => ({
      attributes: { ...current, externalId: 'x' },
    }))
    expect(await outcome(described)).toEqual([[], ['group.patch']])
  })

  it('that is deleted touches everybody who was in it, and leaves no rows of memberships', async () => {
    const [ada, bob] = ids(await users('ada', 'bob'))
    const inner = await scene.group('Inner', [ada!])
    const team = await scene.group('Team', [inner.id, bob!, 'ghost'])
    await scene.group('Above', [team.id])
    await outcome(Promise.resolve())
    expect(await changes(() => remove(team.id))).toEqual({
      groups: '~1',
      memberships: '-1',
      group_edges: '-2',
      pending_members: '-1',
      requests: '+1',
      touched: '+2',
      touched_groups: '+2',
    })
    expect(await outcome(Promise.resolve())).toEqual([['ada', 'bob'], ['group.delete']])
    expect(await remove(team.id)).toBe(false)
    expect((await groupById(scene.db, team.id))!.deletedAt).toBeInstanceOf(Date)
    const again = await scene.group('Team')
    expect(again.id).not.toBe(team.id)
  })

  it('with the name of a deleted one touches those whom a rule may have found by that name until then', async () => {
    const [ada, bob] = ids(await users('ada', 'bob'))
    const first = await scene.group('Sales')
    await remove(first.id)
    const second = await scene.group('sales', [ada!])
    await outcome(Promise.resolve())
    expect(await outcome(scene.group('SALES', [bob!]))).toEqual([['ada', 'bob'], ['group.create']])
    expect(await outcome(remove(second.id))).toEqual([['ada', 'bob'], ['group.delete']])
  })

  it('with the name of a living one touches nobody else', async () => {
    const [ada, bob] = ids(await users('ada', 'bob'))
    await scene.group('Sales', [ada!])
    await outcome(Promise.resolve())
    expect(await outcome(scene.group('Sales', [bob!]))).toEqual([['bob'], ['group.create']])
  })
})
