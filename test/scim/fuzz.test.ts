import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import type { Resource } from '../../src/scim/json.ts'
import { readResource } from '../../src/scim/resource.ts'
import { groupType } from '../../src/scim/schemas/group.ts'
import { userType } from '../../src/scim/schemas/user.ts'
import { type Fixtures, mutated, type Wired } from '../support/fuzz/mutate.ts'
import { Random } from '../support/fuzz/random.ts'
import { type Answered, askAlone, Pipeline } from '../support/fuzz/wire.ts'
import { errorUrn, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

/**
 * ROLLCALL_FUZZ: how many requests. ROLLCALL_SEED: what they are drawn from; the same seed draws the same ones.
 * ROLLCALL_FUZZ_AT: only the request of this number.
 */
const requests = Number(process.env.ROLLCALL_FUZZ ?? 100_000)
const seed = Number(process.env.ROLLCALL_SEED ?? 1)
const only = process.env.ROLLCALL_FUZZ_AT === undefined ? undefined : Number(process.env.ROLLCALL_FUZZ_AT)
/** Requests between two looks at whether the server still answers rightly, with users and groups made for them. */
const round = 2000
const connections = 16

let server: ScimServer
let [sibling, stranger] = [] as unknown as [ScimClient, ScimClient]
let foreign = ''
beforeAll(async () => {
  // Vitest's hundred frames would be the dearest part of most refusals.
  Error.stackTraceLimit = 10
  server = await startScim()
  sibling = await server.client({ name: 'Sibling' })
  stranger = await server.client({ name: 'Stranger' })
  for (const other of [sibling, stranger]) {
    foreign = (await other.post('/Users', { userName: 'bystander@x.example', externalId: 'e-1' })).body.id
    await other.post('/Groups', { displayName: 'Bystanders', members: [{ value: foreign }, { value: 'not-yet' }] })
  }
})
afterAll(() => server.close())

/** A source with users and groups for a round's requests to be about; that making and finding them works is the probe. */
async function fixtures(n: number): Promise<Fixtures> {
  const client = await server.client({ name: `Okta ${n}` }, sibling.db)
  const made = async (path: string, body: object) => {
    const answer = await client.post(path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body.id as string
  }
  const [login, name] = [`probe${n}@x.example`, `Probe ${n}`]
  const user = await made('/Users', { userName: login, emails: [{ value: login, type: 'work' }] })
  const mate = await made('/Users', { userName: `mate${n}@x.example`, externalId: `mate-${n}` })
  const group = await made('/Groups', { displayName: name, members: [{ value: user }] })
  const team = await made('/Groups', { displayName: `Team ${n}`, members: [{ value: group }] })
  const found = await client.get(`/Users?filter=${encodeURIComponent(`userName eq "${login.toUpperCase()}"`)}`)
  expect(found.body).toMatchObject({
    totalResults: 1,
    Resources: [{ id: user, groups: [{ value: group }, { value: team }] }],
  })
  return {
    base: `/scim/v2/${client.source.slug}`,
    token: client.token,
    user,
    mate,
    group,
    team,
    login,
    name,
    foreign,
    sibling: sibling.source.slug,
  }
}

/** What is wrong with an answer; undefined: nothing. */
function fault({ method, target, isBroken }: Wired, answered: Answered | undefined): string | undefined {
  if (!answered) return isBroken ? undefined : 'no answer'
  const { status, headers, body } = answered
  // RFC 7644 §3.11: no such feature for this client. Everything else of that kind is a fault of ours.
  const isNotOffered = status === 501 && /\/me\b/i.test(target)
  if (!(status >= 200 && status < 500) && !isNotOffered) return 'a fault of ours'
  // What is no HTTP is refused before anybody can know that it was meant for SCIM.
  if (isBroken && !headers.has('x-request-id')) return undefined
  if (!isBroken && !/^\/scim(\/|\?|$)/i.test(target)) return undefined
  if (status === 204 || status === 304) return body === '' ? undefined : 'a body'
  if (headers.get('content-type') !== 'application/scim+json') return isBroken ? undefined : 'not application/scim+json'
  if (method === 'HEAD' || (isBroken && body === '')) return undefined
  if (status < 400) return /^\{.*\}$/su.test(body) ? undefined : 'no document'
  const { schemas, status: stated, detail } = JSON.parse(body) as Record<string, unknown>
  const isError =
    JSON.stringify(schemas) === `["${errorUrn}"]` && stated === String(status) && typeof detail === 'string'
  return isError ? undefined : 'no SCIM error'
}

/** What was answered wrongly, each with how to play it alone. */
const faults: string[] = []

async function play(at: number, given: Fixtures, pipeline: Pipeline, port: number): Promise<number> {
  const wired = mutated(new Random(seed * 1_000_003 + at), given, at)
  const told = () =>
    `ROLLCALL_SEED=${seed} ROLLCALL_FUZZ_AT=${at}: ${JSON.stringify(wired.bytes.toString('latin1')).slice(0, 6000)}`
  let answered: Answered | undefined
  try {
    answered = await (wired.isBroken ? askAlone(port, wired) : pipeline.ask(wired))
  } catch (cause) {
    throw new Error(`${String(cause)} to ${told()}`, { cause })
  }
  const wrong = fault(wired, answered)
  if (wrong) faults.push(`${wrong}: ${answered?.status} ${answered?.body.slice(0, 1000)} to ${told()}`)
  return answered?.status ?? 0
}

/** Everything the directory holds of a client's source, in one text. */
async function directoryOf(of: ScimClient): Promise<string> {
  const tables = await Promise.all([
    of.db.rows(sql`select u::text as said from users u where source_id = ${of.source.id} order by user_no`),
    of.db.rows(sql`select g::text as said from groups g where source_id = ${of.source.id} order by group_no`),
    of.db.rows(sql`
      select p::text as said from pending_members p join groups g using (organization_id, group_no)
      where g.source_id = ${of.source.id} order by p::text`),
    of.db.rows(sql`
      select m::text as said from memberships m join groups g using (organization_id, group_no)
      where g.source_id = ${of.source.id} order by group_no, user_no`),
  ])
  return JSON.stringify(tables)
}

/** Whatever was taken in: no document that could not be taken in again as it is, and no membership across two sources. */
async function checkDirectory(): Promise<void> {
  const tables = [
    [userType, sql`select attributes from users where deleted_at is null`],
    [groupType, sql`select attributes from groups where deleted_at is null`],
  ] as const
  for (const [type, query] of tables) {
    for (const { attributes } of await sibling.db.rows<{ attributes: Resource }>(query)) {
      const read = readResource(type, { ...attributes, schemas: [type.schema.id] }, 'replace')
      expect(read).toEqual({ resource: attributes, password: undefined, quirks: [] })
      expect(JSON.stringify(attributes)).not.toMatch(/"(__proto__|constructor|prototype)":/)
    }
  }
  const across = await sibling.db.rows(sql`
    select from memberships m join users u using (organization_id, user_no) join groups g using (organization_id, group_no)
    where u.source_id <> g.source_id`)
  expect(across).toEqual([])
}

describe('a hundred thousand requests with something wrong in each', () => {
  it('are answered or refused in SCIM, and the server goes on answering rightly', async () => {
    const ownKeys = Reflect.ownKeys(Object.prototype)
    const before = await Promise.all([sibling, stranger].map(directoryOf))
    const port = Number(new URL(server.url).port)
    const pipelines = Array.from({ length: connections }, () => new Pipeline(port))
    const statuses = new Map<number, number>()
    const startedAt = performance.now()
    for (let from = 0; from < requests; from += round) {
      if (only !== undefined && (only < from || only >= from + round)) continue
      const given = await fixtures(from)
      const numbers =
        only === undefined ? Array.from({ length: Math.min(round, requests - from) }, (_, at) => from + at) : [only]
      const queue = numbers[Symbol.iterator]()
      const work = async (pipeline: Pipeline) => {
        for (const at of queue) {
          const status = await play(at, given, pipeline, port)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
      }
      // Three at a time on every connection.
      await Promise.all(pipelines.flatMap((pipeline) => [1, 2, 3].map(() => work(pipeline))))
    }
    for (const pipeline of pipelines) pipeline.close()
    expect(faults.slice(0, 20)).toEqual([])
    const seconds = (performance.now() - startedAt) / 1000
    console.log(
      `${requests} requests in ${seconds.toFixed(1)} s: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`,
    )
    await fixtures(requests)
    if (only === undefined)
      expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 204, 304, 400, 404, 405, 409, 412]))
    expect(await Promise.all([sibling, stranger].map(directoryOf))).toEqual(before)
    await checkDirectory()
    expect(Reflect.ownKeys(Object.prototype)).toEqual(ownKeys)
  }, 600_000)
})
