import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rulesApplier } from '../../src/apply/rules.ts'
import { changeGroup } from '../../src/inbound/receive/group.ts'
import { deleteUser } from '../../src/inbound/receive/user.ts'
import type { Caller } from '../../src/organization/caller.ts'
import { plannerHere } from '../../src/planner.ts'
import { newId } from '../../src/platform/id.ts'
import { changeProduct, createTier } from '../../src/products/edit.ts'
import { reconcile } from '../../src/reconcile.ts'
import { orderRules } from '../../src/rules/edit.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { sourceScene } from '../support/source.ts'
import { interrupted } from './interrupted.ts'
import { newScene } from './scene.ts'
import { stored } from './snapshot.ts'
import { add, newStage, people, product, remove, ruled, type Stage, setLimits } from './stage.ts'
import type { WorldPin } from './world.ts'

// What the doors of admins and sources must mark, so that a run looks at no more than what was marked and misses nothing.

let fresh: FreshDatabase
let stage: Stage
let caller: Caller
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
beforeEach(async () => {
  stage = newStage(await newScene(await freshOrganization(fresh.database)))
  caller = { db: stage.scene.db, actor: { kind: 'admin', id: null, name: 'Ada' }, role: 'super-admin' }
})

const now = () => new Date(stage.scene.clock.nowMs)
const runs = () => reconcile(stage.scene.db, now())
const seats = async () => (await stored(stage.scene)).seats

describe('an admin', () => {
  it('who re-orders rules has the lines looked at: another head may make an exchange possible', async () => {
    const meeting = await product(stage, 'Meeting', 0, [{ owned: 1 }, { owned: 1 }])
    const [a, b, c] = (await people(stage, 3)) as [number, number, number]
    const blocked = await ruled(stage, [], meeting, 0)
    const first = await ruled(stage, [a], meeting, 0)
    const second = await ruled(stage, [b], meeting, 1)
    await runs()
    await add(stage, blocked, [c])
    await runs()
    await remove(stage, first, [a])
    await add(stage, second, [a])
    await remove(stage, second, [b])
    await add(stage, first, [b])
    await runs()
    expect(await seats()).toEqual([`user ${a} Meeting tier 0: held`, `user ${b} Meeting tier 1: held`])
    const [one, two, three] = stage.scene.world.rules.map((rule) => rule.id)
    await rulesApplier(plannerHere().planRules)(caller, { action: 'rules.order', at: now() }, () =>
      orderRules([two!, one!, three!]),
    )
    await runs()
    expect(await seats()).toEqual([`user ${a} Meeting tier 1: held`, `user ${b} Meeting tier 0: held`])
  })

  it('who adds a tier below one that falls back gives it to those who wait', async () => {
    const meeting = await product(stage, 'Meeting', 0, [{ owned: 0, shortage: 'fall-back' }])
    const [one] = (await people(stage, 1)) as [number]
    await ruled(stage, [one], meeting)
    await runs()
    const { id } = await createTier(caller, meeting.id, { name: 'Plus', owned: 1 }, now())
    stage.scene.names.set(id, 'tier 1')
    await runs()
    expect(await seats()).toEqual([`user ${one} Meeting tier 1: held`])
  })

  it('who changes what a product includes while a run gives it misses nobody', async () => {
    const webinar = await product(stage, 'Webinar', 0, [{}])
    const meeting = await product(stage, 'Meeting', 0, [{}])
    const [one] = (await people(stage, 1)) as [number]
    await ruled(stage, [one], webinar)
    await ruled(stage, [one], meeting)
    await setLimits(stage, 1, 1_000_000)
    let change: Promise<unknown> | undefined
    for (let at = 1, last = 2; at < last; at++) {
      await changeProduct(caller, webinar.id, { includes: [] }, now())
      const group = stage.scene.world.rules[0]!.group
      await remove(stage, group, [one])
      await runs()
      await add(stage, group, [one])
      // It may wait for the run to end.
      const { db, count } = interrupted(stage.scene.db, at, async () => {
        change = changeProduct(caller, webinar.id, { includes: [{ id: meeting.id }] }, now())
        await Promise.race([change, new Promise((done) => setTimeout(done, 50))])
      })
      await reconcile(db, now())
      last = count()
      await change
      await runs()
      expect(await seats(), `before statement ${at}`).toEqual([`user ${one} Webinar tier 0: held`])
    }
  }, 60_000)
})

describe('a source', () => {
  it('that deletes a user and brings them back before a run has ended their pins', async () => {
    const { db, user, inbound, source } = await sourceScene(fresh, stage.scene.db)
    const meeting = await product(stage, 'Meeting', 0, [{}])
    const { id, no } = await user('ada', { active: true, emails: [{ value: 'ada@example.com' }] })
    const wanted = { field: 'product', product: meeting.id, tier: meeting.tiers[0]!.id } as const
    await stage.scene.admin.setPin({ id: newId(), user: no, endsAt: null, ...wanted } satisfies WorldPin)
    await reconcile(db, now())
    await deleteUser(inbound, source, id)
    expect((await user('ada', { emails: [{ value: 'ada@example.com' }] })).no).toBe(no)
    await reconcile(db, now())
    expect(await seats()).toEqual([])
  })

  it('that nests a group while somebody is added to it, and a run is between, misses nobody', async () => {
    const { db, user, group, change, inbound, source } = await sourceScene(fresh, stage.scene.db)
    const meeting = await product(stage, 'Meeting', 0, [{}])
    const outer = await group('Outer')
    const inner = await group('Inner')
    const ada = await user('ada', { emails: [{ value: 'ada@example.com' }] })
    const { world, groupIds, admin } = stage.scene
    const rule = { id: newId(), group: outer.no, state: 'on' as const, condition: null, deviceGroups: [] }
    const unset = { role: undefined, userGroup: undefined, language: undefined, settingsTemplate: undefined }
    world.rules = [{ ...rule, ...unset, products: new Map([[meeting.id, meeting.tiers[0]!.id]]) }]
    groupIds.set(outer.no, outer.id)
    await admin.saveRules(world.rules, groupIds, [outer.no], [])
    await reconcile(db, now())
    let between: Promise<unknown> | undefined
    // Both may wait for the nesting to be committed.
    const beforeCommit = async () => {
      between = change(inner.id, [ada.id]).then(() => reconcile(db, now()))
      await Promise.race([between, new Promise((done) => setTimeout(done, 200))])
    }
    inbound.statements.set(source, {
      ...db,
      transaction: (work) => db.transaction((tx) => work(tx).finally(beforeCommit)),
    })
    const members = { kind: 'change', add: [inner.id], remove: [] } as const
    const attributes = { displayName: 'Outermost' }
    await changeGroup(inbound, source, outer.id, 'group.patch', () => ({ attributes, members }))
    await between
    await reconcile(db, now())
    expect(await seats()).toEqual([`user ${ada.no} Meeting tier 0: held`])
  })
})
