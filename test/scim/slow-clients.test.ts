import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import { patchOf, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

const many = 200

let server: ScimServer
let client: ScimClient
let user: string
let group: string
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  user = (await client.post('/Users', { userName: 'ada' })).body.id
  group = (await client.post('/Groups', { displayName: 'Team' })).body.id
})
afterAll(() => server.close())

/** A connection of its own, on which so much is sent and then nothing. */
function begin(text: string): Promise<Socket> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text, () => resolve(socket)))
    socket.on('error', reject)
  })
}

const headOf = (method: string, path: string, ...more: readonly string[]) => {
  const { pathname } = new URL(client.baseUrl)
  const lines = [`${method} ${pathname}${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${client.token}`]
  return [...lines, ...more].join('\r\n')
}
const bodyOf = ['Content-Type: application/scim+json', 'Content-Length: 500', '', '{"userName":']

/** Everything that others want of the server meanwhile. */
async function others(): Promise<readonly number[]> {
  const add = patchOf({ op: 'add', path: 'members', value: [{ value: user }] })
  const answers = [
    await client.post('/Users', { userName: `other${Math.random()}` }),
    await client.get(`/Users/${user}`),
    await client.patch(`/Groups/${group}`, add),
    await client.put(`/Groups/${group}`, { displayName: `Team ${Math.random()}` }),
  ]
  return answers.map(({ status }) => status)
}

describe('Two hundred clients', () => {
  it.each([
    ['that connect and send nothing', () => ''],
    ['that stop within the head', () => `${headOf('GET', '/Users')}\r\nX-Slow: `],
    ['that stop within the body of a new user', () => headOf('POST', '/Users', ...bodyOf)],
    ['that stop within the body of a PATCH', () => headOf('PATCH', `/Users/${user}`, ...bodyOf)],
    ['that stop within the body of a group', () => headOf('PUT', `/Groups/${group}`, ...bodyOf)],
  ])('%s stop nobody, and hold no connection of the database', async (_what, text) => {
    const sockets = await Promise.all(Array.from({ length: many }, () => begin(text())))
    try {
      expect(await others()).toEqual([201, 200, 204, 200])
      const [busy] = await server.fresh.owner.rows<{ count: number }>(sql`
        select count(*) as count from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`)
      expect(busy!.count).toBe(0)
    } finally {
      for (const socket of sockets) socket.destroy()
    }
  })

  it('that do not read their answers stop nobody', async () => {
    const asked = `${headOf('GET', '/Schemas')}\r\n\r\n`.repeat(50)
    const sockets = await Promise.all(Array.from({ length: many }, () => begin(asked)))
    for (const socket of sockets) socket.pause()
    try {
      expect(await others()).toEqual([201, 200, 204, 200])
    } finally {
      for (const socket of sockets) socket.destroy()
    }
  })
})

describe('Requests that find every connection of the database taken', () => {
  it('wait for their turn and are answered', async () => {
    const release = Promise.withResolvers<void>()
    const { database } = server.fresh
    const taken = Array.from({ length: 5 }, () =>
      database.of(client.db.organization).transaction(() => release.promise),
    )
    const asked = Array.from({ length: 50 }, () => client.get(`/Users/${user}`))
    const first = await Promise.race([...asked, new Promise((resolve) => setTimeout(() => resolve('waiting'), 300))])
    expect(first).toBe('waiting')
    release.resolve()
    expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]))
    await Promise.all(taken)
  })

  it('for ten seconds are told to come back', async () => {
    const release = Promise.withResolvers<void>()
    const { database } = server.fresh
    const taken = Array.from({ length: 5 }, () =>
      database.of(client.db.organization).transaction(() => release.promise),
    )
    const answer = await client.get(`/Users/${user}`)
    release.resolve()
    await Promise.all(taken)
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(answer.body.status).toBe('503')
  })
})
