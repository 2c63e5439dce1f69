import { Agent, request } from 'node:http'
import type pg from 'pg'
import { openDatabase } from '../../src/platform/db/db.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { newId } from '../../src/platform/id.ts'
import { fillUsers } from './engine/directory.ts'
import { rateOf } from './load.ts'
import { openFloor } from './members-floor.ts'
import { type Ready, startDatabaseServer, startRollcall } from './place.ts'
import { median, type Row, row } from './row.ts'

const sizes = [100, 100_000] as const
/** Users beside those: who is added and removed, and who is in no group at all. */
const spare = 2000
const samples = 600
const warmUp = 60
const byHundred = { perRequest: 100, perGroup: 50, seconds: 5, rounds: 3 }

/**
 * `scim.addMember.*`: one member added or removed by a PATCH in Okta's and in Entra's shape, one request after another, in
 * turns between a small group, a large one and the floor of each. `scim.addMembers100`: memberships a second, at 16
 * connections that add a hundred each time. The floor of both writes the same rows by a statement that looks nothing up.
 * @throws when a group has not exactly the members that it was told
 */
export async function memberRates(wanted: ReadonlySet<string>): Promise<readonly Row[]> {
  const postgres = await startDatabaseServer()
  const ownDatabase = await postgres.create('ours')
  const floorDatabase = await postgres.create('floor')
  const schema = openDatabase({ connection: floorDatabase.url })
  await migrate(schema.owner)
  await schema.close()
  const floor = await openFloor(floorDatabase, sizes)
  const ours = await startRollcall(ownDatabase.url)
  try {
    const scim = clientOf(ours.told.scim)
    const { client } = ownDatabase
    const users = await fillSource(client, ours.told.organization)
    const rows: Row[] = []
    if (['scim.addMember.100', 'scim.addMember.100k'].some((name) => wanted.has(name)))
      rows.push(...(await oneByOne(scim, client, users, floor)))
    if (wanted.has('scim.addMembers100')) rows.push(await byHundreds(scim, client, users, floor))
    return rows
  } finally {
    await floor.close()
    await ours.stop()
    await Promise.all([ownDatabase.client.end(), floorDatabase.client.end()])
    await postgres.stop()
  }
}

type Floor = Awaited<ReturnType<typeof openFloor>>

interface Scim {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** @throws for anything but a success */
  send(method: string, path: string, body?: object): Promise<string>
}

/** Over one connection that is kept. */
function clientOf({ url, token }: Ready['scim']): Scim {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
  const send = (method: string, path: string, body?: object) =>
    new Promise<string>((resolve, reject) => {
      const sent = request(`${url.replace(/\/$/, '')}${path}`, { method, headers, agent }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (answer.statusCode! < 300) resolve(text)
          else reject(new Error(`${method} ${path} → ${answer.statusCode} ${text.slice(0, 500)}`))
        })
      })
      sent.on('error', reject)
      sent.end(body && JSON.stringify(body))
    })
  return { url, headers, send }
}

/** Enough users of the demo's source for the largest group and those who come and go. @returns their ids, by number */
async function fillSource(client: pg.Client, organization: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>('select id from sources where organization_id = $1', [
    organization,
  ])
  const count = Math.max(...sizes) + spare
  await fillUsers(client, organization, rows[0]!.id, count)
  await client.query('update organizations set next_user_no = $2 + 1 where id = $1', [organization, count])
  const users = await client.query<{ id: string }>('select id from users where organization_id = $1 order by user_no', [
    organization,
  ])
  return users.rows.map((user) => user.id)
}

/** A group as a client makes one, and its first `size` users put into it by one statement. */
async function groupOf(scim: Scim, client: pg.Client, size: number): Promise<string> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group']
  const { id } = JSON.parse(await scim.send('POST', '/Groups', { schemas, displayName: `Group of ${size}` }))
  await client.query(
    `insert into memberships (organization_id, group_no, user_no, request_id)
     select g.organization_id, g.group_no, n, $2 from groups g, generate_series(1, $3::integer) as n where g.id = $1`,
    [id, newId(), size],
  )
  return id
}

