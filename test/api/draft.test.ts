import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Draft } from '../../src/contract/draft.ts'
import type { EditedRule, Rules } from '../../src/contract/rule.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
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
let groups: readonly string[]
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  const directory = await newDirectory(db, () => api.clock.now())
  groups = [(await directory.createGroup('A')).id, (await directory.createGroup('B')).id]
})

const add = (group: string, query = '') => admin.send<EditedRule>('POST', `/rules${query}`, { group })
const draft = () => admin.send<Draft>('GET', '/draft')
const names = async (query = '') =>
  (await admin.send<Rules>('GET', `/rules${query}`)).body.rules.map((rule) => rule.name).join()

describe('the draft', () => {
  it('is there from the first edit without apply, and changes nothing live', async () => {
    expect(await draft()).toMatchObject({ status: 404, body: { code: 'NO_DRAFT' } })
    await add(groups[0]!, '?apply=true')
    const made = await add(groups[1]!)
    expect(made).toMatchObject({ status: 201, headers: { etag: '"v1-d1"' } })
    expect(made.body).toMatchObject({ rank: 2, version: 1, live: false, draft: { version: 1, basedOn: 1 } })
    expect([await names(), await names('?draft=true')]).toEqual(['A', 'A,B'])
    expect((await admin.send('GET', `/rules/${made.body.id}`)).status).toBe(404)
    expect((await admin.send('GET', `/rules/${made.body.id}?draft=true`)).status).toBe(200)
    expect(await db.rows(sql`select from touched where organization_id = ${db.organization}`)).toEqual([])
  })

  it('says how it differs from the live rules', async () => {
    const [a, b] = [await add(groups[0]!, '?apply=true'), await add(groups[1]!, '?apply=true')]
    const c = await add(groups[0]!)
    await admin.send('PATCH', `/rules/${a.body.id}`, { state: 'off' })
    await admin.send('PUT', '/rules/order', { ids: [c.body.id, a.body.id, b.body.id] })
    await admin.send('DELETE', `/rules/${b.body.id}`)
    expect((await draft()).body).toMatchObject({
      version: 4,
      basedOn: 2,
      liveVersion: 2,
      updatedBy: 'test',
      differs: { added: [c.body.id], changed: [a.body.id], removed: [b.body.id], moved: [] },
    })
  })

  it('is applied whole, as one version', async () => {
    await add(groups[0]!)
    await add(groups[1]!)
    expect((await admin.send('POST', '/draft/apply')).body).toMatchObject({ version: 1 })
    expect(await names()).toBe('A,B')
    expect((await draft()).status).toBe(404)
    expect((await admin.send('POST', '/draft/apply')).status).toBe(404)
  })

  it('is thrown away', async () => {
    await add(groups[0]!)
    expect((await admin.send('DELETE', '/draft')).status).toBe(204)
    expect((await admin.send('DELETE', '/draft')).status).toBe(404)
    expect(await names('?draft=true')).toBe('')
  })

  it('takes over what is made live meanwhile', async () => {
    const a = await add(groups[0]!, '?apply=true')
    await add(groups[1]!)
    await admin.send('PATCH', `/rules/${a.body.id}?apply=true`, { name: 'Renamed' })
    expect(await names('?draft=true')).toBe('Renamed,B')
    expect((await draft()).body).toMatchObject({ basedOn: 2, liveVersion: 2 })
    expect((await admin.send('POST', '/draft/apply')).status).toBe(200)
  })

  it('that could not take over a live edit is refused, unless the version it replaces is named', async () => {
    const a = await add(groups[0]!, '?apply=true')
    await admin.send('DELETE', `/rules/${a.body.id}`)
    await admin.send('PATCH', `/rules/${a.body.id}?apply=true`, { name: 'Renamed' })
    const refused = await admin.send('POST', '/draft/apply')
    expect(refused).toMatchObject({ status: 409, body: { code: 'DRAFT_OUTDATED', liveVersion: 2, basedOn: 1 } })
    expect((await admin.send('POST', '/draft/apply', { replace: 2 })).body).toMatchObject({ version: 3 })
    expect(await names()).toBe('')
  })

  it('is not edited over somebody else: If-Match', async () => {
    await add(groups[0]!)
    const edit = (etag: string) => admin.send('POST', '/rules', { group: groups[1] }, { 'if-match': etag })
    expect(await edit('"v0-d9"')).toMatchObject({ status: 412, body: { etag: '"v0-d1"' } })
    expect((await edit('"v0-d1"')).status).toBe(201)
  })
})

describe('two edits at once', () => {
  it('both become live', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => add(groups[0]!, '?apply=true')))
    expect(made.map((answer) => answer.status)).toEqual(Array(8).fill(201))
    const { version, rules } = (await admin.send<Rules>('GET', '/rules')).body
    expect([version, rules.length, new Set(rules.map((rule) => rule.rank)).size]).toEqual([8, 8, 8])
  })

  it('both are in the draft', async () => {
    await Promise.all(Array.from({ length: 8 }, () => add(groups[0]!)))
    const { body } = await draft()
    expect([body.version, body.rules.length]).toEqual([8, 8])
  })
})
