import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Pin } from '../../src/contract/pin.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Seats } from '../../src/contract/seat.ts'
import type { StopKept, Stopped } from '../../src/contract/stop.ts'
import type { User } from '../../src/contract/user.ts'
import type { Why } from '../../src/contract/why.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, type GroupKey, newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

let db: Db
let admin: ApiUser
let directory: Directory
let staff: GroupKey
let meeting: Product
let users: readonly number[]
const inAnHour = () => new Date(api.clock.now().getTime() + 3_600_000).toISOString()
const run = () => admin.send('POST', '/runs')
const idOf = async (user: number) =>
  (await db.row<{ id: string }>(
    sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
  ))!.id
const seats = async () => (await admin.send<Seats>('GET', '/seats')).body.seats[0]
const show = async (user: number) => (await admin.send<User>('GET', `/users/${await idOf(user)}`)).body
const why = async (user: number) =>
  (await admin.send<Why>('GET', `/users/${await idOf(user)}/why?product=meeting`)).body

beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  staff = await directory.createGroup('All staff')
  meeting = (await admin.send<Product>('POST', '/products', { name: 'Meeting', tiers: [{ name: 'Pro', owned: 10 }] }))
    .body
  const first = await directory.createUsers('u', 12)
  users = Array.from({ length: 12 }, (_, index) => first + index)
  await directory.addMembers(staff.no, users)
  await admin.send('POST', '/rules?apply=true', { group: staff.id, products: [{ product: meeting.id, tier: 'Pro' }] })
  await run()
})

/** All twelve lose their rule, ten of them a seat: more than five, so the losses are stopped. */
async function everybodyLoses() {
  await directory.removeMembers(staff.no, users)
  await run()
}

describe('a shortage', () => {
  it('is a line, with places', async () => {
    expect(await seats()).toMatchObject({ owned: 10, held: 10, grace: 0, free: 0, waiting: 2 })
    const waiting = await admin.send('GET', `/seats/${meeting.id}/waiting`)
    expect(waiting.body).toMatchObject({ waiting: [{ place: 1, rank: 1 }, { place: 2 }], next: null })
    const last = await show(users[11]!)
    expect(last.seats).toMatchObject([{ state: 'waiting', place: 2, tier: { name: 'Pro' } }])
    expect(last.status).toBe('none')
    expect(await why(users[11]!)).toMatchObject({
      answer: 'waiting',
      waiting: { place: 2 },
      sentence: expect.stringContaining('waits for Meeting Pro in place 2'),
    })
  })

  it('ends when more is owned; a pool lowered below what is held takes from nobody', async () => {
    const put = (owned: number | null) => admin.send('PUT', `/products/${meeting.id}/tiers/Pro`, { owned })
    expect((await put(11)).body).toMatchObject({ owned: 11, held: 10 })
    await run()
    expect(await seats()).toMatchObject({ held: 11, waiting: 1, free: 0 })
    expect((await put(3)).status).toBe(200)
    await run()
    expect(await seats()).toMatchObject({ owned: 3, held: 11, waiting: 1, free: -8 })
    await put(null)
    await run()
    expect(await seats()).toMatchObject({ owned: null, held: 12, waiting: 0, free: null })
  })
})

describe('stopped losses', () => {
  it('are listed with names and the cause', async () => {
    await everybodyLoses()
    const { body } = await admin.send<Stopped>('GET', '/stopped')
    expect(body.stops).toMatchObject([
      { product: { name: 'Meeting' }, count: 10, request: { kind: 'members.remove', actor: { kind: 'source' } } },
    ])
    expect(body.stops[0]!.losses[0]).toMatchObject({
      tier: { name: 'Pro' },
      confirmedBy: null,
      because: { kind: 'no-rule-matches' },
    })
    expect(await seats()).toMatchObject({ held: 10, stopped: 10 })
    expect((await show(users[0]!)).seats).toMatchObject([{ state: 'held', stopped: true }])
    expect(await why(users[0]!)).toMatchObject({ answer: 'stopped', missing: [{ reason: 'not-a-member' }] })
  })

  it('are carried out when an admin applies them: those named, or all', async () => {
    await everybodyLoses()
    const one = await idOf(users[0]!)
    const some = await admin.send('POST', '/stopped/apply', { product: meeting.id, users: [one] })
    expect(some.body).toEqual({ applied: 1 })
    await run()
    expect(await seats()).toMatchObject({ held: 9, stopped: 9 })
    expect((await show(users[0]!)).status).toBe('suspended')
    expect((await admin.send('POST', '/stopped/apply', { product: { id: meeting.id } })).body).toEqual({ applied: 9 })
    await run()
    expect(await seats()).toMatchObject({ held: 0, stopped: 0, free: 10 })
    expect((await admin.send<Stopped>('GET', '/stopped')).body.stops).toEqual([])
  })

  it('of all products are meant when none is named', async () => {
    await everybodyLoses()
    expect((await admin.send('POST', '/stopped/apply', { users: [await idOf(users[1]!)] })).body).toEqual({
      applied: 1,
    })
    expect((await admin.send('POST', '/stopped/apply')).body).toEqual({ applied: 9 })
    expect((await admin.send('POST', '/stopped/apply')).body).toEqual({ applied: 0 })
  })

  it('are kept by pins with an end date, and come back at that date', async () => {
    await everybodyLoses()
    const kept = await admin.send<StopKept>('POST', '/stopped/keep', {
      product: meeting.id,
      endsAt: inAnHour(),
      reason: 'A mistake in Okta',
    })
    expect(kept.body).toMatchObject({ kept: 10, notKept: [] })
    await run()
    expect(await seats()).toMatchObject({ held: 10, stopped: 0 })
    expect((await admin.send<Stopped>('GET', '/stopped')).body.stops).toEqual([])
    const { pins } = (await admin.send<{ pins: Pin[] }>('GET', `/pins?user=${await idOf(users[0]!)}`)).body
    expect(pins).toMatchObject([{ field: 'product', tier: { name: 'Pro' }, reason: 'A mistake in Okta' }])
    expect(await why(users[0]!)).toMatchObject({ answer: 'held', winner: { kind: 'pin', pin: { id: pins[0]!.id } } })
    api.clock.advance(7200)
    await run()
    expect(await seats()).toMatchObject({ held: 10, stopped: 10 })
  })

  it('of somebody who is not active upstream cannot be kept', async () => {
    for (const user of users) await directory.changeUser(user, { active: false })
    await run()
    const kept = await admin.send<StopKept>('POST', '/stopped/keep', { product: meeting.id, endsAt: inAnHour() })
    expect(kept.body).toMatchObject({ kept: 0, pins: [] })
    expect(kept.body.notKept).toHaveLength(10)
    expect(kept.body.notKept[0]).toMatchObject({ reason: 'inactive' })
    expect((await admin.send<Stopped>('GET', '/stopped')).body.stops[0]!.count).toBe(10)
  })

  it('are refused by name when there are none of them', async () => {
    await everybodyLoses()
    const stranger = await idOf(users[11]!)
    const apply = (body: object) => admin.send('POST', '/stopped/apply', body)
    expect(await apply({ product: meeting.id, users: [stranger] })).toMatchObject({
      status: 422,
      body: { code: 'NOT_STOPPED', users: [stranger] },
    })
    expect(await apply({ product: 'x' })).toMatchObject({ status: 422, body: { code: 'UNKNOWN_PRODUCT' } })
    expect(await apply({ produkt: meeting.id })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/produkt' }] },
    })
    const past = { product: meeting.id, endsAt: '2020-01-01T00:00:00Z' }
    expect(await admin.send('POST', '/stopped/keep', past)).toMatchObject({
      status: 422,
      body: { code: 'ENDS_IN_PAST' },
    })
    expect((await admin.send('POST', '/stopped/keep', { product: meeting.id })).status).toBe(422)
    const leap = { product: meeting.id, endsAt: '2030-06-30T23:59:60Z' }
    expect((await admin.send('POST', '/stopped/keep', leap)).body).toMatchObject({ code: 'INVALID_MOMENT' })
  })
})

