import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { GroupId } from '../../src/directory/group.ts'
import type { UserId } from '../../src/directory/user.ts'
import { changeGroup } from '../../src/inbound/receive/group.ts'
import { openInbound } from '../../src/inbound/receive/inbound.ts'
import { createUser, patchUser } from '../../src/inbound/receive/user.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { byFilter, enterpriseUrn, patchOf, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'
import { type Writings, type Written, watchWritings } from '../support/written.ts'

let server: ScimServer
let client: ScimClient
let writings: Writings
let ada: string
let bob: string
let team: string

beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  writings = await watchWritings(server.fresh.owner)
  // The first of each takes a block of numbers; see below.
  await make('Users', { userName: 'first' })
  await make('Groups', { displayName: 'First' })
})
afterAll(() => server.close())

let made = 0
const make = async (path: string, document: object): Promise<string> =>
  (await client.post(`/${path}`, document)).body.id

beforeEach(async () => {
  made++
  ada = await make('Users', { userName: `ada${made}`, externalId: `a${made}` })
  bob = await make('Users', { userName: `bob${made}`, externalId: `b${made}` })
  team = await make('Groups', { displayName: `Team ${made}`, members: [{ value: ada }] })
  await writings.take()
})

/** Of the traffic log, which comes later and in batches, nothing is looked at here. */
async function writtenBy(work: () => Promise<{ readonly status: number }>): Promise<Written> {
  await writings.take()
  expect((await work()).status).toBeLessThan(300)
  const { traffic: _, source_proofs: _proofs, ...written } = await writings.take()
  return written
}

const noted = { requests: '1 inserted', touched: '1 inserted' }
const member = (op: string, ...values: readonly string[]) =>
  patchOf({ op, path: 'members', value: values.map((value) => ({ value })) })

describe('A write of a source to a user', () => {
  it('that is new adds the user, the request and one mark', async () => {
    expect(await writtenBy(() => client.post('/Users', { userName: `eve${made}`, active: true }))).toEqual({
      users: '1 inserted',
      ...noted,
    })
  })

  it('whom a group has been waiting for adds the membership too', async () => {
    await client.patch(`/Groups/${team}`, member('add', `late${made}`))
    expect(await writtenBy(() => client.post('/Users', { userName: `l${made}`, externalId: `late${made}` }))).toEqual({
      users: '1 inserted',
      pending_members: '1 deleted',
      memberships: '1 inserted',
      ...noted,
    })
  })

  it.each([
    ['Okta', patchOf({ op: 'replace', value: { active: false } })],
    ['Entra', patchOf({ op: 'Replace', path: 'active', value: 'False' })],
    ['Entra, of an extension', patchOf({ op: 'Add', path: `${enterpriseUrn}:department`, value: 'Eng' })],
  ])('by PATCH of %s changes that row and no other', async (_who, body) => {
    expect(await writtenBy(() => client.patch(`/Users/${ada}`, body))).toEqual({ users: '1 updated', ...noted })
  })

  it('by PUT changes that row and no other', async () => {
    expect(await writtenBy(() => client.put(`/Users/${ada}`, { userName: `ada${made}`, title: 'Engineer' }))).toEqual({
      users: '1 updated',
      ...noted,
    })
  })

  it('that changes nothing writes nothing', async () => {
    const { body } = await client.get(`/Users/${ada}`)
    expect(await writtenBy(() => client.put(`/Users/${ada}`, body))).toEqual({})
    expect(
      await writtenBy(() => client.patch(`/Users/${ada}`, patchOf({ op: 'replace', value: { active: true } }))),
    ).toEqual({})
  })

  it('that deletes them takes their memberships, and leaves the group as it is', async () => {
    expect(await writtenBy(() => client.delete(`/Users/${ada}`))).toEqual({
      users: '1 updated',
      memberships: '1 deleted',
      ...noted,
    })
    expect(await writtenBy(() => client.post('/Users', { userName: `ada${made}` }))).toEqual({
      users: '1 updated',
      ...noted,
    })
  })
})

