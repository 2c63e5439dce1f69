import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyStopped } from '../../src/apply/stopped.ts'
import type { Caller } from '../../src/organization/caller.ts'
import { causesOfStops } from '../../src/plan/store/causes.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { reconcile } from '../../src/reconcile.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { newScene } from './scene.ts'
import { newStage, people, product, ruled, type Stage } from './stage.ts'
import type { WorldProduct } from './world.ts'

const holders = 10_000
const leaving = holders / 5
const limit = holders / 10
/** Requests that come while a run is going are answered by the next one together. */
const atOnce = 50

let fresh: FreshDatabase
let stage: Stage
let meeting: WorldProduct
let users: readonly number[]
let group: number
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
beforeEach(async () => {
  stage = newStage(await newScene(await freshOrganization(fresh.database)))
  meeting = await product(stage, 'Meeting', 0, [{}])
})

async function hold(count: number): Promise<void> {
  users = await people(stage, count)
  group = await ruled(stage, users, meeting)
  await runNow()
}

/** The engine alone: the oracle is too slow for so many. */
function runNow() {
  const { db, clock } = stage.scene
  clock.nowMs += 1000
  return reconcile(db, new Date(clock.nowMs))
}

async function count(query: ReturnType<typeof sql.part>): Promise<number> {
  const { db } = stage.scene
  const row = await db.row<{ n: number }>(
    sql`select count(*) as n from ${query} and organization_id = ${db.organization}`,
  )
  return row!.n
}
const held = () => count(sql.part`seats where until is null and state = 'held'`)
const stopped = () => count(sql.part`stopped_losses where until is null`)

describe('deactivations that come one user a request, over hours', () => {
  it('take at most the limit; the rest is one stop with names, applied while others change', async () => {
    const { db, directory, clock } = stage.scene
    await hold(holders)
    for (const [index, user] of users.slice(0, leaving).entries()) {
      await directory.changeUser(user, { active: false })
      clock.nowMs += 10_000
      if ((index + 1) % atOnce === 0) await runNow()
    }
    expect(await held()).toBe(holders - limit)
    expect(await stopped()).toBe(leaving - limit)
    expect(await count(sql.part`stops where true`)).toBe(1)
    const named = await db.rows<{ name: string; kind: string }>(sql`
      select u.display_name as name, l.because ->> 'kind' as kind from stopped_losses l
      join users u on u.organization_id = ${db.organization} and u.user_no = l.user_no
      where l.organization_id = ${db.organization} and l.until is null order by l.user_no`)
    expect(named).toHaveLength(leaving - limit)
    expect(named[0]).toEqual({ name: `u${users[limit]}`, kind: 'inactive' })
    expect(await causesOfStops(db)).toMatchObject([
      { because: 'inactive', actorName: 'test', users: leaving - limit, requests: leaving - limit },
    ])
    // Access ended for all of them, stopped or not; a day passes nothing.
    expect(await count(sql.part`assignments where until is null and access`)).toBe(holders - leaving)
    clock.nowMs += 30 * 86_400_000
    await directory.removeMembers(group, [users[holders - 1]!])
    await runNow()
    expect(await stopped()).toBe(leaving - limit + 1)

    const caller: Caller = { db, actor: { kind: 'admin', id: null, name: 'Ada' }, role: 'super-admin' }
    let changing = true
    const others = (async () => {
      for (let at = leaving; changing; at++) {
        await directory.changeUser(users[at]!, { title: `t${at}` })
        await directory.addMembers(group, [await directory.createUser({ userName: `new${at}` })])
        await runNow()
      }
    })()
    const apply = (some?: readonly string[]) =>
      applyStopped(caller, { product: { id: meeting.id }, ...(some && { users: some }) }, new Date(clock.nowMs))
    const ids = await db.rows<{ id: string }>(sql`
      select id from users where organization_id = ${db.organization} and user_no = any(${users.slice(limit, limit + 7)}::integer[])`)
    expect(await apply(ids.map(({ id }) => id))).toBe(7)
    while ((await stopped()) > leaving - limit - 6) await runNow()
    expect(await stopped()).toBe(leaving - limit - 6)
    expect(await apply()).toBe(leaving - limit - 6)
    while ((await stopped()) > 0) await runNow()
    changing = false
    await others
    await runNow()
    const joined = await count(sql.part`users where user_name like 'new%'`)
    expect(joined).toBeGreaterThan(0)
    expect(await held()).toBe(holders - leaving - 1 + joined)
    expect(await count(sql.part`stops where until is null`)).toBe(0)
    // What an admin confirmed counts no more: five more may go.
    await directory.removeMembers(group, users.slice(-6, -1))
    await runNow()
    expect(await stopped()).toBe(0)
    expect(await held()).toBe(holders - leaving - 6 + joined)
  }, 600_000)

  it('are over when their cause is gone', async () => {
    const { directory } = stage.scene
    await hold(1000)
    await directory.removeMembers(group, users.slice(0, 200))
    await runNow()
    expect([await held(), await stopped()]).toEqual([1000, 200])
    await directory.addMembers(group, users.slice(0, 199))
    await runNow()
    expect([await held(), await stopped()]).toEqual([1000, 1])
    await directory.addMembers(group, users.slice(199, 200))
    await runNow()
    expect([await stopped(), await count(sql.part`stops where until is null`)]).toEqual([0, 0])
    expect(await count(sql.part`stopped_losses where resolution = 'cause-gone'`)).toBe(200)
  }, 60_000)
})
