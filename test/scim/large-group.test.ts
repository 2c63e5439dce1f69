import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import { type Reads, watchReads } from '../support/reads.ts'
import { byFilter, patchOf, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

const size = 3000

let server: ScimServer
let client: ScimClient
let reads: Reads
let group: string
/** One of the members, and somebody who is none. */
let ada: string
let eve: string

beforeAll(async () => {
  server = await startScim()
  reads = watchReads(server.fresh.database)
  client = await server.client()
  const { organization } = client.db
  const { owner } = server.fresh
  group = (await client.post('/Groups', { displayName: 'Everybody' })).body.id
  // Not through the door: in one statement.
  await owner.run(sql`
    insert into users (organization_id, user_no, id, source_id, user_name, user_name_folded, active, display_name,
      display_name_folded, attributes, created_at, updated_at)
    select ${organization}, n, gen_random_uuid(), ${client.source.id}, 'user' || n, 'user' || n, true, 'User ' || n,
      'user ' || n, jsonb_build_object('userName', 'user' || n, 'active', true), now(), now()
    from generate_series(100001, ${100_001 + size}::integer) as n`)
  await owner.run(sql`
    insert into memberships (organization_id, group_no, user_no, request_id)
    select ${organization}, g.group_no, u.user_no, gen_random_uuid() from users u, groups g
    where u.organization_id = ${organization} and u.user_no <= ${100_000 + size}::integer and g.id = ${group}`)
  await owner.run(sql`analyze`)
  const [last, first] = await owner.rows<{ id: string }>(sql`
    select id from users where organization_id = ${organization} order by user_no desc limit 2`)
  eve = last!.id
  ada = first!.id
})
afterAll(() => server.close())

/** How many rows of the table `memberships` were read for a request. */
async function membershipsReadBy(work: () => Promise<{ readonly status: number }>): Promise<number> {
  reads.take('memberships')
  expect((await work()).status).toBeLessThan(300)
  return reads.take('memberships')
}

const addition = (user: string) => patchOf({ op: 'add', path: 'members', value: [{ value: user }] })
const removal = (user: string) => patchOf({ op: 'Remove', path: 'members', value: [{ value: user }] })

describe('A group of three thousand', () => {
  it('is read whole by who asks for its members', async () => {
    expect(await membershipsReadBy(() => client.get(`/Groups/${group}`))).toBe(size)
  })

  it.each([
    ['one group', () => `/Groups/${group}?excludedAttributes=members`],
    ['one group, other attributes of it', () => `/Groups/${group}?attributes=displayName`],
    ['all groups', () => '/Groups?excludedAttributes=members'],
    ['a group by its name', () => `/Groups?excludedAttributes=members&${byFilter('displayName eq "Everybody"')}`],
  ])('is found without reading any member, when they are excluded: %s', async (_what, path) => {
    expect(await membershipsReadBy(() => client.get(path()))).toBe(0)
  })

  it('says whether somebody is in it by reading that membership only', async () => {
    const asks = (user: string) =>
      client.get(`/Groups?excludedAttributes=members&${byFilter(`id eq "${group}" and members eq "${user}"`)}`)
    expect((await asks(ada)).body.totalResults).toBe(1)
    expect((await asks(eve)).body.totalResults).toBe(0)
    expect(await membershipsReadBy(() => asks(ada))).toBeLessThanOrEqual(1)
    expect(await membershipsReadBy(() => asks(eve))).toBe(0)
  })

  // Its own row; and the first of any, at which PostgreSQL may look before it sees that it has nothing to join it to.
  it('takes and gives up a member, answered with 204, reading two memberships at most', async () => {
    const path = `/Groups/${group}`
    const okta = patchOf({ op: 'remove', path: `members[value eq "${ada}"]` })
    for (const body of [addition(eve), removal(eve), okta, addition(ada)]) {
      const read = await membershipsReadBy(async () => {
        const answer = await client.patch(path, body)
        expect(answer.status).toBe(204)
        return answer
      })
      expect(read).toBeLessThanOrEqual(2)
    }
  })

  it('gets another externalId by the same', async () => {
    const named = patchOf({ op: 'replace', value: { externalId: 'e1' } })
    expect(await membershipsReadBy(() => client.patch(`/Groups/${group}`, named))).toBeLessThanOrEqual(1)
  })
})
