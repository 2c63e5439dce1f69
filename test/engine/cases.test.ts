import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import { reconcile } from '../../src/reconcile.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { toldWrongly } from './laws.ts'
import { newScene } from './scene.ts'
import { stored } from './snapshot.ts'
import {
  add,
  has,
  newStage,
  people,
  pinProduct,
  product,
  remove,
  ruled,
  run,
  type Stage,
  setLimits,
  setPool,
} from './stage.ts'

const HOUR_MS = 3_600_000

let fresh: FreshDatabase
let stage: Stage
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
beforeEach(async () => {
  stage = newStage(await newScene(await freshOrganization(fresh.database)))
})

describe('a pin that denies a product', () => {
  it('takes the seat at once: neither grace nor safeguard keeps it, for an admin named the user', async () => {
    const meeting = await product(stage, 'Meeting', HOUR_MS, [{}])
    const [one, other] = (await people(stage, 2)) as [number, number]
    await setLimits(stage, 0, 0)
    await ruled(stage, [one, other], meeting)
    await run(stage)
    await pinProduct(stage, one, meeting, null)
    await run(stage)
    expect([has(stage, one, meeting), has(stage, other, meeting)]).toEqual(['nothing', 'holds tier 0'])
  })

  it('ends a grace that runs', async () => {
    const meeting = await product(stage, 'Meeting', HOUR_MS, [{}])
    const [one] = (await people(stage, 1)) as [number]
    const group = await ruled(stage, [one], meeting)
    await run(stage)
    await remove(stage, group, [one])
    await run(stage)
    expect(has(stage, one, meeting)).toBe('in grace tier 0')
    await pinProduct(stage, one, meeting, null)
    await run(stage)
    expect(has(stage, one, meeting)).toBe('nothing')
  })
})

describe('the safeguard', () => {
  it('does not count who is back from grace in the very run in which others lose', async () => {
    const meeting = await product(stage, 'Meeting', 100 * HOUR_MS, [{}])
    const users = await people(stage, 10)
    const group = await ruled(stage, users, meeting)
    await run(stage)
    await remove(stage, group, users.slice(0, 5))
    await run(stage)
    await add(stage, group, users.slice(0, 5))
    await remove(stage, group, users.slice(5))
    await run(stage)
    expect(has(stage, users[0]!, meeting)).toBe('holds tier 0')
    expect(has(stage, users[9]!, meeting)).toBe('in grace tier 0')
  })
})

describe('a pool that was lowered', () => {
  it('gives nothing until there is room, not even in an exchange', async () => {
    const meeting = await product(stage, 'Meeting', 0, [{ owned: 2 }, { owned: 1 }])
    const [a, b, c] = (await people(stage, 3)) as [number, number, number]
    const first = await ruled(stage, [a, c], meeting, 0)
    const second = await ruled(stage, [b], meeting, 1)
    await run(stage)
    await setPool(stage, meeting, 0, { owned: 1 })
    await run(stage)
    await remove(stage, first, [a])
    await add(stage, second, [a])
    await remove(stage, second, [b])
    await add(stage, first, [b])
    await run(stage)
    expect([has(stage, a, meeting), has(stage, b, meeting)]).toEqual(['holds tier 0, waits', 'holds tier 1, waits'])
  })
})

describe('falling back', () => {
  it('goes by rank across the tiers that are waited for', async () => {
    const short = { owned: 0, shortage: 'fall-back' } as const
    const meeting = await product(stage, 'Meeting', 0, [short, short, { owned: 1 }])
    const [first, second] = (await people(stage, 2)) as [number, number]
    await ruled(stage, [second], meeting, 1)
    await ruled(stage, [first], meeting, 0)
    await run(stage)
    expect([has(stage, first, meeting), has(stage, second, meeting)]).toEqual(['nothing, waits', 'holds tier 2, waits'])
  })

  it('serves the best in line who have no seat, however many before them have one already', async () => {
    const meeting = await product(stage, 'Meeting', 0, [
      { owned: 0, shortage: 'fall-back' },
      { owned: 0, shortage: 'fall-back' },
      { owned: 12 },
    ])
    const users = await people(stage, 20)
    await ruled(stage, users.slice(0, 14), meeting, 0)
    await ruled(stage, users.slice(14, 19), meeting, 1)
    const last = await ruled(stage, [], meeting, 2)
    await run(stage)
    await add(stage, last, users.slice(19))
    await run(stage)
    await setPool(stage, meeting, 2, { owned: 13 })
    await run(stage)
    expect(has(stage, users[19]!, meeting)).toBe('holds tier 2')
    await remove(stage, last, users.slice(19))
    await run(stage)
    expect([has(stage, users[12]!, meeting), has(stage, users[14]!, meeting)]).toEqual([
      'holds tier 2, waits',
      'nothing, waits',
    ])
  })
})

