import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { User } from '../../src/contract/user.ts'
import type { WhatIf } from '../../src/contract/what-if.ts'
import { openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type OneUser, oneUser } from '../support/one-user.ts'
import { rowsChangedBy } from '../support/rows.ts'

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

const ask = (body: object, user = scene.adaId) => scene.admin.send<WhatIf>('POST', `/users/${user}/what-if`, body)
const imagined = async (body: object, user = scene.adaId) => {
  const answer = await ask(body, user)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const pro = () => [{ product: scene.meeting.id, tier: 'Pro' }]

/** What a user has of Meeting, as "Pro held" or "Pro waiting 2". */
async function seatsOf(user: string): Promise<string> {
  const { body } = await scene.admin.send<User>('GET', `/users/${user}`)
  return body.seats
    .map(({ tier, state, place }) => [tier.name, state, place].filter(Boolean).join(' '))
    .toSorted()
    .join()
}

/** The same of what somebody imagined. */
function seatsIn({ products }: WhatIf): string {
  return products
    .flatMap(({ after, seat }) => [
      ...(after.state === 'held' || after.state === 'grace' ? [`${after.tier!.name} ${after.state}`] : []),
      ...(seat.place === null ? [] : [`${after.entitled!.name} waiting ${seat.place}`]),
    ])
    .toSorted()
    .join()
}

describe('what if', () => {
  it('says what a group more would give, by which rule, and that a seat is free', async () => {
    const { directory, rule, run, made, adaId } = scene
    const service = await directory.createGroup('Service')
    await rule(service, {
      name: 'Service',
      products: pro(),
      language: 'fr',
      userGroup: await made('/user-groups', 'Desk'),
    })
    await run()
    const what = await imagined({ addGroups: [service.id] })
    expect(what.products).toMatchObject([
      {
        product: { name: 'Meeting' },
        before: { entitled: null, winner: null, state: 'none' },
        after: {
          entitled: { name: 'Pro' },
          winner: { kind: 'rule', rule: { name: 'Service' }, rank: 1 },
          state: 'held',
        },
        seat: { outcome: 'given', place: null },
        changed: true,
      },
    ])
    const changed = what.fields.filter((each) => each.changed).map(({ field, after }) => [field, after.text])
    expect(changed).toEqual([
      ['language', 'French'],
      ['user-group', 'Desk'],
    ])
    expect(what).toMatchObject({ access: { before: false, after: true }, mail: 'welcome', rules: 'live' })
    expect(what.groups.map(({ name }) => name)).toEqual(['Sales', 'Service'])
    expect(what.sentence).toBe(
      'For ada: Meeting Pro is given: a seat is free; language: French instead of English; user group: Desk instead of none.',
    )
    expect(await seatsOf(adaId)).toBe('')
  })

  it('writes no row', async () => {
    const { directory, rule, run, sales, admin } = scene
    const service = await directory.createGroup('Service')
    await rule(service, { products: pro() })
    await rule(sales, { role: 'admin' })
    await run()
    await admin.send('POST', '/rules', { group: sales.id, products: pro() })
    const changed = await rowsChangedBy(fresh.owner, async () => {
      await imagined({ addGroups: [service.id], removeGroups: [sales.id], active: false, attributes: { title: 'X' } })
      await imagined({ rules: 'draft' })
      await imagined({ addGroups: [service.id] })
    })
    // The token says when it was used.
    expect(Object.keys(changed).filter((table) => table !== 'credentials')).toEqual([])
  })

  it('follows a group up through those it is in, and conditions on an imagined record', async () => {
    const { directory, rule, run } = scene
    const [firm, team] = [await directory.createGroup('Firm'), await directory.createGroup('Team')]
    await directory.nest(firm.no, team.no)
    await rule(firm, { products: pro(), condition: 'title eq "Manager" and department eq "North"' })
    await run()
    expect(seatsIn(await imagined({ addGroups: [team.id] }))).toBe('')
    const attributes = {
      title: 'manager',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'North',
    }
    expect(seatsIn(await imagined({ addGroups: [team.id], attributes }))).toBe('Pro held')
    const short = { Title: 'Manager', department: 'north' }
    expect(seatsIn(await imagined({ addGroups: [team.id], attributes: short }))).toBe('Pro held')
    expect(seatsIn(await imagined({ attributes }))).toBe('')
  })

  it('says who would lose a seat, keep it in grace, or have the loss stopped', async () => {
    const { directory, rule, run, sales, admin, meeting } = scene
    await rule(sales, { products: pro() })
    await run()
    const lost = await imagined({ removeGroups: [sales.id] })
    expect(lost.products).toMatchObject([
      { before: { state: 'held' }, after: { state: 'none' }, seat: { outcome: 'lost' } },
    ])
    expect((await imagined({ active: false })).products).toMatchObject([{ seat: { outcome: 'lost' } }])
    expect((await imagined({ active: false })).withheld).toEqual({ before: null, after: 'inactive' })
    await admin.send('PATCH', '/organization', { userSync: 'paused' })
    expect((await imagined({ active: false })).sentence).toContain('User Sync is paused')
    await admin.send('PATCH', '/organization', { userSync: 'on' })
    await admin.send('PATCH', `/products/${meeting.id}`, { graceSeconds: 3600 })
    expect((await imagined({ removeGroups: [sales.id] })).products).toMatchObject([{ seat: { outcome: 'grace' } }])

    const first = await directory.createUsers('u', 8)
    const others = Array.from({ length: 8 }, (_, index) => first + index)
    await admin.send('PUT', `/products/${meeting.id}/tiers/Pro`, { owned: 20 })
    await directory.addMembers(sales.no, others)
    await run()
    await directory.removeMembers(sales.no, others)
    await run()
    expect((await imagined({ removeGroups: [sales.id] })).products).toMatchObject([{ seat: { outcome: 'stopped' } }])
  })

  it('asks by the rules of the draft', async () => {
    const { admin, rule, run, sales } = scene
    await rule(sales, { products: pro() })
    await run()
    expect(await ask({ rules: 'draft' })).toMatchObject({ status: 404, body: { code: 'NO_DRAFT' } })
    await admin.send('POST', '/rules', { group: sales.id, name: 'New', role: 'admin' })
    const what = await imagined({ rules: 'draft' })
    expect(what.fields.filter(({ changed }) => changed)).toMatchObject([
      { field: 'role', after: { text: 'admin', winner: { rule: { name: 'New' }, rank: 2 } } },
    ])
    expect(seatsIn(what)).toBe('Pro held')
  })

  it('leaves pins as they are', async () => {
    const { admin, directory, rule, run, adaId } = scene
    const service = await directory.createGroup('Service')
    await rule(service, { products: pro() })
    await admin.send('POST', '/pins', {
      user: adaId,
      field: 'product',
      product: scene.meeting.id,
      tier: 'none',
      reason: 'No',
    })
    await run()
    expect((await imagined({ addGroups: [service.id] })).products).toMatchObject([
      { after: { entitled: null, winner: { kind: 'pin', reason: 'No' } }, seat: { outcome: 'none' } },
    ])
  })

  it('refuses groups that are not there, or that the user is not directly in', async () => {
    const { directory, meeting, sales } = scene
    const [firm, away] = [await directory.createGroup('Firm'), await directory.createGroup('Away')]
    await directory.nest(firm.no, sales.no)
    const refused = async (body: object) => {
      const { status, body: problem } = await ask(body)
      const { code, pointer } = problem as unknown as Record<string, unknown>
      return [status, code, pointer]
    }
    expect(await refused({ addGroups: [meeting.id] })).toEqual([422, 'UNKNOWN_GROUP', '/addGroups/0'])
    expect(await refused({ addGroups: ['x'] })).toEqual([422, 'UNKNOWN_GROUP', '/addGroups/0'])
    expect(await refused({ removeGroups: [away.id] })).toEqual([422, 'NOT_A_MEMBER', '/removeGroups/0'])
    expect(await refused({ removeGroups: [firm.id] })).toEqual([422, 'NOT_A_DIRECT_MEMBER', '/removeGroups/0'])
    expect(await refused({ removeGroups: [sales.id], addGroups: [sales.id] })).toEqual([
      422,
      'ADDED_AND_REMOVED',
      '/addGroups/0',
    ])
    expect(await refused({ attributes: { title: { deep: 1 } } })).toEqual([422, 'INVALID_ATTRIBUTES', '/attributes'])
    expect(await refused({ attributes: { departement: 'x' } })).toEqual([422, 'INVALID_ATTRIBUTES', '/attributes'])
    expect((await refused({ addGroup: [] }))[0]).toBe(422)
  })
})

describe('what is imagined and what then happens', () => {
  it('are the same: seats given, waited for in place, fallen back to, moved and lost', async () => {
    const { admin, directory, meeting, rule, run, idOf } = scene
    const [best, pros, plus] = [
      await directory.createGroup('Best'),
      await directory.createGroup('Pros'),
      await directory.createGroup('Plus'),
    ]
    await admin.send('PUT', `/products/${meeting.id}/tiers/Plus`, { owned: 2 })
    await rule(best, { products: pro() })
    await rule(pros, { products: pro() })
    await rule(plus, { products: [{ product: meeting.id, tier: 'Plus' }] })
    const users: number[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) users.push(await directory.createUser({ userName: name }))
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    let seed = 42
    const inGroup = new Map(users.map((user) => [user, new Set<typeof best>()]))
    const seen = new Set<string>()
    for (let round = 0; round < 40; round++) {
      if (round === 20) {
        await admin.send('PUT', `/products/${meeting.id}/tiers/Pro`, { shortage: 'fall-back' })
        await admin.send('PUT', `/products/${meeting.id}/tiers/Plus`, { owned: 4 })
        await run()
      }
      const user = users[random(users.length)]!
      const group = [best, pros, plus][random(3)]!
      const isIn = inGroup.get(user)!.has(group)
      const id = await idOf(user)
      const what = await imagined(isIn ? { removeGroups: [group.id] } : { addGroups: [group.id] }, id)
      await (isIn ? directory.removeMembers(group.no, [user]) : directory.addMembers(group.no, [user]))
      if (isIn) inGroup.get(user)!.delete(group)
      else inGroup.get(user)!.add(group)
      await run()
      expect(seatsIn(what), `round ${round}: ${what.sentence}`).toBe(await seatsOf(id))
      for (const { seat } of what.products) seen.add(seat.outcome)
    }
    expect([...seen].toSorted()).toEqual(
      expect.arrayContaining(['falls-back', 'given', 'keeps', 'lost', 'moved', 'waits']),
    )
  })
})
