import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Product } from '../../src/contract/product.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { installCatalogue } from '../../src/products/catalogue.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { newDirectory } from '../support/directory.ts'

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
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
})
const create = (body: object) => admin.send<Product>('POST', '/products', body)

describe('a product', () => {
  it('has one tier, "Standard" and unlimited, when none is named', async () => {
    const made = await create({ name: ' Phone ' })
    expect(made).toMatchObject({ status: 201, body: { name: 'Phone', graceSeconds: 0, connector: false } })
    expect(made.body.tiers).toMatchObject([
      { name: 'Standard', owned: null, held: 0, grace: 0, free: null, waiting: 0, shortage: 'wait' },
    ])
    expect((await admin.send('GET', `/products/${made.body.id}`)).body).toEqual(made.body)
  })

  it('keeps its tiers best first, and takes more at the end', async () => {
    const { body } = await create({ name: 'Webinar', tiers: [{ name: '1000', owned: 5 }, { name: '500' }] })
    const added = await admin.send('POST', `/products/${body.id}/tiers`, { name: '100', shortage: 'fall-back' })
    expect(added).toMatchObject({ status: 201, body: { name: '100', shortage: 'fall-back' } })
    const { tiers } = (await admin.send<Product>('GET', `/products/${body.id}`)).body
    expect(tiers.map((tier) => tier.name)).toEqual(['1000', '500', '100'])
    expect((await admin.send('DELETE', `/products/${body.id}/tiers/500`)).status).toBe(204)
    expect((await admin.send('DELETE', `/products/${body.id}/tiers/500`)).status).toBe(404)
  })

  it('has a name of its own, whatever its case, and so have its tiers', async () => {
    await create({ name: 'Meeting' })
    expect(await create({ name: 'MEETING' })).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } })
    expect((await create({ name: 'X', tiers: [{ name: 'a' }, { name: 'A' }] })).status).toBe(409)
  })

  it('includes others, in any number of steps, and never itself', async () => {
    const meeting = (await create({ name: 'Meeting' })).body
    const webinar = (await create({ name: 'Webinar', includes: [meeting.id] })).body
    const suite = (await create({ name: 'Suite', includes: [webinar] })).body
    expect(suite.includes).toEqual([{ id: webinar.id, name: 'Webinar' }])
    const ring = await admin.send('PATCH', `/products/${meeting.id}`, { includes: [suite.id] })
    expect(ring).toMatchObject({ status: 422, body: { code: 'INCLUDES_ITSELF', pointer: '/includes/0' } })
    const own = await admin.send('PATCH', `/products/${meeting.id}`, { includes: [meeting.id] })
    expect(own.status).toBe(422)
    const unknown = await create({ name: 'Y', includes: ['nothing'] })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'UNKNOWN_PRODUCT' } })
  })

  it('whose includes change touches who holds it', async () => {
    const directory = await newDirectory(db, () => api.clock.now())
    const group = await directory.createGroup('All')
    const user = await directory.createUser({ userName: 'ada' })
    await directory.addMembers(group.no, [user])
    const meeting = (await create({ name: 'Meeting' })).body
    const webinar = (await create({ name: 'Webinar' })).body
    const products = [{ product: meeting.id }, { product: webinar.id }]
    await admin.send('POST', '/rules?apply=true', { group: group.id, products })
    await admin.send('POST', '/runs')
    const held = async () =>
      (await admin.send<{ users: { seats: unknown[]; carried: unknown[] }[] }>('GET', '/users')).body.users[0]!
    expect((await held()).seats).toHaveLength(2)
    const changed = await admin.send('PATCH', `/products/${webinar.id}`, { includes: [meeting], graceSeconds: 60 })
    expect(changed.body).toMatchObject({ graceSeconds: 60, includes: [{ name: 'Meeting' }] })
    await admin.send('POST', '/runs')
    expect(await held()).toMatchObject({
      seats: [{ product: { name: 'Webinar' } }],
      carried: [{ product: { name: 'Meeting' }, by: { name: 'Webinar' } }],
    })
  })
})

describe('a pool', () => {
  it('is owned in whole seats, none or more, or is unlimited', async () => {
    const { id } = (await create({ name: 'Phone' })).body
    const put = (body: unknown) => admin.send('PUT', `/products/${id}/tiers/standard`, body)
    expect((await put({ owned: 0 })).body).toMatchObject({ owned: 0, free: 0 })
    expect((await put({ owned: null, shortage: 'block' })).body).toMatchObject({ owned: null, shortage: 'block' })
    for (const owned of [-1, 1.5, '5', 1e12, true, [], {}])
      expect(await put({ owned }), String(owned)).toMatchObject({ status: 422, body: { code: 'INVALID' } })
    for (const body of [{}, { onwed: 5 }, null, [], 'x']) expect((await put(body)).status, String(body)).toBe(422)
    expect((await admin.send('PUT', `/products/${id}/tiers/gold`, { owned: 1 })).status).toBe(404)
    expect((await admin.send('PUT', '/products/x/tiers/gold', { owned: 1 })).status).toBe(404)
  })

  it('that is changed touches its product', async () => {
    const { id } = (await create({ name: 'Phone' })).body
    await admin.send('PUT', `/products/${id}/tiers/Standard`, { owned: 3 })
    const touched = await db.rows(sql`
      select t.product_id, r.action, r.actor_name
      from touched_products t join requests r on r.organization_id = t.organization_id and r.id = t.request_id
      where t.organization_id = ${db.organization}`)
    expect(touched).toEqual([{ product_id: id, action: 'pool.change', actor_name: 'test' }])
  })
})