describe('a line longer than a run reads of it', () => {
  it('lets nobody who was moved back in it overtake those who were not read', async () => {
    const meeting = await product(stage, 'Meeting', 0, [{ owned: 11 }, { owned: 8 }])
    const users = await people(stage, 20)
    // Eleven hold the first tier and eight the second.
    const first = await ruled(stage, users.slice(0, 11), meeting, 0)
    const second = await ruled(stage, users.slice(11, 19), meeting, 1)
    const best = await ruled(stage, [], meeting, 0)
    await run(stage)
    expect(has(stage, users[18]!, meeting)).toBe('holds tier 1')
    // Somebody with nothing stands at the head of the first tier's line; behind them, the eight want to exchange.
    await add(stage, best, [users[19]!])
    await run(stage)
    await remove(stage, second, users.slice(11, 19))
    await add(stage, best, users.slice(11, 19))
    await run(stage)
    // Two of the first tier want the second.
    await remove(stage, first, users.slice(0, 2))
    await add(stage, second, users.slice(0, 2))
    await run(stage)
    // The head goes, and the two after it rank last from now on.
    await remove(stage, best, [users[19]!, users[11]!, users[12]!])
    await ruled(stage, [users[11]!, users[12]!], meeting, 0)
    await run(stage)
    expect(users.slice(11, 16).map((user) => has(stage, user, meeting))).toEqual([
      'holds tier 1, waits',
      'holds tier 1, waits',
      'holds tier 0',
      'holds tier 0',
      'holds tier 1, waits',
    ])
  })
})

describe('a run', () => {
  it('that waited for another, and asked before it, records no moment before that of the other', async () => {
    const meeting = await product(stage, 'Meeting', 0, [{}])
    const [one] = (await people(stage, 1)) as [number]
    const group = await ruled(stage, [one], meeting)
    const { db, clock } = stage.scene
    await reconcile(db, new Date(clock.nowMs + 10))
    await remove(stage, group, [one])
    await reconcile(db, new Date(clock.nowMs + 5))
    expect(await toldWrongly(stage.scene)).toEqual([])
  })
})

describe('User Sync that is paused', () => {
  it('applies nothing, ends of grace and pins included, and does it all when it is on again', async () => {
    const meeting = await product(stage, 'Meeting', HOUR_MS, [{ owned: 1 }])
    const [one, other] = (await people(stage, 2)) as [number, number]
    const group = await ruled(stage, [one, other], meeting)
    await run(stage)
    await remove(stage, group, [one])
    await run(stage)
    expect([has(stage, one, meeting), has(stage, other, meeting)]).toEqual(['in grace tier 0', 'nothing, waits'])
    const { db, clock } = stage.scene
    const turn = (to: string) => db.run(sql`update organizations set user_sync = ${to} where id = ${db.organization}`)
    await turn('paused')
    clock.nowMs += 2 * HOUR_MS
    await add(stage, group, await people(stage, 1))
    const before = await stored(stage.scene)
    expect(await reconcile(db, new Date(clock.nowMs))).toMatchObject({ run: null, touched: 0 })
    expect(await stored(stage.scene)).toEqual(before)
    await turn('on')
    await run(stage)
    expect([has(stage, one, meeting), has(stage, other, meeting)]).toEqual(['nothing', 'holds tier 0'])
  })
})

describe('a product that is included from now on', () => {
  it('has its settings template applied for who is carried', async () => {
    const webinar = await product(stage, 'Webinar', 0, [{}])
    const meeting = await product(stage, 'Meeting', 0, [{}])
    const [one] = (await people(stage, 1)) as [number]
    await ruled(stage, [one], webinar)
    await run(stage)
    const { world, admin } = stage.scene
    world.products.set(webinar.id, { ...webinar, includes: [meeting.id] })
    await admin.setIncludes(webinar.id, [meeting.id], [webinar.id])
    await run(stage)
    expect(stage.assigned.templates.has(`${one} ${meeting.id}`)).toBe(true)
  })
})
