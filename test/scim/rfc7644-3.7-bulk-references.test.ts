import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import { bulk, idsOf, membersNamed, postGroup, postUser, statusesOf } from '../support/bulk.ts'
import { rowsChangedBy } from '../support/rows.ts'
import {
  byFilter,
  enterpriseUrn,
  errorUrn,
  patchOf,
  type ScimClient,
  type ScimServer,
  startScim,
} from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

const managed = (bulkId: string) => ({ [enterpriseUrn]: { manager: { value: `bulkId:${bulkId}` } } })
const managerOf = async (id: string | undefined) => (await client.get(`/Users/${id}`)).body[enterpriseUrn].manager.value
const inTeam = { 'urn:example:Team': { team: 'bulkId:team' } }
const toMembers = (op: string, path: string, value?: unknown) => patchOf({ op, path, value })

describe('RFC 7644 §3.7.1, references in a circle', () => {
  it('between groups are resolved', async () => {
    const answers = await bulk(client, [
      postGroup('qwerty', 'Group A', 'bulkId:ytrewq'),
      postGroup('ytrewq', 'Group B', 'bulkId:qwerty'),
    ])
    const [a, b] = idsOf(answers)
    expect(statusesOf(answers)).toEqual(['201', '201'])
    expect(answers[0]!.version).toMatch(/^W\/"/)
    expect((await client.get(`/Groups/${a}`)).body.members).toEqual([
      { value: b, $ref: `${client.baseUrl}/Groups/${b}`, display: 'Group B', type: 'Group' },
    ])
    expect((await client.get(`/Groups/${b}`)).body.members[0].value).toBe(a)
  })

  it('between users who are each other’s manager, or their own, are resolved', async () => {
    const [one, two, self] = idsOf(
      await bulk(client, [
        postUser('one', 'one@circle', managed('two')),
        postUser('two', 'two@circle', managed('one')),
        postUser('self', 'self@circle', managed('self')),
      ]),
    )
    expect([await managerOf(one), await managerOf(two), await managerOf(self)]).toEqual([two, one, self])
  })

  it('between a group, itself and users before it and after it are resolved', async () => {
    const [first, team, last] = idsOf(
      await bulk(client, [
        postUser('first', 'first@team', { displayName: 'First', ...inTeam }),
        postGroup('team', 'Team', 'bulkId:first', 'bulkId:team', 'bulkId:last'),
        postUser('last', 'last@team', { displayName: 'Last', ...inTeam }),
      ]),
    )
    expect(await membersNamed(client, 'Team')).toEqual(['First', 'Last', 'Team'])
    for (const id of [first, last])
      expect((await client.get(`/Users/${id}`)).body['urn:example:Team']).toEqual({ team })
  })

  it('with somebody who was deleted and comes back are resolved to the id they had', async () => {
    const { body: before } = await client.post('/Users', { userName: 'back@circle' })
    await client.delete(`/Users/${before.id}`)
    const [made, back] = idsOf(
      await bulk(client, [
        postUser('new', 'new@circle', managed('back')),
        postUser('back', 'back@circle', managed('new')),
      ]),
    )
    expect(back).toBe(before.id)
    expect([await managerOf(made), await managerOf(back)]).toEqual([back, made])
  })

  it('are resolved however many come at once, and those that want the same leave one of them', async () => {
    const pair = (at: number, turn: number) => {
      const users = [postUser('x', `x${at}@race`, managed('y')), postUser('y', `y${at}@race`, managed('x'))]
      return bulk(client, turn === 0 ? users : users.reverse())
    }
    const all = await Promise.all(Array.from({ length: 24 }, (_, at) => pair(at >> 1, at & 1)))
    const outcomes = all.map((answers) => statusesOf(answers).join())
    for (let at = 0; at < 24; at += 2)
      expect(outcomes.slice(at, at + 2).sort(), `pair ${at}`).toEqual(['201,201', '409,409'])
    const { body } = await client.get(`/Users?${byFilter('userName ew "@race"')}`)
    expect(body.totalResults).toBe(24)
  }, 30_000)

  it('are created together or not at all when they are cut off in the middle, and every one is to be tried again', async () => {
    const ring = Array.from({ length: 200 }, (_, at) => postGroup(`g${at}`, `Cut ${at}`, `bulkId:g${(at + 1) % 200}`))
    const { owner } = server.fresh.database
    const answered = bulk(client, ring)
    // Only while something of it is written, and nothing is committed.
    await expect
      .poll(
        async () =>
          (
            await owner.rows(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_xid is not null and query like '%insert into groups%'`)
          ).length,
      )
      .toBeGreaterThan(0)
    expect(new Set(statusesOf(await answered))).toEqual(new Set(['503']))
    const { body } = await client.get(`/Groups?${byFilter('displayName sw "Cut "')}`)
    expect(body.totalResults).toBe(0)
    expect(new Set(statusesOf(await bulk(client, ring)))).toEqual(new Set(['201']))
  }, 60_000)

  it('that break leave nothing behind: the one that could not be created says why, the others 409', async () => {
    await client.post('/Users', { userName: 'taken@circle' })
    const changed = await rowsChangedBy(server.fresh.database.owner, async () => {
      const answers = await bulk(client, [
        postGroup('team', 'Broken', 'bulkId:u', 'bulkId:h'),
        postUser('u', 'taken@circle', inTeam),
        postGroup('h', 'Broken too', 'bulkId:team'),
        postGroup('after', 'Broken after all', 'bulkId:h'),
        postUser('else', 'else@circle'),
      ])
      expect(statusesOf(answers)).toEqual(['409', '409', '409', '409', '201'])
      expect(answers[1]!.response).toMatchObject({ schemas: [errorUrn], status: '409', scimType: 'uniqueness' })
      expect(answers[0]!.response.detail).toBe('In a circle with "u", which was not created.')
      expect(answers[3]!.response.detail).toBe('It names "h", which was not created.')
      expect(answers[0]).not.toHaveProperty('location')
    })
    expect(changed).toMatchObject({ users: '+1', requests: '+1', touched: '+1' })
    expect(Object.keys(changed)).not.toContain('groups')
    expect(Object.keys(changed)).not.toContain('pending_members')
  })
})

describe('RFC 7644 §3.7.2, what is created in the same request', () => {
  it('is named by "bulkId:" in data, whichever of the two comes first', async () => {
    const answers = await bulk(client, [
      postGroup('tour', 'Tour Guides', 'bulkId:guide'),
      postUser('guide', 'guide@tour', { displayName: 'Guide', ...managed('boss') }),
      postUser('boss', 'boss@tour'),
    ])
    expect(answers.map(({ bulkId, status }) => [bulkId, status])).toEqual([
      ['tour', '201'],
      ['guide', '201'],
      ['boss', '201'],
    ])
    expect(await membersNamed(client, 'Tour Guides')).toEqual(['Guide'])
    const [, guide, boss] = idsOf(answers)
    expect(await managerOf(guide)).toBe(boss)
  })

  it('is named in paths and in the filters of a PATCH', async () => {
    const { body: group } = await client.post('/Groups', { displayName: 'Patched' })
    const member = [{ value: 'bulkId:u' }]
    const byFilterOf = 'members[value eq "bulkId:u"]'
    const answers = await bulk(client, [
      { method: 'PATCH', path: '/Groups/bulkId:g', data: toMembers('add', 'members', member) },
      postGroup('g', 'By path'),
      postUser('u', 'u@path', { displayName: 'U' }),
      { method: 'PUT', path: '/Users/bulkId:u', data: { userName: 'u@path', displayName: 'V' } },
      { method: 'PATCH', path: `/Groups/${group.id}`, data: toMembers('add', 'members', member) },
      { method: 'PATCH', path: `/Groups/${group.id}`, data: toMembers('remove', byFilterOf) },
      postUser('gone', 'gone@path'),
      { method: 'DELETE', path: '/users/bulkId:gone' },
    ])
    expect(statusesOf(answers)).toEqual(['204', '201', '201', '200', '204', '204', '201', '204'])
    const at = answers.map(({ location }) => location)
    expect([at[0], at[3], at[7]]).toEqual([at[1], at[2], at[6]])
    expect(await membersNamed(client, 'By path')).toEqual(['V'])
    expect(await membersNamed(client, 'Patched')).toEqual([])
    expect((await client.get(`/Users?${byFilter('userName eq "gone@path"')}`)).body.totalResults).toBe(0)
  })

  it('is named by the id it had where it comes back', async () => {
    const { body: before } = await client.post('/Users', { userName: 'again@bulk' })
    await client.delete(`/Users/${before.id}`)
    const user = postUser('u', 'again@bulk', { displayName: 'Again' })
    const [, id] = idsOf(await bulk(client, [postGroup('g', 'Returned', 'bulkId:u'), user]))
    expect(id).toBe(before.id)
    expect(await membersNamed(client, 'Returned')).toEqual(['Again'])
  })

  it('that was not created takes with it what names it, with 409, and nothing names it afterwards', async () => {
    const { body: group } = await client.post('/Groups', { displayName: 'Kept' })
    await client.post('/Users', { userName: 'taken@bulk' })
    const changed = await rowsChangedBy(server.fresh.database.owner, async () => {
      const answers = await bulk(client, [
        postGroup('g', 'Dangling', 'bulkId:u'),
        { method: 'PATCH', path: `/Groups/${group.id}`, data: toMembers('add', 'members', [{ value: 'bulkId:u' }]) },
        { method: 'DELETE', path: '/Users/bulkId:u' },
        postUser('u', 'taken@bulk'),
      ])
      expect(statusesOf(answers)).toEqual(['409', '409', '409', '409'])
      const detail = 'It names "u", which was not created.'
      expect(answers[0]!.response).toEqual({ schemas: [errorUrn], status: '409', detail })
      expect(answers[1]!.location).toBe(group.meta.location)
      expect(answers[2]).not.toHaveProperty('location')
      expect(answers[3]!.response.scimType).toBe('uniqueness')
    })
    const ofDirectory = /^(users|groups|memberships|group_edges|pending_members|requests|touched)$/
    expect(Object.keys(changed).filter((table) => ofDirectory.test(table))).toEqual([])
  })
})
