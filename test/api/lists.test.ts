import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../src/contract/activity.ts'
import type { Groups } from '../../src/contract/group.ts'
import type { User, Users } from '../../src/contract/user.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
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

async function everything<Row>(path: string, noun: string): Promise<readonly (readonly Row[])[]> {
  const pages: Row[][] = []
  for (let cursor: unknown = ''; cursor !== null; ) {
    const { body } = await admin.send(`GET`, `${path}${cursor ? `&cursor=${cursor}` : ''}`)
    pages.push(body[noun] as Row[])
    cursor = body.next
  }
  return pages
}
const userNames = async (query: string) =>
  (await admin.send<Users>('GET', `/users?${query}`)).body.users.map((user) => user.userName)

describe('the list of users', () => {
  it('comes in pages that go on where the last one ended, whoever comes meanwhile', async () => {
    const first = await directory.createUsers('u', 7)
    const pages = await everything<User>('/users?limit=3', 'users')
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat().map((user) => user.userName)).toEqual(Array.from({ length: 7 }, (_, at) => `u${first + at}`))
    expect((await everything('/users?limit=7', 'users')).length).toBe(1)
  })

  it('is filtered by SCIM, the enterprise attributes by their plain names too', async () => {
    await directory.createUser({ userName: 'Ada@example.com', title: 'Engineer' })
    await directory.createUser({ userName: 'bob@example.com', title: 'Intern', active: false })
    expect(await userNames('filter=userName eq "ada@EXAMPLE.com"')).toEqual(['Ada@example.com'])
    expect(await userNames('filter=active eq false')).toEqual(['bob@example.com'])
    expect(await userNames('filter=not (title co "intern")')).toEqual(['Ada@example.com'])
    expect(await userNames('filter=department pr')).toEqual([])
    expect(await userNames('search=BO')).toEqual(['bob@example.com'])
    expect(await userNames('search=%25')).toEqual([])
  })

  it('shows those deleted upstream when asked for them', async () => {
    const user = await directory.createUser({ userName: 'gone@example.com' })
    await directory.deleteUser(user)
    expect(await userNames('')).toEqual([])
    const { users } = (await admin.send<Users>('GET', '/users?deleted=true')).body
    expect(users).toMatchObject([{ active: false, withheld: 'deleted', deletedAt: expect.any(String), role: 'member' }])
    expect((await admin.send('GET', `/users/${users[0]!.id}`)).status).toBe(200)
  })
})

describe('the list of groups', () => {
  it('says who is in them, which rules name them, and what is around them', async () => {
    const [all, sales] = [await directory.createGroup('All'), await directory.createGroup('Sales')]
    const first = await directory.createUsers('u', 3)
    await directory.addMembers(all.no, [first])
    await directory.addMembers(sales.no, [first, first + 1, first + 2])
    await directory.nest(all.no, sales.no)
    await directory.nest(sales.no, all.no)
    await admin.send('POST', '/rules?apply=true', { group: sales.id, name: 'Sellers', state: 'off' })
    const { groups } = (await admin.send<Groups>('GET', '/groups?filter=displayName sw "sal"')).body
    expect(groups).toEqual([
      {
        id: sales.id,
        name: 'Sales',
        externalId: null,
        source: { id: directory.source, name: 'Source' },
        members: 3,
        membersInAll: 3,
        pending: 0,
        rules: [{ id: expect.any(String), name: 'Sellers' }],
        used: true,
        parents: [{ id: all.id, name: 'All' }],
        lastPush: null,
        deletedAt: null,
      },
    ])
    expect((await admin.send('GET', `/groups/${sales.id}`)).body).toMatchObject({
      parents: [{ id: all.id, name: 'All' }],
      children: [{ id: all.id, name: 'All' }],
    })
    const user = (await admin.send<Users>('GET', '/users?limit=1')).body.users[0]!
    const { body } = await admin.send<{ groups: object[] }>('GET', `/users/${user.id}/groups`)
    expect(body.groups).toEqual([
      { id: all.id, name: 'All', direct: true, through: [] },
      { id: sales.id, name: 'Sales', direct: true, through: [] },
    ])
    expect((await everything('/groups?limit=1', 'groups')).length).toBe(2)
  })
})