describe('deleting', () => {
  it('is refused while something uses it, naming what', async () => {
    const directory = await newDirectory(db, () => api.clock.now())
    const group = await directory.createGroup('All')
    const phone = (await create({ name: 'Phone', hasDevices: true, tiers: [{ name: 'A' }, { name: 'B' }] })).body
    const suite = (await create({ name: 'Suite', includes: [phone] })).body
    const named = { name: 'N' }
    const userGroup = (await admin.send('POST', '/user-groups', named)).body
    const child = (await admin.send('POST', '/user-groups', { name: 'Child', parent: userGroup })).body
    const deviceGroup = (await admin.send('POST', '/device-groups', named)).body
    const settings = (await admin.send('POST', '/settings-templates', named)).body
    const welcome = (await admin.send('POST', '/welcome-templates', named)).body
    const rule = await admin.send('POST', '/rules', {
      group: group.id,
      name: 'Everything',
      state: 'off',
      products: [{ product: phone.id, tier: 'A' }],
      role: { role: 'manager', privileges: ['manage-seats'], managedGroups: [child] },
      userGroup,
      deviceGroups: [deviceGroup],
      settingsTemplate: settings,
      welcomeTemplate: welcome,
    })
    await admin.send('POST', '/draft/apply')
    const paths = [
      `/products/${phone.id}`,
      `/products/${phone.id}/tiers/A`,
      `/user-groups/${userGroup.id}`,
      `/user-groups/${child.id}`,
      `/device-groups/${deviceGroup.id}`,
      `/settings-templates/${settings.id}`,
      `/welcome-templates/${welcome.id}`,
    ]
    for (const path of paths) {
      const answer = await admin.send('DELETE', path)
      expect(answer, path).toMatchObject({ status: 409, body: { code: 'IN_USE' } })
      expect(answer.body.usedBy, path).toContainEqual({ kind: 'rule', id: rule.body.id, name: 'Everything' })
    }
    expect((await admin.send('DELETE', `/products/${phone.id}/tiers/B`)).status).toBe(204)
    await admin.send('DELETE', `/rules/${rule.body.id}?apply=true`)
    expect((await admin.send('DELETE', `/products/${phone.id}`)).body.usedBy).toEqual([
      { kind: 'product', id: suite.id, name: 'Suite' },
    ])
    expect((await admin.send('DELETE', `/user-groups/${userGroup.id}`)).body.usedBy).toEqual([
      { kind: 'user-group', id: child.id, name: 'Child' },
    ])
    expect((await admin.send('DELETE', `/products/${suite.id}`)).status).toBe(204)
    for (const path of [paths[0]!, ...paths.slice(2).toSpliced(0, 2, paths[3]!, paths[2]!)])
      expect((await admin.send('DELETE', path)).status, path).toBe(204)
  })
})

describe('the catalogue', () => {
  it('carries all products of the preset; Webinar and Training carry Meeting', async () => {
    await db.transaction((tx) => installCatalogue(tx, { at: api.clock.now(), owned: { meeting: { Pro: 7 } } }))
    const { products } = (await admin.send<{ products: Product[] }>('GET', '/products')).body
    expect(products.map((product) => product.name)).toEqual([
      'Central',
      'GoTo Connect',
      'GoTo Meeting',
      'GoTo Resolve',
      'GoTo Training',
      'GoTo Webinar',
      'GoToAssist Remote Support v4',
      'GoToAssist Remote Support v5',
      'GoToMyPC',
      'Grasshopper',
      'Hamachi',
      'join.me',
      'OpenVoice',
      'Pro',
      'Rescue',
    ])
    const byKey = new Map(products.map((product) => [product.catalogueKey, product]))
    expect(byKey.get('webinar')!.includes).toMatchObject([{ name: 'GoTo Meeting' }])
    expect(byKey.get('training')!.includes).toMatchObject([{ name: 'GoTo Meeting' }])
    expect(products.filter((product) => product.hasDevices).map((product) => product.catalogueKey)).toEqual([
      'assist-v4',
      'assist-v5',
    ])
    expect(byKey.get('meeting')!.tiers.map(({ name, owned }) => [name, owned])).toEqual([
      ['Plus', null],
      ['Pro', 7],
    ])
  })

  it('is installed in part', async () => {
    await db.transaction((tx) => installCatalogue(tx, { at: api.clock.now(), only: ['webinar'] }))
    const { products } = (await admin.send<{ products: Product[] }>('GET', '/products')).body
    expect(products).toMatchObject([{ name: 'GoTo Webinar', includes: [] }])
  })
})
