import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import { byFilter, patchOf, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
beforeAll(async () => {
  server = await startScim()
})
afterAll(() => server.close())

/** One client's day: people, a group with them, changes; everything says whose it is. */
async function write(client: ScimClient, whose: string, at: number): Promise<void> {
  const userName = `person${at}@x.example`
  const { body: user } = await client.post('/Users', { userName, title: whose, externalId: `e${at}` })
  const { body: group } = await client.post('/Groups', {
    displayName: `Group ${at}`,
    externalId: whose,
    members: [{ value: user.id }],
  })
  await client.patch(`/Users/${user.id}`, patchOf({ op: 'replace', path: 'nickName', value: whose }))
  const found = await client.get(`/Users?${byFilter(`userName eq "${userName}"`)}`)
  expect(found.body.Resources).toMatchObject([{ id: user.id, title: whose, nickName: whose }])
  await client.patch(
    `/Groups/${group.id}`,
    patchOf({ op: 'add', path: 'members', value: [{ value: `e${at}` }, { value: 'nobody' }] }),
  )
  if (at % 3 === 0) await client.delete(`/Users/${user.id}`)
}

describe('two organizations, each with two sources, written by many clients at once', () => {
  it('have not one record in the wrong place', async () => {
    const clients: (readonly [string, ScimClient])[] = []
    for (const organization of ['A', 'B']) {
      const first = await server.client({ name: 'First' })
      clients.push([`${organization}1`, first], [`${organization}2`, await server.client({ name: 'Second' }, first.db)])
    }
    // The same names everywhere, four requests of each client at a time.
    const days = clients.flatMap(([whose, client]) =>
      [0, 1, 2, 3].map(async (lane) => {
        for (let at = lane; at < 24; at += 4) await write(client, whose, at)
      }),
    )
    await Promise.all(days)

    for (const [whose, { db, source, ...client }] of clients) {
      const { body: users } = await client.get('/Users?count=200')
      expect(users.totalResults).toBe(16)
      for (const user of users.Resources) expect(user).toMatchObject({ title: whose, nickName: whose })
      const { body: groups } = await client.get('/Groups?count=200')
      expect(groups.totalResults).toBe(24)
      for (const group of groups.Resources) {
        expect(group.externalId).toBe(whose)
        for (const { $ref } of group.members) expect($ref ?? client.baseUrl).toContain(client.baseUrl)
      }
      const mixed = await server.fresh.owner.row(sql`
        select
          (select count(*) from users where source_id = ${source.id} and (organization_id <> ${db.organization} or attributes ->> 'title' <> ${whose})) as users,
          (select count(*) from requests where actor_id = ${source.id} and organization_id <> ${db.organization}) as requests`)
      expect(mixed).toEqual({ users: 0, requests: 0 })
    }
    const astray = await server.fresh.owner.row(sql`
      select
        (select count(*) from memberships m
          join users u on u.organization_id = m.organization_id and u.user_no = m.user_no
          join groups g on g.organization_id = m.organization_id and g.group_no = m.group_no
          where u.source_id <> g.source_id or u.deleted_at is not null) as across_sources,
        (select count(*) from memberships) as memberships,
        (select count(*) from touched t where not exists (
          select from users u where u.organization_id = t.organization_id and u.user_no = t.user_no)) as nobodys,
        (select count(*) from requests r where r.target_kind = 'user' and not exists (
          select from users u where u.organization_id = r.organization_id and u.id = r.target_id and u.source_id = r.actor_id)) as strangers`)
    expect(astray).toEqual({ across_sources: 0, memberships: 64, nobodys: 0, strangers: 0 })
  }, 60_000)
})