describe('a user', () => {
  it('has the language they chose, else a rule’s, else the directory’s, else the organization’s', async () => {
    const group = await directory.createGroup('All')
    const user = await directory.createUser({ userName: 'ada' })
    const language = async () => (await admin.send<Users>('GET', '/users')).body.users[0]!.language
    const attributes = (more: object) =>
      db.run(sql`
      update users set attributes = attributes || ${more} where organization_id = ${db.organization} and user_no = ${user}`)
    await admin.send('PATCH', '/organization', { defaultLanguage: 'nl' })
    expect(await language()).toBe('nl')
    await attributes({ locale: 'pt_BR', preferredLanguage: 'ja' })
    expect(await language()).toBe('pt')
    await attributes({ preferredLanguage: 'es-MX' })
    expect(await language()).toBe('es')
    await directory.addMembers(group.no, [user])
    await admin.send('POST', '/rules?apply=true', { group: group.id, language: 'it' })
    await admin.send('POST', '/runs')
    expect(await language()).toBe('it')
    await db.run(sql`
      insert into accounts (organization_id, user_no, chosen_language) values (${db.organization}, ${user}, 'de')`)
    expect(await language()).toBe('de')
  })

  it('has the role, groups and templates of their rules, role and device groups not while inactive', async () => {
    const group = await directory.createGroup('All')
    const user = await directory.createUser({ userName: 'ada' })
    await directory.addMembers(group.no, [user])
    const named = async (path: string) => (await admin.send<{ id: string }>('POST', path, { name: 'N' })).body
    const [userGroup, deviceGroup, template] = [
      await named('/user-groups'),
      await named('/device-groups'),
      await named('/settings-templates'),
    ]
    await admin.send('POST', '/products', { name: 'Assist', hasDevices: true })
    await admin.send('POST', '/rules?apply=true', {
      group: group.id,
      role: { role: 'manager', privileges: ['manage-seats'], managedGroups: [userGroup] },
      userGroup,
      deviceGroups: [deviceGroup],
      settingsTemplate: template,
    })
    const show = async () => {
      await admin.send('POST', '/runs')
      return (await admin.send<Users>('GET', '/users')).body.users[0]!
    }
    const ref = (id: string) => ({ id, name: 'N' })
    expect(await show()).toMatchObject({
      status: 'invited',
      role: 'manager',
      privileges: ['manage-seats'],
      managedGroups: [ref(userGroup.id)],
      userGroup: ref(userGroup.id),
      deviceGroups: [ref(deviceGroup.id)],
      settingsTemplate: ref(template.id),
      welcomeTemplate: null,
    })
    await directory.changeUser(user, { active: false })
    expect(await show()).toMatchObject({
      status: 'suspended',
      withheld: 'inactive',
      role: 'member',
      privileges: [],
      managedGroups: [],
      userGroup: ref(userGroup.id),
      deviceGroups: [],
    })
  })
})

describe('activity', () => {
  it('is requests and changes, newest first, in pages', async () => {
    const group = await directory.createGroup('All')
    const user = await directory.createUser({ userName: 'ada' })
    await directory.addMembers(group.no, [user])
    const product = (await admin.send('POST', '/products', { name: 'Phone' })).body
    const rule = (
      await admin.send('POST', '/rules?apply=true', { group: group.id, products: [{ product: product.id }] })
    ).body
    await admin.send('POST', '/runs')
    const { activity } = (await admin.send<Activity>('GET', '/activity')).body
    expect(activity.map((each) => each.id)).toEqual(
      activity
        .map((each) => each.id)
        .toSorted()
        .toReversed(),
    )
    expect(activity.find((each) => each.kind === 'seat.given')).toMatchObject({
      type: 'change',
      user: { name: 'ada' },
      product: { id: product.id, name: 'Phone' },
      tier: { name: 'Standard' },
      because: { kind: 'rule', rule: { id: rule.id, name: 'All' }, version: 1, text: 'Rule “All” says so.' },
    })
    const created = activity.find((each) => each.kind === 'rule.create')
    expect(created).toMatchObject({
      type: 'request',
      actor: { kind: 'admin', name: 'test' },
      target: { kind: 'rule', id: rule.id },
    })
    const pages = await everything<{ id: string }>('/activity?limit=2', 'activity')
    expect(pages.flat().map((each) => each.id)).toEqual(activity.map((each) => each.id))
  })

  it('is narrowed by user, kind and type', async () => {
    const group = await directory.createGroup('All')
    const first = await directory.createUsers('u', 2)
    await directory.addMembers(group.no, [first])
    await admin.send('POST', '/products', { name: 'Phone' })
    const { products } = (await admin.send<{ products: { id: string }[] }>('GET', '/products')).body
    await admin.send('POST', '/rules?apply=true', { group: group.id, products: [{ product: products[0]!.id }] })
    await admin.send('POST', '/runs')
    const kinds = async (query: string) =>
      (await admin.send<Activity>('GET', `/activity?${query}`)).body.activity.map((each) => each.kind)
    const [one, two] = (await admin.send<Users>('GET', '/users')).body.users
    expect((await kinds(`user=${one!.id}`)).toSorted()).toEqual(['access.given', 'seat.given'])
    expect(await kinds(`user=${two!.id}`)).toEqual([])
    expect(await kinds('kind=seat')).toEqual(['seat.given'])
    expect(await kinds('type=request&kind=rule')).toEqual(['rule.create'])
    expect((await kinds('type=change')).every((kind) => /^(seat|access)/.test(kind))).toBe(true)
  })
})
