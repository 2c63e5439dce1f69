import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Why } from '../../src/contract/why.ts'
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

describe('why not', () => {
  it('names of each rule all that is missing, and of a condition the part that fails', async () => {
    const { directory, sales, meeting, run, rule, whyProduct } = scene
    const away = await directory.createGroup('Away')
    const products = [{ product: meeting.id, tier: 'Pro' }]
    await rule(sales, { name: 'A', products, condition: 'userName sw "a" and title eq "Manager"' })
    await rule(away, { name: 'B', products, condition: 'title eq "Manager"', state: 'off' })
    await rule(sales, { name: 'C', products, state: 'shadow' })
    await run()
    const why = await whyProduct()
    expect(why).toMatchObject({ answer: 'none', tier: null, winner: null })
    expect(why.missing.map(({ rule, lacks }) => [rule.name, ...lacks.map(({ reason }) => reason)])).toEqual([
      ['A', 'condition'],
      ['B', 'not-a-member', 'condition', 'off'],
      ['C', 'shadow'],
    ])
    expect(why.missing[0]).toMatchObject({
      sentence: 'They are in “Sales”, and the condition does not hold: title eq "Manager" (their title is “Seller”).',
      lacks: [{ failing: [{ part: 'title eq "Manager"', has: [{ attribute: 'title', values: ['Seller'] }] }] }],
    })
  })

  it('says what somebody waits for, and what stopped losses have to do with it', async () => {
    const { admin, directory, sales, meeting, run, idOf, rule, whyProduct } = scene
    const others = await directory.createUsers('u', 9)
    const all = Array.from({ length: 9 }, (_, index) => others + index)
    await admin.send('PUT', `/products/${meeting.id}/tiers/Pro`, { owned: 9 })
    const staff = await directory.createGroup('Staff')
    await directory.addMembers(staff.no, all)
    await rule(staff, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await run()
    await directory.removeMembers(staff.no, all)
    await rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await run()
    expect(await whyProduct()).toMatchObject({
      answer: 'waiting',
      waiting: {
        place: 1,
        tier: { name: 'Pro' },
        pool: { owned: 9, held: 9, stopped: 9 },
        sentence: 'All 9 seats are taken: 9 held. Of those held, 9 are stopped losses: applying frees them.',
      },
    })
    const holder = (await admin.send<Why>('GET', `/users/${await idOf(others)}/why?product=Meeting`)).body
    expect(holder).toMatchObject({
      answer: 'stopped',
      stopped: { confirmedBy: null, request: { kind: 'members.remove' } },
    })
  })

  it('says how a seat was lost, while its grace lasts and after', async () => {
    const { admin, directory, sales, meeting, ada, run, rule, whyProduct } = scene
    await admin.send('PATCH', `/products/${meeting.id}`, { graceSeconds: 3600 })
    await rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await run()
    await directory.removeMembers(sales.no, [ada])
    const lostAt = await run()
    const until = new Date(Date.parse(lostAt) + 3_600_000).toISOString()
    expect(await whyProduct()).toMatchObject({ answer: 'grace', grace: { until }, lastLoss: null })
    api.clock.advance(7200)
    await run()
    const why = await whyProduct()
    expect(why).toMatchObject({ answer: 'none', grace: null, lastLoss: { tier: { name: 'Pro' } } })
    expect(why.lastLoss!.request).toMatchObject({ kind: 'members.remove' })
  })
})

describe('what is asked', () => {
  it('is one product or one field; anything else is refused by name', async () => {
    const { admin, meeting, adaId } = scene
    const refused = async (query: string) => {
      const { status, body } = await admin.send('GET', `/users/${adaId}/why?${query}`)
      return [status, body.code, body.pointer]
    }
    expect(await refused('')).toEqual([400, 'INVALID', '/product'])
    expect(await refused('field=product')).toEqual([400, 'INVALID', '/product'])
    expect(await refused('field=role&product=Meeting')).toEqual([400, 'INVALID', '/product'])
    expect(await refused('field=role&group=Berlin')).toEqual([400, 'INVALID', '/group'])
    expect(await refused('product=Meeting&group=Berlin')).toEqual([400, 'INVALID', '/group'])
    expect(await refused('field=device-groups&group=Berlin')).toEqual([422, 'UNKNOWN_DEVICE_GROUP', '/group'])
    expect((await refused('field=colour'))[0]).toBe(400)
    expect((await admin.send('GET', `/users/${meeting.id}/why?field=role`)).status).toBe(404)
    const theirs = await api.as(await freshOrganization(fresh.database, 'Theirs'))
    expect((await theirs.send('GET', `/users/${adaId}/why?field=role`)).status).toBe(404)
  })
})