describe('a pin', () => {
  it('gives a product to somebody no rule matches, and takes it when it is removed', async () => {
    const user = await directory.createUser({ userName: 'eve@example.com' })
    await admin.send('PUT', `/products/${meeting.id}/tiers/pro`, { owned: 13 })
    const pin = { user: await idOf(user), field: 'product', product: meeting.id, tier: 'Pro', reason: 'Guest' }
    const made = await admin.send<Pin>('POST', '/pins', pin)
    expect(made).toMatchObject({ status: 201, body: { tier: { name: 'Pro' }, endsAt: null, createdBy: 'test' } })
    await run()
    expect((await show(user)).seats).toMatchObject([{ state: 'held', because: { kind: 'pin', text: 'Pinned: Guest' } }])
    expect((await admin.send('DELETE', `/pins/${made.body.id}`)).status).toBe(204)
    expect((await admin.send('DELETE', `/pins/${made.body.id}`)).status).toBe(404)
    await run()
    expect((await show(user)).seats).toEqual([])
  })

  it('to none takes a product that rules give, and says so', async () => {
    const pin = { user: await idOf(users[0]!), field: 'product', product: meeting.id, tier: 'none', reason: 'Left' }
    await admin.send('POST', '/pins', pin)
    await run()
    expect((await show(users[0]!)).seats).toEqual([])
    expect(await why(users[0]!)).toMatchObject({ answer: 'none', losers: [{ reason: 'pinned' }], tier: null })
  })

  it('replaces the one of the same user, field and product', async () => {
    const pin = { user: await idOf(users[0]!), field: 'user-group', userGroup: 'none', reason: 'First' }
    await admin.send('POST', '/pins', pin)
    await admin.send('POST', '/pins', { ...pin, reason: 'Second' })
    const { pins } = (await admin.send<{ pins: Pin[] }>('GET', '/pins')).body
    expect(pins.map((each) => each.reason)).toEqual(['Second'])
  })

  it('that does not say what, of whom or until when is refused', async () => {
    const user = await idOf(users[0]!)
    const refused = async (body: object) => {
      const { status, body: problem } = await admin.send('POST', '/pins', body)
      return [status, problem.code, problem.pointer ?? (problem.errors as { pointer: string }[])[0]?.pointer]
    }
    const about = { user, reason: 'x' }
    expect(await refused({ ...about, field: 'product', tier: 'Pro' })).toEqual([422, 'INVALID', '/product'])
    expect(await refused({ ...about, field: 'colour' })).toEqual([422, 'INVALID', ''])
    expect(await refused({ ...about, field: 'role', role: 'king' })).toEqual([422, 'INVALID', '/role'])
    expect(await refused({ ...about, field: 'role', role: { role: 'manager', privileges: [] } })).toEqual([
      422,
      'NO_PRIVILEGE',
      '/role/privileges',
    ])
    expect(await refused({ field: 'role', role: 'member', user: meeting.id, reason: 'x' })).toEqual([
      422,
      'UNKNOWN_USER',
      '/user',
    ])
    expect(await refused({ field: 'role', role: 'member', user, reason: ' ' })).toEqual([422, 'INVALID', '/reason'])
    const ended = { ...about, field: 'role', role: 'member', endsAt: '2021-01-01T00:00:00Z' }
    expect(await refused(ended)).toEqual([422, 'ENDS_IN_PAST', '/endsAt'])
  })
})
