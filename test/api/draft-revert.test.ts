import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Draft, DraftReverted } from '../../src/contract/draft.ts'
import type { Rules } from '../../src/contract/rule.ts'
import { openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
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

describe('a rule plan', () => {
  const revert = (body: object, headers = {}) => scene.admin.send<DraftReverted>('POST', '/draft/revert', body, headers)
  const live = async () => (await scene.admin.send<Rules>('GET', '/rules')).body

  it('is reverted by a draft of the earlier rules, which is applied like any other', async () => {
    const { admin, rule, sales } = scene
    const first = await rule(sales, { name: 'First', language: 'fr' })
    await rule(sales, { name: 'Second', products: pro() })
    await admin.send('PATCH', `/rules/${first.id}?apply=true`, { language: 'de', state: 'off' })
    await admin.send('DELETE', `/rules/${first.id}?apply=true`)
    const reverted = await revert({ version: 2 })
    expect(reverted).toMatchObject({ status: 201, headers: { etag: '"v4-d1"' } })
    expect(reverted.body).toMatchObject({
      revertsTo: 2,
      basedOn: 4,
      updatedBy: 'test',
      leftOut: [],
      rules: [
        { id: first.id, rank: 1, language: 'fr', state: 'on' },
        { name: 'Second', rank: 2 },
      ],
      differs: { added: [first.id], removed: [], changed: [] },
    })
    expect((await live()).rules.map(({ name }) => name)).toEqual(['Second'])
    expect((await admin.send('POST', '/draft/apply')).body).toMatchObject({ version: 5 })
    expect((await live()).rules).toMatchObject([{ id: first.id, language: 'fr' }, { name: 'Second' }])
    const activity = (await admin.send<{ activity: object[] }>('GET', '/activity?kind=draft.revert')).body.activity
    expect(activity).toMatchObject([{ kind: 'draft.revert', actor: { name: 'test' }, detail: { version: 2 } }])
  })

  it('is reverted to before the first rule', async () => {
    await scene.rule(scene.sales, { language: 'fr' })
    expect((await revert({ version: 0 })).body).toMatchObject({ rules: [], differs: { removed: [expect.any(String)] } })
  })

  it('leaves out what is gone since, and names it', async () => {
    const { admin, rule, sales, made, meeting } = scene
    const [berlin, desk] = [await made('/user-groups', 'Berlin'), await made('/device-groups', 'Desk')]
    const role = { role: 'manager', privileges: ['manage-users'], managedGroups: [berlin] }
    const only = await rule(sales, { name: 'All', products: plus(), userGroup: berlin, deviceGroups: [desk], role })
    const cleared = { products: [], userGroup: null, deviceGroups: [], role: null, language: 'fr' }
    await admin.send('PATCH', `/rules/${only.id}?apply=true`, cleared)
    expect((await admin.send('DELETE', `/user-groups/${berlin}`)).status).toBe(204)
    expect((await admin.send('DELETE', `/products/${meeting.id}/tiers/Plus`)).status).toBe(204)
    const { status, body } = await revert({ version: 1 })
    expect(status).toBe(201)
    expect(body.rules).toMatchObject([
      { id: only.id, products: [], userGroup: null, role: null, deviceGroups: [{ id: desk }], language: null },
    ])
    expect(body.leftOut.map(({ rule: { name }, kind, name: thing }) => [name, kind, thing])).toEqual([
      ['All', 'user-group', 'Berlin'],
      ['All', 'role', 'Berlin'],
      ['All', 'tier', ''],
      ['All', 'user-group', 'Berlin'],
    ])
    expect((await admin.send('POST', '/draft/apply')).status).toBe(200)
  })

  it('is not reverted over a draft that there is, unless that is to be replaced', async () => {
    const { admin, rule, sales } = scene
    await rule(sales, { name: 'First' })
    await rule(sales, { name: 'Second' })
    await admin.send('POST', '/rules', { group: sales.id, name: 'Drafted' })
    expect(await revert({ version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'DRAFT_EXISTS', draft: { version: 1 } },
    })
    expect((await admin.send<Draft>('GET', '/draft')).body.rules).toHaveLength(3)
    expect(await revert({ version: 1, replace: true }, { 'if-match': '"v2-d9"' })).toMatchObject({ status: 412 })
    const replaced = await revert({ version: 1, replace: true }, { 'if-match': '"v2-d1"' })
    expect(replaced).toMatchObject({ status: 201, body: { version: 2, rules: [{ name: 'First' }] } })
  })

  it('is refused for a version that never was, and for the rules that are live', async () => {
    await scene.rule(scene.sales, { name: 'First' })
    expect(await revert({ version: 7 })).toMatchObject({
      status: 422,
      body: { code: 'UNKNOWN_VERSION', pointer: '/version' },
    })
    expect(await revert({ version: 1 })).toMatchObject({ status: 422, body: { code: 'SAME_RULES' } })
    expect((await revert({ version: -1 })).status).toBe(422)
  })
})
