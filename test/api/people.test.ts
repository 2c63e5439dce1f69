import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { GroupDetail, Groups, Members, PendingMembers } from '../../src/contract/group.ts'
import type { MyPage } from '../../src/contract/mine.ts'
import type { User, Users } from '../../src/contract/user.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { createAdmin } from '../../src/signin/admin.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, newDirectory } from '../support/directory.ts'

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
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
})

const page = async (query = '') => (await admin.send<Users>('GET', `/users?${query}`)).body.users
const named = async (query: string) => {
  const found = (await page(query)).map((user) => user.userName)
  const { body } = await admin.send<{ count: number }>('GET', `/users/count?${query}`)
  expect(body.count, query).toBe(found.length)
  return found
}
const run = () => admin.send('POST', '/runs')

/** Everybody holds a phone or waits for it, Ada manages, Bob is inactive, Cy has never had anything. */
async function company() {
  const [all, sales] = [await directory.createGroup('All'), await directory.createGroup('Sales')]
  const [ada, bob, cy, dee] = await directory.createPeople(
    ['ada', 'bob', 'cy', 'dee'].map((userName) => ({ userName })),
  )
  await directory.nest(all.no, sales.no)
  await directory.addMembers(sales.no, [ada!])
  await directory.addMembers(all.no, [bob!, dee!])
  const product = (
    await admin.send<{ id: string }>('POST', '/products', { name: 'Phone', tiers: [{ name: 'S', owned: 2 }] })
  ).body
  await admin.send('POST', '/rules?apply=true', { group: all.id, products: [{ product: product.id }] })
  await admin.send('POST', '/rules?apply=true', {
    group: sales.id,
    role: { role: 'manager', privileges: ['manage-seats'] },
  })
  await run()
  await directory.changeUser(bob!, { active: false })
  return { all, sales, product: product.id, cy: cy!, ada: ada!, bob: bob! }
}

describe('users are narrowed', () => {
  it('by status, in the words of what each of them shows', async () => {
    const { ada, bob } = await company()
    const seen = (user: number, days: number) =>
      db.run(sql`
        insert into accounts (organization_id, user_no, signed_in_at, last_seen_at)
        values (${db.organization}, ${user}, ${api.clock.now()}::timestamptz - make_interval(days => 200),
          ${api.clock.now()}::timestamptz - make_interval(days => ${days}))`)
    const everybody = async () => {
      const users = await page()
      for (const status of ['none', 'invited', 'active', 'inactive', 'suspended'] as const)
        expect(await named(`status=${status}`), status).toEqual(
          users.filter((user) => user.status === status).map((user) => user.userName),
        )
      return users.map((user) => user.status)
    }
    expect(await everybody()).toEqual(['invited', 'suspended', 'none', 'none'])
    await run()
    expect(await everybody()).toEqual(['invited', 'suspended', 'none', 'invited'])
    await seen(ada, 1)
    expect((await everybody())[0]).toBe('active')
    await seen(bob, 1)
    await db.run(sql`
      update accounts set last_seen_at = signed_in_at where organization_id = ${db.organization} and user_no = ${ada}`)
    expect((await everybody())[0]).toBe('inactive')
  })

  it('by role, product, the state of its seat, source and group, all at once', async () => {
    const { all, sales, product } = await company()
    expect(await named('role=manager')).toEqual(['ada'])
    expect(await named('role=member')).toEqual(['bob', 'cy', 'dee'])
    expect(await named(`product=${product}`)).toEqual(['ada', 'bob', 'dee'])
    expect(await named(`product=${product}&state=waiting`)).toEqual(['dee'])
    expect(await named('state=waiting')).toEqual(['dee'])
    expect(await named(`product=${product}&state=held`)).toEqual(['ada', 'bob'])
    expect(await named(`group=${all.id}`)).toEqual(['ada', 'bob', 'dee'])
    expect(await named(`group=${sales.id}`)).toEqual(['ada'])
    expect(await named(`source=${directory.source}&group=${all.id}&search=DEE exam`)).toEqual(['dee'])
    expect(await named(`source=${all.id}`)).toEqual([])
  })

  it('and says what it does not know', async () => {
    await company()
    for (const query of ['group=nobody', 'product=1', "source=' or true", `group=${directory.source}`]) {
      const { status, body } = await admin.send('GET', `/users?${query}`)
      expect([status, body.code], query).toEqual([422, 'UNKNOWN_REFERENCE'])
    }
    expect((await admin.send('GET', '/users?status=happy')).status).toBe(400)
  })

  it('as of a moment too, but for what is not kept', async () => {
    const { product } = await company()
    const at = api.clock.now().toISOString()
    api.clock.advance(60_000)
    await run()
    expect(await named(`product=${product}&state=held`)).toEqual(['ada', 'dee'])
    expect(await named(`product=${product}&state=held&at=${at}`)).toEqual(['ada', 'bob'])
    expect(await named(`role=manager&at=${at}`)).toEqual(['ada'])
    for (const query of ['status=none', 'state=waiting'])
      expect((await admin.send('GET', `/users?${query}&at=${at}`)).body.code).toBe('NOT_KEPT')
  })

  it('and exported as they are narrowed, with nothing that a spreadsheet would run', async () => {
    await company()
    await directory.createUser({ userName: '=HYPERLINK("x"), eve' })
    const file = await api.http.inject({
      url: '/api/v1/users/export?format=csv&status=none',
      headers: { authorization: `Bearer ${admin.token}` },
    })
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="users-\d{4}-\d\d-\d\d\.csv"$/)
    const lines = file.body.trimEnd().split('\r\n')
    expect(lines[0]).toContain('id,userName,displayName,address,status')
    const told = ['cy,cy,cy@example.com,none,', 'dee,dee,dee@example.com,none,', `"'=HYPERLINK(""x""), eve",`]
    expect(lines).toHaveLength(1 + told.length)
    for (const [at, each] of told.entries()) expect(lines[at + 1]).toContain(each)
  })
})