const patch = (operation: object) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [operation],
})

/** How each of them says it. */
const dialects = [
  {
    add: (user: string) =>
      patch({ op: 'add', path: 'members', value: [{ value: user, display: 'ada@bench.example' }] }),
    remove: (user: string) => patch({ op: 'remove', path: `members[value eq "${user}"]` }),
  },
  {
    add: (user: string) => patch({ op: 'Add', path: 'members', value: [{ $ref: null, value: user }] }),
    remove: (user: string) => patch({ op: 'Remove', path: 'members', value: [{ value: user }] }),
  },
] as const

async function oneByOne(
  scim: Scim,
  client: pg.Client,
  users: readonly string[],
  floor: Floor,
): Promise<readonly Row[]> {
  const groups = []
  for (const size of sizes)
    groups.push({ size, id: await groupOf(scim, client, size), ms: [] as number[], floor: [] as number[] })
  await client.query('analyze')
  const first = Math.max(...sizes)
  for (let n = 0; n < samples + warmUp; n++) {
    // Two at a time come and go; of those added, every other stays.
    const who = first + Math.floor(n / 2)
    const move = n % 2 === 0 ? 'add' : who % 2 === 0 ? 'remove' : undefined
    if (!move) continue
    for (const group of groups) {
      const body = dialects[Math.floor(n / 4) % 2]![move](users[who]!)
      const ms = await msOf(() => scim.send('PATCH', `/Groups/${group.id}`, body))
      const bare = await msOf(() => floor.move(move, group.size, [who + 1]))
      if (n < warmUp) continue
      group.ms.push(ms)
      group.floor.push(bare)
    }
  }
  const stayed = users.slice(first, first + (samples + warmUp) / 2).filter((_, at) => (first + at) % 2 === 1)
  for (const { id, size } of groups) await expectMembers(scim, id, new Set([...users.slice(0, size), ...stayed]))
  return groups.map((group, at) =>
    row(['scim.addMember.100', 'scim.addMember.100k'][at]!, 'ms', median(group.ms), median(group.floor)),
  )
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return performance.now() - since
}

async function byHundreds(scim: Scim, client: pg.Client, users: readonly string[], floor: Floor): Promise<Row> {
  const { perRequest, perGroup, seconds, rounds } = byHundred
  const { pathname } = new URL(scim.url)
  const bodies = Array.from({ length: perGroup }, (_, at) => {
    const value = users.slice(at * perRequest, (at + 1) * perRequest).map((user) => ({ value: user }))
    return JSON.stringify(patch({ op: 'add', path: 'members', value }))
  })
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    // Filled one after another, as a provider pushes them; more than any round fills.
    const groups: string[] = []
    while (groups.length < 200) groups.push(await groupOf(scim, client, 0))
    const requests = await rateOf({
      url: scim.url,
      method: 'PATCH',
      headers: scim.headers,
      seconds,
      request: (n) => ({
        path: `${pathname.replace(/\/$/, '')}/Groups/${groups[Math.floor(n / perGroup)]}`,
        body: bodies[n % perGroup]!,
      }),
    })
    const additions = await floor.additionsPerSecond(perRequest, perGroup, seconds)
    await expectMembers(scim, groups[0]!, new Set(users.slice(0, perGroup * perRequest)))
    if (round === 0) continue
    ours.push(requests * perRequest)
    bare.push(additions * perRequest)
  }
  return row('scim.addMembers100', 'memberships/s', median(ours), median(bare))
}

/** @throws when the group has others, or lacks some */
async function expectMembers(scim: Scim, group: string, expected: ReadonlySet<string>): Promise<void> {
  const { members } = JSON.parse(await scim.send('GET', `/Groups/${group}`)) as { members: { value: string }[] }
  const wrong = members.filter(({ value }) => !expected.has(value))
  if (wrong.length > 0 || members.length !== expected.size)
    throw new Error(
      `the group has ${members.length} members, ${wrong.length} of them wrong; there should be ${expected.size}`,
    )
}
