import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Product } from '../../src/contract/product.ts'
import type { EditedRule, Rules } from '../../src/contract/rule.ts'
import type { Db } from '../../src/platform/db/db.ts'
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
let sales: GroupKey
let support: GroupKey
let meeting: Product
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  sales = await directory.createGroup('Sales')
  support = await directory.createGroup('Support')
  meeting = (
    await admin.send<Product>('POST', '/products', {
      name: 'Meeting',
      tiers: [{ name: 'Pro', owned: 10 }, { name: 'Plus' }],
    })
  ).body
})

const rule = (group: GroupKey, more: object = {}) => ({ group: group.id, ...more })
const create = (body: object, query = '?apply=true') => admin.send<EditedRule>('POST', `/rules${query}`, body)

describe('a rule', () => {
  it('goes last, is live with apply=true, and is a new version each time', async () => {
    const one = await create(rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] }))
    const two = await create(rule(support))
    expect(one).toMatchObject({ status: 201, headers: { etag: '"v1"' } })
    expect(one.body).toMatchObject({ rank: 1, name: 'Sales', ownName: null, version: 1, live: true, state: 'on' })
    expect(two.body).toMatchObject({ rank: 2, version: 2 })
    const { body } = await admin.send<Rules>('GET', '/rules')
    expect(body.version).toBe(2)
    expect(body.rules.map((each) => each.group.name)).toEqual(['Sales', 'Support'])
    expect(api.woken.at(-1)).toBe(db.organization)
  })

  it('keeps every field of user-sync.md §2, by reference', async () => {
    const emea = (await admin.send('POST', '/user-groups', { name: 'EMEA' })).body
    const laptops = (await admin.send('POST', '/device-groups', { name: 'Laptops' })).body
    const quiet = (await admin.send('POST', '/settings-templates', { name: 'Quiet' })).body
    const hello = (await admin.send('POST', '/welcome-templates', { name: 'Hello' })).body
    await admin.send('POST', '/products', { name: 'Assist', hasDevices: true })
    const made = await create(
      rule(sales, {
        name: 'Sales France',
        description: 'For the team in Lyon',
        condition: 'department eq "Sales" and not (title co "intern")',
        products: [{ product: { id: meeting.id }, tier: meeting.tiers[1] }],
        role: { role: 'manager', privileges: ['view-and-pay-invoices'], managedGroups: [emea] },
        welcomeTemplate: hello,
        language: 'fr',
        userGroup: emea.id,
        deviceGroups: [laptops],
        settingsTemplate: quiet.id,
      }),
    )
    expect(made.body).toMatchObject({
      name: 'Sales France',
      condition: 'department eq "Sales" and not (title co "intern")',
      products: [{ product: { id: meeting.id, name: 'Meeting' }, tier: { name: 'Plus' } }],
      role: {
        role: 'manager',
        privileges: ['view-invoices', 'view-and-pay-invoices'],
        managedGroups: [{ id: emea.id, name: 'EMEA' }],
      },
      welcomeTemplate: { id: hello.id, name: 'Hello' },
      language: 'fr',
      userGroup: { id: emea.id, name: 'EMEA' },
      deviceGroups: [{ id: laptops.id, name: 'Laptops' }],
      settingsTemplate: { id: quiet.id, name: 'Quiet' },
    })
    const cleared = await admin.send<EditedRule>('PATCH', `/rules/${made.body.id}?apply=true`, {
      role: null,
      userGroup: 'none',
      welcomeTemplate: 'default',
      language: null,
      name: null,
    })
    expect(cleared.body).toMatchObject({
      role: null,
      userGroup: 'none',
      welcomeTemplate: 'default',
      language: null,
      name: 'Sales',
      settingsTemplate: { id: quiet.id },
      version: 2,
    })
  })

  it('with no managed group chosen manages all', async () => {
    const role = { role: 'manager', privileges: ['manage-seats'], managedGroups: [] }
    const made = await create(rule(sales, { role }))
    expect(made.body.role).toEqual({ role: 'manager', privileges: ['manage-seats'], managedGroups: 'all' })
  })

  it.each([
    ['UNKNOWN_GROUP', '/group', () => ({ group: '0190aaaa-0000-7000-8000-000000000000' })],
    ['UNKNOWN_GROUP', '/group', () => ({ group: 'nobody' })],
    ['UNKNOWN_PRODUCT', '/products/0/product', () => rule(sales, { products: [{ product: sales.id }] })],
    ['UNKNOWN_TIER', '/products/0/tier', () => rule(sales, { products: [{ product: meeting.id, tier: 'Gold' }] })],
    ['UNKNOWN_TIER', '/products/0/tier', () => rule(sales, { products: [{ product: meeting.id }] })],
    ['UNKNOWN_USER_GROUP', '/userGroup', () => rule(sales, { userGroup: meeting.id })],
    ['UNKNOWN_SETTINGS_TEMPLATE', '/settingsTemplate', () => rule(sales, { settingsTemplate: 'x' })],
    ['UNKNOWN_WELCOME_TEMPLATE', '/welcomeTemplate', () => rule(sales, { welcomeTemplate: sales.id })],
    ['NO_DEVICES', '/deviceGroups', () => rule(sales, { deviceGroups: ['x'] })],
    ['NO_PRIVILEGE', '/role/privileges', () => rule(sales, { role: { role: 'manager', privileges: [] } })],
    ['INVALID_CONDITION', '/condition', () => rule(sales, { condition: 'department eq' })],
    ['INVALID_CONDITION', '/condition', () => rule(sales, { condition: 'groups pr' })],
    [
      'PRODUCT_TWICE',
      '/products/1',
      () =>
        rule(sales, {
          products: [
            { product: meeting.id, tier: 'Pro' },
            { product: meeting.id, tier: 'Plus' },
          ],
        }),
    ],
  ])('that names what is not there is refused: %s at %s', async (code, pointer, body) => {
    const answer = await create(body())
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      code,
      pointer,
      type: `urn:rollcall:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    })
    expect((await admin.send<Rules>('GET', '/rules')).body.rules).toEqual([])
  })

  it('whose group is deleted stays, marked; it cannot be given a deleted group', async () => {
    const made = await create(rule(sales))
    await directory.deleteGroup(sales.no)
    expect((await admin.send('GET', `/rules/${made.body.id}`)).body).toMatchObject({
      groupGone: true,
      group: { id: sales.id, name: 'Sales' },
      members: 0,
    })
    expect((await create(rule(sales))).body).toMatchObject({ code: 'UNKNOWN_GROUP' })
    expect((await admin.send('PATCH', `/rules/${made.body.id}?apply=true`, { description: 'x' })).status).toBe(200)
    const again = await directory.createGroup('Sales')
    expect((await admin.send('GET', `/rules/${made.body.id}`)).body).toMatchObject({
      groupGone: false,
      group: { id: again.id, name: 'Sales' },
    })
  })

  it('says how many users it matches, each once', async () => {
    const first = await directory.createUsers('u', 3)
    await directory.addMembers(sales.no, [first, first + 1])
    await directory.addMembers(support.no, [first + 1, first + 2])
    await directory.nest(sales.no, support.no)
    expect((await create(rule(sales))).body.members).toBe(3)
  })
})
