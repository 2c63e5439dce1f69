import type pg from 'pg'
import { type Ready, startDatabaseServer, startRollcall } from './place.ts'
import { percentile, type Row, row } from './row.ts'
import { oktaUser } from './user.ts'

const users = 10_000
const perSecond = 50
const seconds = 20

/**
 * From the answer to a SCIM write that puts a user into a group until the seat that a rule gives for it is durable, in
 * milliseconds, with 10,000 users and 50 such writes a second going on. The seat is looked for from another connection,
 * so a seat that was not committed is not seen; that looks every two milliseconds, and what that adds is in the number.
 */
export async function seatLatency(): Promise<readonly Row[]> {
  const postgres = await startDatabaseServer()
  const { url, client } = await postgres.create('ours')
  const rollcall = await startRollcall(url)
  try {
    const { told } = rollcall
    const ids = await createUsers(told)
    const group = await scim(told, 'POST', 'Groups', {
      displayName: 'Staff',
      members: ids.slice(0, users / 2).map((value) => ({ value })),
    })
    const product = await api(told, 'POST', 'products', { name: 'Bench', tiers: [{ name: 'Standard', owned: null }] })
    await api(told, 'POST', 'rules?apply=true', {
      group: group.id,
      products: [{ product: product.id, tier: 'Standard' }],
    })
    await api(told, 'POST', 'runs', {})
    const latencies = await addMembers(told, client, group.id, ids.slice(users / 2))
    return [
      row('seat.latency.p50', 'ms', percentile(latencies, 0.5)),
      row('seat.latency.p99', 'ms', percentile(latencies, 0.99)),
    ]
  } finally {
    await rollcall.stop()
    await client.end()
    await postgres.stop()
  }
}

async function createUsers(told: Ready): Promise<string[]> {
  const ids: string[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next < users) ids.push((await scim(told, 'POST', 'Users', oktaUser(`user${next++}`))).id)
    }),
  )
  return ids
}

async function addMembers(told: Ready, client: pg.Client, group: string, ids: readonly string[]): Promise<number[]> {
  const latencies: number[] = []
  const answeredAt = new Map<string, number>()
  const seatAt = new Map<string, number>()
  const count = perSecond * seconds
  const startedAt = performance.now()
  const writes = (async () => {
    const answers: Promise<void>[] = []
    for (let n = 0; n < count; n++) {
      await until(startedAt + (n * 1000) / perSecond)
      const value = ids[n]!
      const operation = { op: 'add', path: 'members', value: [{ value }] }
      const write = scim(told, 'PATCH', `Groups/${group}`, { schemas: [patchUrn], Operations: [operation] })
      answers.push(write.then(() => void answeredAt.set(value, performance.now())))
    }
    await Promise.all(answers)
  })()
  const seats = await seatsGiven(client, told.organization)
  while (seatAt.size < count) {
    if (performance.now() > startedAt + seconds * 1000 + 30_000) throw new Error(`no seats for ${count - seatAt.size}`)
    for (const user of await seats()) seatAt.set(user, performance.now())
    await until(performance.now() + 2)
  }
  await writes
  // A run may be quicker than the answer to the write that woke it.
  for (const [user, at] of seatAt) latencies.push(Math.max(0, at - answeredAt.get(user)!))
  return latencies
}

const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** Asks, again and again, who was given a seat since the last time: by the record that one transaction writes with the seat. */
async function seatsGiven(client: pg.Client, organization: string): Promise<() => Promise<readonly string[]>> {
  const latest = 'select max(id::text) as id from changes where organization_id = $1'
  let { id: after } = (await client.query<{ id: string }>(latest, [organization])).rows[0]!
  return async () => {
    const { rows } = await client.query<{ id: string; change: string; kind: string }>({
      name: 'given',
      text: `select u.id, c.id as change, c.kind from changes c
        join users u on u.organization_id = c.organization_id and u.user_no = c.user_no
        where c.organization_id = $1 and c.id > $2 order by c.id`,
      values: [organization, after],
    })
    after = rows.at(-1)?.change ?? after
    return rows.filter((row) => row.kind === 'seat.given').map((row) => row.id)
  }
}

async function until(moment: number): Promise<void> {
  const left = moment - performance.now()
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
}

function scim(told: Ready, method: string, path: string, body: unknown): Promise<{ id: string }> {
  return call(`${told.scim.url}/${path}`, told.scim.token, method, 'application/scim+json', body)
}

function api(told: Ready, method: string, path: string, body: unknown): Promise<{ id: string }> {
  return call(`${told.url}/api/v1/${path}`, told.apiToken, method, 'application/json', body)
}

async function call(url: string, token: string, method: string, type: string, body: unknown): Promise<{ id: string }> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 500)}`)
  return text === '' ? { id: '' } : (JSON.parse(text) as { id: string })
}
