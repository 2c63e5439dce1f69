import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type SourceScene, sourceScene } from '../../../test/support/source.ts'
import type { UserId, UserNo } from '../../directory/user.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import { reconcile } from '../../reconcile.ts'
import { insertUser } from '../store/users.ts'
import { userColumns } from './columns.ts'
import { changeGroup, type ReceivedGroup } from './group.ts'
import { beginAct } from './inbound.ts'
import { deleteUser, patchUser } from './user.ts'

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

/** Until a statement of another connection waits for a lock. */
async function someoneWaits(): Promise<void> {
  const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while (!(await fresh.owner.row(waiting))) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('a member who does not exist yet', () => {
  it('becomes one on arrival, by the externalId, in every group that named them', async () => {
    const teams = [await scene.group('One', ['00u7']), await scene.group('Two', ['00u7', '00u8'])]
    expect(await scene.namesIn(teams[1]!.no)).toEqual(['(00u7)', '(00u8)'])
    const ada = await scene.user('ada', { externalId: '00u7' })
    expect(await scene.groupNames(ada.no)).toEqual(['One', 'Two'])
    expect(await scene.namesIn(teams[1]!.no)).toEqual(['ada', '(00u8)'])
    const why = await scene.db.rows(sql`
      select r.action from memberships m join requests r on r.id = m.request_id where m.user_no = ${ada.no}`)
    expect(why).toEqual([{ action: 'group.create' }, { action: 'group.create' }])
  })

  it('becomes one when a deleted user whose id was named comes back', async () => {
    const ada = await scene.user('ada')
    await deleteUser(scene.inbound, scene.source, ada.id)
    const team = await scene.group('Team', [ada.id])
    expect(await scene.namesIn(team.no)).toEqual([`(${ada.id})`])
    await scene.user('ada')
    expect(await scene.namesIn(team.no)).toEqual(['ada'])
  })

  it('becomes one when a user is given the externalId that was named', async () => {
    const team = await scene.group('Team', ['00u9'])
    const ada = await scene.user('ada', { externalId: 'other' })
    await patchUser(scene.inbound, scene.source, ada.id, (current) => ({ ...current, externalId: '00u9' }))
    expect(await scene.namesIn(team.no)).toEqual(['ada'])
    const outer = await scene.group('Outer', ['g9'])
    await scene.takeTouched()
    await changeGroup(scene.inbound, scene.source, team.id, 'group.patch', (current) => ({
      attributes: { ...current, externalId: 'g9' },
    }))
    expect(await scene.namesIn(outer.no)).toEqual(['Team'])
    expect(await scene.takeTouched()).toEqual(['ada'])
  })

  it('may be a group', async () => {
    const ada = await scene.user('ada')
    const outer = await scene.group('Outer', ['g7'])
    await scene.takeTouched()
    const inner = await scene.group('Inner', [ada.id], { externalId: 'g7' })
    expect(await scene.namesIn(outer.no)).toEqual(['Inner'])
    expect(await scene.groupNames(ada.no)).toEqual(['Inner', 'Outer'])
    expect(await scene.takeTouched()).toEqual(['ada'])
    expect(await scene.namesIn(inner.no)).toEqual(['ada'])
  })

  it('may be named by externalId when they exist, too: the order of arrival makes no difference', async () => {
    const ada = await scene.user('ada', { externalId: '00u7' })
    const team = await scene.group('Team', ['00u7'])
    expect(await scene.namesIn(team.no)).toEqual(['ada'])
    await scene.change(team.id, [], ['00u7'])
    expect(await scene.namesIn(team.no)).toEqual([])
    await scene.change(team.id, [ada.id, '00u7'])
    expect(await scene.namesIn(team.no)).toEqual(['ada'])
  })

  it('can be removed again before they come', async () => {
    const team = await scene.group('Team', ['00u7'])
    await scene.change(team.id, [], ['00u7'])
    const ada = await scene.user('ada', { externalId: '00u7' })
    expect(await scene.groupNames(ada.no)).toEqual([])
  })

  it('is not missed when user and group arrive at the same moment: a run finds them at the latest', async () => {
    for (let at = 0; at < 20; at++) {
      const [, team] = await Promise.all([
        scene.user(`ada${at}`, { externalId: `x${at}` }),
        scene.group(`Team ${at}`, [`x${at}`]),
      ])
      await reconcile(scene.db, scene.clock.now())
      expect(await scene.namesIn(team.no)).toEqual([`ada${at}`])
    }
  })

  it('is not missed when the user began before the group and was committed after it', async () => {
    let ada: Promise<unknown> | undefined
    let team: ReceivedGroup | undefined
    const holding = scene.db.transaction(async (tx) => {
      // A twin that is taken back in the end: so long, Ada waits for it, having looked for who awaits her already.
      const twin = { no: 1_000_000 as UserNo, id: newId() as UserId }
      await insertUser(tx, beginAct(scene.inbound, scene.source), twin, userColumns({ userName: 'ada', active: true }))
      ada = scene.user('ada', { externalId: '00u1' })
      await someoneWaits()
      team = await scene.group('Team', ['00u1'])
      throw new Error('taken back')
    })
    await expect(holding).rejects.toThrow('taken back')
    await ada
    expect(await scene.namesIn(team!.no)).toEqual(['(00u1)'])
    await reconcile(scene.db, scene.clock.now())
    expect(await scene.namesIn(team!.no)).toEqual(['ada'])
  })

  it('is not missed when it is a group that arrives beside the one that names it', async () => {
    for (let at = 0; at < 20; at++) {
      const [outer] = await Promise.all([
        scene.group(`Outer ${at}`, [`g${at}`]),
        scene.group(`Inner ${at}`, [], { externalId: `g${at}` }),
      ])
      expect(await scene.namesIn(outer.no)).toEqual([`Inner ${at}`])
    }
  })
})

describe('many requests about one group at the same time', () => {
  it('lose no membership', async () => {
    const all = await users(...Array.from({ length: 30 }, (_, at) => `u${at}`))
    const team = await scene.group('Team', ids(all.slice(0, 10)))
    await Promise.all([
      ...all.slice(10).map(({ id }) => scene.change(team.id, [id])),
      ...all.slice(0, 10).map(({ id }) => scene.change(team.id, [], [id])),
    ])
    expect([...(await scene.namesIn(team.no))].sort()).toEqual(
      all
        .slice(10)
        .map((_, at) => `u${at + 10}`)
        .sort(),
    )
  })

  it('leave one of the memberships that were pushed whole', async () => {
    const all = ids(await users(...Array.from({ length: 12 }, (_, at) => `u${at}`)))
    const team = await scene.group('Team')
    await Promise.all(
      Array.from({ length: 8 }, (_, at) => scene.replaceMembers(team.id, at % 2 ? all : [...all].reverse())),
    )
    expect(await scene.namesIn(team.no)).toHaveLength(12)
  })

  it('keep no membership of somebody who was deleted meanwhile', async () => {
    const all = await users(...Array.from({ length: 10 }, (_, at) => `u${at}`))
    const team = await scene.group('Team')
    await Promise.all(
      all.flatMap(({ id }) => [scene.change(team.id, [id]), deleteUser(scene.inbound, scene.source, id)]),
    )
    expect(await scene.db.row(sql`select count(*) as n from memberships`)).toEqual({ n: 0 })
  })
})
