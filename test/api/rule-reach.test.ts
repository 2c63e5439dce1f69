import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Draft } from '../../src/contract/draft.ts'
import type { RuleVersions } from '../../src/contract/past.ts'
import type { Plan } from '../../src/contract/plan.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Contributions, EditedRule, Rules, Touching } from '../../src/contract/rule.ts'
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
let sales: GroupKey
let meeting: Product
let first: number
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  staff = await directory.createGroup('All staff')
  sales = await directory.createGroup('Sales')
  const body = { name: 'Meeting', tiers: [{ name: 'Pro', owned: 10 }, { name: 'Plus' }] }
  meeting = (await admin.send<Product>('POST', '/products', body)).body
  first = await directory.createUsers('u', 4)
  await directory.addMembers(staff.no, [first, first + 1, first + 2])
  await directory.addMembers(sales.no, [first, first + 1])
})

const tier = (name: string) => [{ product: meeting.id, tier: name }]
const create = async (group: GroupKey, more: object, query = '?apply=true') =>
  (await admin.send<EditedRule>('POST', `/rules${query}`, { group: group.id, ...more })).body
const idOf = async (user: number) =>
  (await db.row<{ id: string }>(
    sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
  ))!.id
const decided = async (query = '') => {
  const { body } = await admin.send<Contributions>('GET', `/rules/contribution${query}`)
  return body.contributions.map(({ decides }) => decides)
}

describe('a rule', () => {
  it('never decides anything where all that it says is said above it, until that is moved down', async () => {
    const all = await create(staff, { products: tier('Pro'), language: 'en' })
    const some = await create(sales, { products: tier('Plus'), language: 'fr' })
    await create(sales, { state: 'off', userGroup: 'none' })
    expect(await decided()).toEqual([3, 0])
    const { rules } = (await admin.send<Rules>('GET', '/rules')).body
    await admin.send('PUT', '/rules/order', { ids: [some.id, all.id, rules[2]!.id] })
    expect(await decided('?draft=true')).toEqual([2, 1])
    expect(await decided()).toEqual([3, 0])
  })

  it('touches who is in its group, and says whether its condition holds for them', async () => {
    await create(staff, {})
    const conditional = await create(sales, { condition: 'title eq "Head"' })
    await create(await directory.createGroup('Nobody'), {})
    const touching = async (user: string) => admin.send<Touching>('GET', `/rules/touching?user=${user}`)
    const { body } = await touching(await idOf(first))
    expect(body.rules.map(({ conditionHolds }) => conditionHolds)).toEqual([true, false])
    expect(body.rules[1]!.rule).toBe(conditional.id)
    expect((await touching(await idOf(first + 3))).body.rules).toEqual([])
    expect(await touching('nobody')).toMatchObject({ status: 404, body: { pointer: '/user' } })
  })

  it('says in a plan what it gives itself, and who loses what it gave', async () => {
    const all = await create(staff, { products: tier('Pro') })
    await admin.send('POST', '/runs')
    const { body: gone } = await admin.send<Plan>('POST', '/plans', { remove: all.id })
    expect(gone.userCount).toBe(3)
    expect(gone.rules).toEqual([{ rule: { id: all.id, name: 'All staff' }, gain: 0, lose: 3, change: 0 }])
    const add = { group: sales.id, products: [{ product: meeting.id, tier: 'Plus' }], language: 'fr' }
    const { body: more } = await admin.send<Plan>('POST', '/plans', { add })
    expect(more.rules).toMatchObject([{ rule: { name: '' }, gain: 0, lose: 0, change: 2 }])
  })
})

describe('the versions of the rules', () => {
  it('are told newest first, with who made each and how it differs', async () => {
    const one = await create(staff, {})
    await create(sales, {})
    await admin.send('PATCH', `/rules/${one.id}?apply=true`, { state: 'off' })
    const { body } = await admin.send<RuleVersions>('GET', '/rules/versions?limit=2')
    expect(body.versions).toMatchObject([
      { version: 3, differs: { changed: 1, added: 0 }, request: { kind: 'rule.change', actor: { name: 'test' } } },
      { version: 2, differs: { added: 1 } },
    ])
    const rest = await admin.send<RuleVersions>('GET', `/rules/versions?cursor=${body.next}`)
    expect(rest.body).toMatchObject({ versions: [{ version: 1 }], next: null })
  })
})

describe('a rule of the draft', () => {
  it('is put back as it is live: changed, removed or added', async () => {
    const [one, two, three] = [
      await create(staff, {}),
      await create(sales, {}),
      await create(sales, { language: 'it' }),
    ]
    const restore = async (id: string) => (await admin.send<Draft>('POST', `/draft/rules/${id}/restore`)).body
    expect(await admin.send('POST', `/draft/rules/${one.id}/restore`)).toMatchObject({ status: 404 })
    await admin.send('PATCH', `/rules/${one.id}`, { language: 'de' })
    await admin.send('DELETE', `/rules/${two.id}`)
    const added = await create(sales, {}, '')
    expect((await restore(one.id)).differs).toMatchObject({ changed: [], removed: [two.id], added: [added.id] })
    const back = await restore(two.id)
    expect(back.rules.map(({ id }) => id)).toEqual([one.id, two.id, three.id, added.id])
    expect((await restore(added.id)).differs).toEqual({ added: [], removed: [], changed: [], moved: [] })
  })

  it('is edited by nobody who saw other rules, and not thrown away by them either', async () => {
    const one = await create(staff, { products: tier('Pro') })
    await admin.send('POST', '/runs')
    const live = { 'if-match': '"v1"' }
    await admin.send('PATCH', `/rules/${one.id}`, { description: 'By somebody else' })
    // A draft that was not there when they looked: an edit that went live would be carried over what it says.
    const harmless = await admin.send('PATCH', `/rules/${one.id}?apply=safe`, { name: 'x' }, live)
    expect(harmless).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } })
    const refused = await admin.send('PATCH', `/rules/${one.id}?apply=safe`, { state: 'off' }, live)
    expect(refused).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } })
    expect((await admin.send('DELETE', '/draft', undefined, live)).status).toBe(412)
    expect((await admin.send('DELETE', '/draft', undefined, { 'if-match': '"v1-d1"' })).status).toBe(204)
  })
})
