import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/contract/plan.ts'
import type { RunReverted, Runs } from '../../src/contract/run.ts'
import type { User } from '../../src/contract/user.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type OneUser, oneUser } from '../support/one-user.ts'

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

let scene: OneUser
beforeEach(async () => {
  scene = await oneUser(fresh.database, api)
})
const pro = () => [{ product: scene.meeting.id, tier: 'Pro' }]
const plus = () => [{ product: scene.meeting.id, tier: 'Plus' }]

describe('what a run took', () => {
  const inAnHour = () => new Date(api.clock.now().getTime() + 3_600_000).toISOString()
  const lastRun = async () => (await scene.admin.send<Runs>('GET', '/runs?limit=1')).body.runs[0]!.run
  const revert = (run: number | string, more: object = {}, as = scene.admin) =>
    as.send<RunReverted>('POST', `/runs/${run}/revert`, { endsAt: inAnHour(), reason: 'A mistake in Okta', ...more })
  const seats = async (user = scene.adaId) =>
    (await scene.admin.send<User>('GET', `/users/${user}`)).body.seats.map(({ tier, state }) => `${tier.name} ${state}`)

  async function withSeats(...names: string[]) {
    const { directory, rule, run, sales, idOf } = scene
    const users: number[] = []
    for (const name of names) users.push(await directory.createUser({ userName: name }))
    await directory.addMembers(sales.no, users)
    await rule(sales, { products: pro(), role: { role: 'manager', privileges: ['run-reports'] } })
    await run()
    return Promise.all(users.map(async (user) => ({ user, id: await idOf(user) })))
  }

  it('is given back by pins until a moment, and then the rules decide again', async () => {
    const { admin, directory, run, sales, ada, adaId } = scene
    await withSeats()
    await directory.removeMembers(sales.no, [ada])
    await run()
    expect(await seats()).toEqual([])
    const { status, body } = await revert(await lastRun())
    expect([status, body]).toMatchObject([200, { pinned: 2, back: 0, notPinned: [] }])
    await run()
    expect(await seats()).toEqual(['Pro held'])
    expect((await admin.send<User>('GET', `/users/${adaId}`)).body).toMatchObject({
      role: 'manager',
      privileges: ['run-reports'],
    })
    const { activity } = (await admin.send<{ activity: object[] }>('GET', '/activity?kind=run.revert')).body
    expect(activity).toMatchObject([{ detail: { pins: 2, users: 1, reason: 'A mistake in Okta' } }])
    api.clock.advance(7200)
    await run()
    expect(await seats()).toEqual([])
  })

  it('is shown before it is given back: nothing of that has happened', async () => {
    const { admin, directory, run, sales, ada } = scene
    await withSeats()
    await directory.removeMembers(sales.no, [ada])
    await run()
    const body = { endsAt: inAnHour(), reason: 'A mistake in Okta' }
    const plan = await admin.send<Plan>('POST', `/runs/${await lastRun()}/revert/plan`, body)
    expect(plan).toMatchObject({ status: 200, body: { id: null, users: { gain: 1, lose: 0 }, roles: { changed: 1 } } })
    await run()
    expect(await seats()).toEqual([])
    expect((await admin.send('GET', '/pins')).body).toMatchObject({ pins: [] })
    const past = { ...body, endsAt: '2020-01-01T00:00:00Z' }
    expect((await admin.send('POST', '/runs/1/revert/plan', past)).body).toMatchObject({ code: 'ENDS_IN_PAST' })
  })

  it('is a tier, where somebody was moved', async () => {
    const { admin, directory, rule, run, sales, ada } = scene
    const better = await directory.createGroup('Better')
    await directory.addMembers(better.no, [ada])
    const first = await rule(better, { products: pro() })
    await rule(sales, { products: plus() })
    await run()
    await directory.removeMembers(better.no, [ada])
    await run()
    expect(await seats()).toEqual(['Plus held'])
    expect((await revert(await lastRun())).body).toMatchObject({ pinned: 1 })
    await run()
    expect(await seats()).toEqual(['Pro held'])
    expect((await admin.send('GET', `/rules/${first.id}`)).status).toBe(200)
  })

  it('is pinned to nobody who has it back, and to nobody whom a pin of an admin already decides', async () => {
    const { admin, directory, run, sales, ada } = scene
    const [bob] = await withSeats('bob')
    await directory.removeMembers(sales.no, [ada, bob!.user])
    await run()
    const lost = await lastRun()
    await directory.addMembers(sales.no, [ada])
    await admin.send('POST', '/pins', {
      user: bob!.id,
      field: 'product',
      product: scene.meeting.id,
      tier: 'none',
      reason: 'x',
    })
    await run()
    expect((await revert(lost)).body).toMatchObject({
      pinned: 1,
      back: 2,
      notPinned: [{ user: { name: 'bob' }, field: 'product', product: { name: 'Meeting' }, reason: 'pinned' }],
    })
    expect((await revert(lost)).body).toMatchObject({
      pinned: 0,
      back: 2,
      notPinned: [{}, { field: 'role', reason: 'pinned' }],
    })
  })

  it('is not given back to somebody inactive, deleted or without an address, who are named', async () => {
    const { directory, run, sales, ada } = scene
    const [bob, eve] = await withSeats('bob', 'eve')
    await scene.admin.send('PUT', `/products/${scene.meeting.id}/tiers/Pro`, { owned: 5 })
    await run()
    await directory.removeMembers(sales.no, [ada, bob!.user, eve!.user])
    await run()
    const lost = await lastRun()
    await directory.changeUser(ada, { active: false })
    await directory.deleteUser(bob!.user)
    await directory.changeUser(eve!.user, { address: null })
    const { body } = await revert(lost, { product: 'Meeting' })
    expect(body).toMatchObject({ pinned: 0, pins: [] })
    expect(body.notPinned.map(({ user, reason }) => [user.name, reason])).toEqual([
      ['ada', 'inactive'],
      ['bob', 'deleted'],
      ['eve', 'no-address'],
    ])
  })

  it('is given back for one product, or to some users, only', async () => {
    const { directory, run, sales, ada, adaId } = scene
    const [bob] = await withSeats('bob')
    await directory.removeMembers(sales.no, [ada, bob!.user])
    await run()
    const lost = await lastRun()
    expect((await revert(lost, { product: { id: scene.meeting.id }, users: [adaId] })).body).toMatchObject({
      pinned: 1,
    })
    expect((await revert(lost, { users: [{ id: bob!.id }] })).body).toMatchObject({ pinned: 2 })
    const stranger = newId()
    expect(await revert(lost, { users: [adaId, stranger] })).toMatchObject({
      status: 422,
      body: { code: 'NOTHING_LOST', users: [stranger] },
    })
  })

  it('is given back as admin by a super admin only', async () => {
    const { db, directory, rule, run, sales, ada, adaId, admin } = scene
    await rule(sales, { role: 'admin' })
    await run()
    await directory.removeMembers(sales.no, [ada])
    await run()
    const lost = await lastRun()
    const id = newId()
    await db.run(sql`
      insert into admins (organization_id, id, email, email_folded, name, role, created_at)
      values (${db.organization}, ${id}, 'plain@example.com', 'plain@example.com', 'Plain', 'admin', now())`)
    const plain = await api.as(db, id)
    expect(await revert(lost, {}, plain)).toMatchObject({ status: 403, body: { code: 'SUPER_ADMIN_ONLY' } })
    expect((await admin.send<{ pins: object[] }>('GET', `/pins?user=${adaId}`)).body.pins).toEqual([])
    expect((await revert(lost)).body).toMatchObject({ pinned: 1 })
  })

  it('is of a run that was, of this organization, until a moment to come', async () => {
    const { rule, run, sales } = scene
    await rule(sales, { products: pro() })
    await run()
    const ours = await lastRun()
    expect((await revert(ours)).body).toMatchObject({ pinned: 0, back: 0, notPinned: [] })
    for (const none of ['999999999', '99999999999999999999', '1.5', '0', 'x'])
      expect((await revert(none)).status, none).toBe(404)
    const theirs = await api.as(await freshOrganization(fresh.database, 'Theirs'))
    expect((await revert(ours, {}, theirs)).status).toBe(404)
    expect(await revert(ours, { endsAt: '2020-01-01T00:00:00Z' })).toMatchObject({
      status: 422,
      body: { code: 'ENDS_IN_PAST' },
    })
    expect((await revert(ours, { reason: ' ' })).status).toBe(422)
    expect(await revert(ours, { product: 'Phone' })).toMatchObject({ status: 422, body: { code: 'UNKNOWN_PRODUCT' } })
  })
})