describe('many users at once', () => {
  const ids = async () => (await page()).map((user) => user.id)

  it('are looked at again', async () => {
    await company()
    await run()
    const [ada, bob] = await ids()
    const { body } = await admin.send('POST', '/runs', { users: [ada, { id: bob }, ada] })
    expect(body).toMatchObject({ touched: 2, changed: 0 })
    expect((await admin.send('POST', '/runs', { users: [ada, directory.source] })).body.code).toBe('UNKNOWN_USER')
  })

  it('are pinned, all or none, after a look at what that does, and let go again', async () => {
    const { product, cy } = await company()
    await run()
    const users = (await ids()).slice(0, 3)
    const pin = { users, product, tier: 'none', reason: 'Leaving', endsAt: null }
    const plan = await admin.send<{ users: object }>('POST', '/pins/many/plan', pin)
    expect(plan.body.users).toMatchObject({ lose: 1 })
    expect((await admin.send('GET', '/pins')).body.pins).toEqual([])
    const made = await admin.send<{ pins: string[] }>('POST', '/pins/many', pin)
    expect([made.status, made.body.pins.length]).toEqual([201, 3])
    expect((await admin.send('POST', '/pins/many/end', { pins: made.body.pins })).status).toBe(204)
    expect((await admin.send('GET', '/pins')).body.pins).toEqual([])
    await directory.deleteUser(cy)
    expect((await admin.send('POST', '/pins/many', pin)).body.code).toBe('USER_DELETED')
    expect((await admin.send('GET', '/pins')).body.pins).toEqual([])
  })
})

