import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NewSource, Sources } from '../../src/contract/source.ts'
import { findCredential } from '../../src/organization/credential.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'

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

describe('the organization', () => {
  it('has settings that are changed one by one', async () => {
    expect((await admin.send('GET', '/organization')).body).toEqual({
      id: db.organization,
      name: 'Lindenhof',
      defaultLanguage: 'en',
      userSync: 'on',
      lossShareMax: 0.1,
      lossesAllowed: 5,
      inactiveAfterDays: 90,
      historyKeptDays: null,
    })
    const changed = await admin.send('PATCH', '/organization', {
      userSync: 'paused',
      lossShareMax: 0,
      inactiveAfterDays: 30,
    })
    expect(changed.body).toMatchObject({ userSync: 'paused', lossShareMax: 0, inactiveAfterDays: 30, lossesAllowed: 5 })
    for (const wrong of [
      { inactiveAfterDays: 45 },
      { lossShareMax: 2 },
      { userSync: true },
      { id: 'x' },
      { name: ' ' },
    ])
      expect((await admin.send('PATCH', '/organization', wrong)).status, JSON.stringify(wrong)).toBe(422)
  })
})

describe('a source', () => {
  it('is made with its address and a token that is shown this once', async () => {
    const made = await admin.send<NewSource>('POST', '/sources', { name: 'Okta (Prod)', domainRequired: false })
    expect(made).toMatchObject({
      status: 201,
      body: {
        slug: 'okta-prod',
        kind: 'scim',
        state: 'on',
        domainRequired: false,
        scim: { url: 'http://rollcall.test/scim/v2/okta-prod' },
        tokens: [{ label: 'First token', expiresAt: null }],
      },
    })
    const { token } = made.body.scim!
    expect((await findCredential(fresh.database, token, 'scim', api.clock.now()))?.source).toBe(made.body.id)
    const listed = await admin.send<Sources>('GET', '/sources')
    expect(JSON.stringify(listed.body)).not.toContain(token)
    expect(await admin.send('POST', '/sources', { name: 'Other', slug: 'okta-prod' })).toMatchObject({
      status: 409,
      body: { code: 'SLUG_TAKEN' },
    })
    expect((await admin.send('POST', '/sources', { name: 'Other', slug: 'under_score' })).status).toBe(422)
  })

  it('has several tokens at once, each revoked alone', async () => {
    const { body } = await admin.send<NewSource>('POST', '/sources', { name: 'Okta' })
    const second = await admin.send<NewSource>('POST', `/sources/${body.id}/token`, { label: 'Second' })
    const opens = async (token: string) =>
      (await findCredential(fresh.database, token, 'scim', api.clock.now())) !== undefined
    expect([await opens(body.scim!.token), await opens(second.body.scim!.token)]).toEqual([true, true])
    const first = body.tokens[0]!.id
    expect((await admin.send('DELETE', `/sources/${body.id}/tokens/${first}`)).status).toBe(204)
    expect((await admin.send('DELETE', `/sources/${body.id}/tokens/${first}`)).status).toBe(404)
    expect([await opens(body.scim!.token), await opens(second.body.scim!.token)]).toEqual([false, true])
    const past = { expiresAt: '2020-01-01T00:00:00Z' }
    expect((await admin.send('POST', `/sources/${body.id}/token`, past)).body).toMatchObject({ code: 'ENDS_IN_PAST' })
  })

  it('is paused and renamed', async () => {
    const { body } = await admin.send<NewSource>('POST', '/sources', { name: 'Okta' })
    const paused = await admin.send('PATCH', `/sources/${body.id}`, { state: 'paused', name: 'Okta, old' })
    expect(paused.body).toMatchObject({ state: 'paused', name: 'Okta, old', slug: 'okta' })
  })
})

describe('the library', () => {
  it('keeps a tree of user groups that is no ring', async () => {
    const make = async (name: string, parent?: string) =>
      (await admin.send<{ id: string }>('POST', '/user-groups', { name, ...(parent && { parent }) })).body.id
    const [top, middle] = [await make('Top'), await make('Middle')]
    const low = await make('Low', middle)
    const moved = await admin.send('PATCH', `/user-groups/${middle}`, { parent: { id: top }, name: 'Centre' })
    expect(moved.body).toMatchObject({ name: 'Centre', parent: { id: top, name: 'Top' } })
    for (const parent of [top, middle, low])
      expect(await admin.send('PATCH', `/user-groups/${top}`, { parent })).toMatchObject({
        status: 422,
        body: { code: 'PARENT_OF_ITSELF' },
      })
    expect((await admin.send('PATCH', `/user-groups/${middle}`, { parent: null })).body).toMatchObject({ parent: null })
    expect((await admin.send('POST', '/user-groups', { name: 'X', parent: 'x' })).status).toBe(422)
    const { body } = await admin.send<{ userGroups: { name: string }[] }>('GET', '/user-groups')
    expect(body.userGroups.map((group) => group.name)).toEqual(['Centre', 'Low', 'Top'])
  })

  it.each([
    ['/device-groups', 'deviceGroups'],
    ['/settings-templates', 'settingsTemplates'],
    ['/welcome-templates', 'welcomeTemplates'],
  ])('keeps %s by name', async (path, noun) => {
    const { id } = (await admin.send('POST', path, { name: 'First' })).body
    expect((await admin.send('PATCH', `${path}/${id}`, { name: 'Second' })).body).toEqual({ id, name: 'Second' })
    expect((await admin.send('GET', path)).body).toEqual({ [noun]: [{ id, name: 'Second' }] })
    expect((await admin.send('DELETE', `${path}/${id}`)).status).toBe(204)
    expect((await admin.send('PATCH', `${path}/${id}`, { name: 'x' })).status).toBe(404)
    expect((await admin.send('PATCH', `${path}/x`, { name: 'x' })).status).toBe(404)
  })
})

describe('the test clock', () => {
  it('is set and moved on, and the worker woken', async () => {
    const at = '2031-05-06T07:08:09.000Z'
    const set = await admin.send<{ now: string }>('PUT', '/test-clock', { at })
    expect(set.body.now.slice(0, 19)).toBe(at.slice(0, 19))
    const on = await admin.send<{ now: string }>('PUT', '/test-clock', { advanceSeconds: 86_400 })
    expect(on.body.now.slice(0, 16)).toBe('2031-05-07T07:08')
    expect(api.woken.at(-1)).toBe(db.organization)
    expect((await admin.send('PUT', '/test-clock', { advanceSeconds: -1 })).status).toBe(422)
    expect((await admin.send('PUT', '/test-clock', { at: 'tomorrow' })).status).toBe(422)
  })

  it('is refused where it may not be moved', async () => {
    const { testClock: _, ...still } = { testClock: undefined }
    const other = await openTestApi(fresh.database, { ...still, testClock: undefined as never })
    const someone = await other.as(db)
    expect(await someone.send('PUT', '/test-clock', { advanceSeconds: 1 })).toMatchObject({
      status: 403,
      body: { code: 'TEST_CLOCK_OFF' },
    })
    await other.close()
  })
})