describe('A write of a source to a group', () => {
  it('that is new adds the group and the request, and for each member a row and a mark', async () => {
    const document = { displayName: `New ${made}` }
    expect(await writtenBy(() => client.post('/Groups', document))).toEqual({
      groups: '1 inserted',
      requests: '1 inserted',
    })
    const members = [{ value: ada }, { value: bob }, { value: 'nobody yet' }]
    expect(await writtenBy(() => client.post('/Groups', { displayName: `Full ${made}`, members }))).toEqual({
      groups: '1 inserted',
      memberships: '2 inserted',
      pending_members: '1 inserted',
      requests: '1 inserted',
      touched: '2 inserted',
    })
  })

  it('adds a member as one row, with its request and a mark, and leaves the group as it is', async () => {
    const added = { memberships: '1 inserted', ...noted }
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, member('add', bob)))).toEqual(added)
    await client.patch(`/Groups/${team}`, member('remove', bob))
    const entra = patchOf({ op: 'Add', path: 'members', value: [{ $ref: null, value: bob }] })
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, entra))).toEqual(added)
  })

  it.each([
    ['Okta', () => patchOf({ op: 'remove', path: `members[value eq "${ada}"]` })],
    ['Entra', () => patchOf({ op: 'Remove', path: 'members', value: [{ value: ada }] })],
  ])('removes a member, as %s says it, as one row', async (_who, body) => {
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, body()))).toEqual({
      memberships: '1 deleted',
      ...noted,
    })
  })

  it('that says its name again beside a change of members writes the members only', async () => {
    const rename = { op: 'replace', value: { id: team, displayName: `Team ${made}` } }
    const add = { op: 'add', path: 'members', value: [{ value: bob }] }
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, patchOf(rename, add)))).toEqual({
      memberships: '1 inserted',
      ...noted,
    })
  })

  it('that says who all its members are writes the difference', async () => {
    const whole = patchOf({ op: 'replace', path: 'members', value: [{ value: bob }] })
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, whole))).toEqual({
      memberships: '1 inserted, 1 deleted',
      requests: '1 inserted',
      touched: '2 inserted',
    })
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, whole))).toEqual({})
  })

  it('that changes nothing writes nothing', async () => {
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, member('add', ada)))).toEqual({})
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, member('remove', bob)))).toEqual({})
  })

  it('with another name marks everybody in it, and the group for who is about to join', async () => {
    const rename = patchOf({ op: 'replace', value: { id: team, displayName: `Other ${made}` } })
    expect(await writtenBy(() => client.patch(`/Groups/${team}`, rename))).toEqual({
      groups: '1 updated',
      touched_groups: '1 inserted',
      ...noted,
    })
  })

  it('that deletes it takes its memberships', async () => {
    expect(await writtenBy(() => client.delete(`/Groups/${team}`))).toEqual({
      groups: '1 updated',
      memberships: '1 deleted',
      touched_groups: '1 inserted',
      ...noted,
    })
  })
})

describe('What a source asks', () => {
  it('writes nothing', async () => {
    for (const path of [
      `/Users/${ada}`,
      `/Groups/${team}`,
      '/Users?count=5',
      `/Users?${byFilter('userName eq "ada1"')}`,
      `/Groups?${byFilter(`id eq "${team}" and members eq "${ada}"`)}`,
      '/Schemas',
    ])
      expect(await writtenBy(() => client.get(path))).toEqual({})
  })
})

describe('A row that all writers of an organization share', () => {
  it('is written once for many new users: their numbers come in blocks', async () => {
    await writings.take()
    for (let n = 0; n < 100; n++) await make('Users', { userName: `many${n}` })
    const { organizations = '0 updated' } = await writings.take()
    expect(Number.parseInt(organizations, 10)).toBeLessThanOrEqual(2)
  })

  it('has no trigger that would tell somebody, or give somebody work, for every row', async () => {
    const triggers = await server.fresh.owner.rows(sql`
      select tgrelid::regclass::text as relation, tgname as name from pg_trigger
      where not tgisinternal and tgname <> 'written' and tgrelid::regclass::text in
        ('users', 'groups', 'memberships', 'group_edges', 'pending_members', 'requests', 'touched', 'touched_groups')`)
    expect(triggers).toEqual([])
  })
})

describe('Two writes to an organization', () => {
  it('do not wait for one another: not even those to one group', async () => {
    const { fresh, clock } = server
    const { db, source } = client
    // What one has written is not committed before the other is answered.
    const answers = await db.transaction(async (tx) => {
      const inbound = openInbound({ database: { ...fresh.database, of: () => tx }, clock, wake: () => {} })
      await createUser(inbound, source, { userName: `beside${made}` })
      await patchUser(inbound, source, bob as UserId, (current) => ({ ...current, title: 'Engineer' }))
      const members = { kind: 'change', add: [bob], remove: [] } as const
      await changeGroup(inbound, source, team as GroupId, 'group.patch', () => ({ members }))
      return Promise.all([
        client.post('/Users', { userName: `other${made}` }),
        client.post('/Groups', { displayName: `Other ${made}`, members: [{ value: ada }] }),
        client.patch(`/Users/${ada}`, patchOf({ op: 'replace', value: { active: false } })),
        client.patch(`/Groups/${team}`, member('remove', ada)),
        client.patch(`/Groups/${team}`, member('add', `later${made}`)),
      ])
    })
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 204, 204])
    const { body } = await client.get(`/Groups/${team}`)
    expect(body.members.map((one: { value: string }) => one.value)).toEqual([bob, `later${made}`])
  })
})
