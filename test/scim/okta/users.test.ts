import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../../src/platform/db/sql.ts'
import {
  byFilter,
  groupUrn,
  listUrn,
  patchOf,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../../support/scim.ts'

let server: ScimServer
let okta: ScimClient
beforeAll(async () => {
  server = await startScim()
  okta = await server.client()
})
afterAll(() => server.close())

const headers = { 'user-agent': 'Okta SCIM Client 1.0.0', accept: 'application/scim+json', 'accept-charset': 'utf-8' }
const matching = (userName: string) => `/Users?${byFilter(`userName eq "${userName}"`)}&startIndex=1&count=100`

/** What Okta sends for a person who is assigned to the application. */
const assigned = (login: string, externalId: string) => ({
  schemas: [userUrn],
  userName: login,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ primary: true, value: login, type: 'work' }],
  displayName: 'Ada Lovelace',
  locale: 'en-US',
  externalId,
  groups: [],
  password: 'Rand0m-which-nobody-uses',
  active: true,
})

describe('Okta, people', () => {
  it('is answered an empty list when it tests the connection', async () => {
    const answer = await okta.get(matching('a@x.example'), headers)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/scim+json')
    expect(answer.body).toEqual({ schemas: [listUrn], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] })
  })

  it('creates, matches, updates, deactivates and reactivates a person', async () => {
    const login = 'ada@x.example'
    const created = await okta.post('/Users', assigned(login, '00u1'), headers)
    expect(created.status).toBe(201)
    expect(created.headers.get('location')).toBe(`${okta.baseUrl}/Users/${created.body.id}`)
    expect(created.body).toMatchObject({ userName: login, externalId: '00u1', active: true, locale: 'en-US' })
    expect(created.body).not.toHaveProperty('password')
    expect(created.body).not.toHaveProperty('groups')

    const matched = await okta.get(matching('ADA@x.example'), headers)
    expect(matched.body).toMatchObject({ totalResults: 1, Resources: [{ id: created.body.id, userName: login }] })

    // Update: it reads our document, and puts it back with what is new in it.
    const { body: current } = await okta.get(`/Users/${created.body.id}`, headers)
    expect(current).toEqual(created.body)
    const updated = await okta.put(
      `/Users/${current.id}`,
      { ...current, title: 'Countess', password: 'another' },
      headers,
    )
    expect(updated.status).toBe(200)
    expect(updated.body).toMatchObject({
      ...current,
      title: 'Countess',
      meta: { created: current.meta.created, version: 'W/"2"' },
    })
    expect(updated.body).not.toHaveProperty('password')

    const off = await okta.patch(`/Users/${current.id}`, patchOf({ op: 'replace', value: { active: false } }), headers)
    expect(off.status).toBe(200)
    expect(off.body).toMatchObject({ id: current.id, active: false, title: 'Countess' })

    // A custom application deactivates by PUT only.
    const on = await okta.put(`/Users/${current.id}`, { ...off.body, active: true }, headers)
    expect(on.body.active).toBe(true)
    const offAgain = await okta.put(`/Users/${current.id}`, { ...on.body, active: false }, headers)
    expect(offAgain.body.active).toBe(false)
    expect((await okta.get(matching(login), headers)).body).toMatchObject({
      totalResults: 1,
      Resources: [{ active: false }],
    })
  })

  it('changes nothing by putting back what it read', async () => {
    const { body: created } = await okta.post('/Users', assigned('bea@x.example', '00u2'), headers)
    const { body: put } = await okta.put(`/Users/${created.id}`, { ...created, groups: [], password: 'x' }, headers)
    expect(put).toEqual(created)
  })

  it('is told when a userName is taken, as it needs to be told', async () => {
    await okta.post('/Users', assigned('cyd@x.example', '00u3'), headers)
    const second = await okta.post('/Users', assigned('Cyd@x.example', '00u4'), headers)
    expect(second.status).toBe(409)
    expect(second.headers.get('content-type')).toBe('application/scim+json')
    expect(second.body).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
      detail: expect.stringContaining('Cyd@x.example'),
    })
  })

  it('reads all people page by page', async () => {
    const client = await server.client()
    for (let at = 0; at < 5; at++) await client.post('/Users', assigned(`p${at}@x.example`, `p${at}`), headers)
    const seen: string[] = []
    for (let startIndex = 1; ; startIndex += 2) {
      const { body } = await client.get(`/Users?startIndex=${startIndex}&count=2`, headers)
      expect(body).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: body.Resources.length })
      if (body.Resources.length === 0) break
      seen.push(...body.Resources.map((user: { userName: string }) => user.userName))
    }
    expect(seen).toEqual([0, 1, 2, 3, 4].map((at) => `p${at}@x.example`))
  })

  it('asks for two users when it tests the API, before there are any', async () => {
    const client = await server.client()
    expect((await client.get('/Users?startIndex=1&count=2', headers)).body).toMatchObject({
      totalResults: 0,
      Resources: [],
    })
  })

  it('renames a person by putting back the document with another userName', async () => {
    const { body: created } = await okta.post('/Users', assigned('dee@x.example', '00u5'), headers)
    const renamed = {
      ...created,
      userName: 'dee.new@x.example',
      emails: [{ ...created.emails[0], value: 'dee.new@x.example' }],
    }
    const { status, body } = await okta.put(`/Users/${created.id}`, renamed, headers)
    expect([status, body.id, body.userName]).toEqual([200, created.id, 'dee.new@x.example'])
    expect((await okta.get(matching('dee@x.example'), headers)).body.totalResults).toBe(0)
    expect((await okta.get(matching('dee.new@x.example'), headers)).body.totalResults).toBe(1)
  })

  it('may put back the groups that it read; they stay as they are', async () => {
    const { body: created } = await okta.post('/Users', assigned('eli@x.example', '00u6'), headers)
    const { body: group } = await okta.post('/Groups', { schemas: [groupUrn], displayName: 'G', members: [] }, headers)
    const add = patchOf({ op: 'add', path: 'members', value: [{ value: created.id, display: 'eli@x.example' }] })
    await okta.patch(`/Groups/${group.id}`, add, headers)
    const { body: read } = await okta.get(`/Users/${created.id}`, headers)
    expect(read.groups).toHaveLength(1)
    expect((await okta.put(`/Users/${created.id}`, { ...read, title: 'x' }, headers)).body.groups).toEqual(read.groups)
    expect((await okta.put(`/Users/${created.id}`, { ...read, groups: [] }, headers)).body.groups).toEqual(read.groups)
  })

  it('deactivates a person who is unassigned, and takes the same one back who is assigned again', async () => {
    const { body: created } = await okta.post('/Users', assigned('fay@x.example', '00u7'), headers)
    const active = (value: boolean) => patchOf({ op: 'replace', value: { active: value } })
    expect((await okta.patch(`/Users/${created.id}`, active(false), headers)).body.active).toBe(false)
    const { body: found } = await okta.get(matching('fay@x.example'), headers)
    expect(found.Resources).toMatchObject([{ id: created.id, active: false }])
    const { body: back } = await okta.put(`/Users/${created.id}`, { ...found.Resources[0], active: true }, headers)
    expect(back).toMatchObject({ id: created.id, active: true, externalId: '00u7' })
    await okta.patch(`/Users/${created.id}`, active(false), headers)
    expect((await okta.patch(`/Users/${created.id}`, active(true), headers)).body.active).toBe(true)
  })

  it('gives entitlements and roles, in the order and with the words it has for them', async () => {
    const entitlements = [{ value: 'ent-1', display: 'Webinar', type: 'license', primary: true }]
    const { body } = await okta.post('/Users', { ...assigned('gus@x.example', '00u8'), entitlements }, headers)
    expect(body.entitlements).toEqual(entitlements)
    const answer = await okta.patch(
      `/Users/${body.id}`,
      patchOf({ op: 'replace', value: { entitlements: [{ value: 'ent-2' }], roles: [{ value: 'admin' }] } }),
      headers,
    )
    expect(answer.body).toMatchObject({ entitlements: [{ value: 'ent-2' }], roles: [{ value: 'admin' }] })
  })

  it('may set a new random password, which changes nothing', async () => {
    const { body: created } = await okta.post('/Users', assigned('hal@x.example', '00u9'), headers)
    const answer = await okta.patch(
      `/Users/${created.id}`,
      patchOf({ op: 'replace', value: { password: 'Rand0m-again' } }),
      headers,
    )
    expect(answer).toMatchObject({ status: 200, body: created })
  })

  it('never has its random password stored', async () => {
    const rows = await okta.db.rows(
      sql`select attributes::text || coalesce(r.detail::text, '') as said from users, requests r`,
    )
    expect(JSON.stringify(rows)).not.toContain('Rand0m')
  })
})