describe('groups', () => {
  it('are narrowed by words of the name, by source, and by whether a rule sees their members', async () => {
    const { all, sales } = await company()
    await directory.createGroup('Lonely hearts')
    const names = async (query: string) =>
      (await admin.send<Groups>('GET', `/groups?${query}`)).body.groups.map((group) => group.name)
    expect(await names('search=hearts lone')).toEqual(['Lonely hearts'])
    expect(await names('used=false')).toEqual(['Lonely hearts'])
    expect(await names('used=true')).toEqual(['All', 'Sales'])
    expect(await names(`source=${directory.source}`)).toHaveLength(3)
    expect((await admin.send('GET', '/groups/count?used=true')).body).toEqual({ count: 2 })
    const { body } = await admin.send<GroupDetail>('GET', `/groups/${sales.id}`)
    expect(body).toMatchObject({ used: true, parents: [{ id: all.id, name: 'All' }], children: [] })
  })

  it('say who is in them, how, who is still to come, and what happened', async () => {
    const { all, sales } = await company()
    const members = async (query = '') =>
      (await admin.send<Members>('GET', `/groups/${all.id}/members?${query}`)).body.members
    expect(
      (await members()).map(({ name, direct, through }) => [name, direct, through.map((each) => each.name)]),
    ).toEqual([
      ['ada', false, ['Sales']],
      ['bob', true, []],
      ['dee', true, []],
    ])
    expect((await members('how=through')).map(({ name }) => name)).toEqual(['ada'])
    expect((await members('how=direct&search=DE')).map(({ name }) => name)).toEqual(['dee'])
    await db.run(sql`
      insert into pending_members (organization_id, group_no, value, request_id)
      values (${db.organization}, ${all.no}, 'late', ${directory.source})`)
    const { body } = await admin.send('GET', `/groups/${all.id}/pending`)
    expect(body).toEqual({ pending: [{ value: 'late', since: null }], next: null })
    await db.run(sql`
      insert into pending_members (organization_id, group_no, value, request_id)
      values (${db.organization}, ${all.no}, ${'x'.repeat(2000)}, ${directory.source})`)
    const first = (await admin.send<PendingMembers>('GET', `/groups/${all.id}/pending?limit=1`)).body
    const rest = (await admin.send<PendingMembers>('GET', `/groups/${all.id}/pending?cursor=${first.next}`)).body
    expect([...first.pending, ...rest.pending].map(({ value }) => value.length).toSorted()).toEqual([2000, 4])
    expect((await admin.send('GET', `/groups/${sales.id}/activity`)).status).toBe(200)
    expect((await admin.send('GET', '/groups/nobody/members')).status).toBe(404)
  })
})

describe('my page', () => {
  it('is of the user whose address one signed in with, who chooses their language', async () => {
    await company()
    const id = await createAdmin(
      db,
      { email: 'ADA@example.com', name: 'Ada', role: 'manager' },
      { now: api.clock.now() },
    )
    const ada = await api.as(db, id)
    const mine = async () => (await ada.send<MyPage>('GET', '/me/page')).body
    expect(await mine()).toMatchObject({ user: { userName: 'ada', role: 'manager' }, chosenLanguage: null, own: true })
    expect((await ada.send('PATCH', '/me/page', { language: 'fr' })).status).toBe(200)
    expect(await mine()).toMatchObject({ user: { language: 'fr' }, chosenLanguage: 'fr' })
    await ada.send('PATCH', '/me/page', { language: null })
    expect(await mine()).toMatchObject({ user: { language: 'en' }, chosenLanguage: null })
    const [first, second] = await page()
    expect((await ada.send('GET', `/me/page?user=${second!.id}`)).status).toBe(403)
    expect((await ada.send<MyPage>('GET', `/me/page?user=${first!.id}`)).body.own).toBe(true)
  })

  it('is nobody’s for who is in no directory, who may look at others’ if they are an admin', async () => {
    await company()
    expect((await admin.send<MyPage>('GET', '/me/page')).body).toEqual({ user: null, chosenLanguage: null, own: true })
    expect((await admin.send('PATCH', '/me/page', { language: 'fr' })).body.code).toBe('NO_USER')
    const [ada] = (await page()) as readonly User[]
    const { body } = await admin.send<MyPage>('GET', `/me/page?user=${ada!.id}`)
    expect(body).toMatchObject({ user: { id: ada!.id }, own: false })
    expect((await admin.send('GET', '/me/page?user=nobody')).status).toBe(404)
  })
})
