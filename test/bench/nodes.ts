import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type pg from 'pg'
import { createSource, createToken } from '../../src/inbound/source.ts'
import { createCredential } from '../../src/organization/credential.ts'
import { openDatabase } from '../../src/platform/db/db.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { newId } from '../../src/platform/id.ts'
import { rateOf } from './load.ts'
import { startDatabaseServer } from './place.ts'
import { median, type Row, row } from './row.ts'
import { oktaUser } from './user.ts'

const organizations = 4
const usersEach = 500
const rounds = 3
const seconds = 5

/** One tenant: a group that gives a seat, and users who join it and leave it. */
interface Tenant {
  readonly group: string
  readonly slug: string
  readonly token: string
  readonly users: readonly string[]
}

/**
 * What a second and a third `rollcall serve` on one database add: durable SCIM membership writes (one PATCH that puts a
 * user into a group, or takes one out) a second, 16 connections at each node, over four organizations; and the runs a
 * second that gave and took the seats meanwhile. All on one machine, so nodes share its cores with each other, with
 * PostgreSQL and with who measures. The three are measured in turns; the first round of each warms up.
 */
export async function nodeRates(): Promise<readonly Row[]> {
  const postgres = await startDatabaseServer()
  const { url, client } = await postgres.create('ours')
  const database = openDatabase({ connection: url })
  await migrate(database.owner)
  const nodes = [await serve(url), await serve(url), await serve(url)]
  try {
    const tenants: Tenant[] = []
    for (let no = 0; no < organizations; no++) tenants.push(await furnish(database, nodes[0]!.url))
    const writes: number[][] = [[], [], []]
    const runs: number[][] = [[], [], []]
    for (let round = 0; round <= rounds; round++)
      for (const [index] of nodes.entries()) {
        const before = await runsSoFar(client)
        const startedAt = performance.now()
        const rates = await Promise.all(nodes.slice(0, index + 1).map((node) => writesAt(node.url, tenants)))
        const ran = ((await runsSoFar(client)) - before) / ((performance.now() - startedAt) / 1000)
        if (round === 0) continue
        writes[index]!.push(rates.reduce((sum, rate) => sum + rate, 0))
        runs[index]!.push(ran)
      }
    return [
      ...writes.map((rates, index) => row(`nodes.${index + 1}`, 'requests/s', median(rates))),
      ...runs.map((rates, index) => row(`nodes.${index + 1}.runs`, 'runs/s', median(rates))),
    ]
  } finally {
    for (const node of nodes) await node.stop()
    await database.close()
    await client.end()
    await postgres.stop()
  }
}

async function runsSoFar(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>('select count(*)::integer as count from runs')
  return rows[0]!.count
}

function writesAt(url: string, tenants: readonly Tenant[]): Promise<number> {
  return rateOf({
    url,
    method: 'PATCH',
    headers: { 'content-type': 'application/scim+json' },
    seconds,
    request: (n) => {
      const { slug, group, token, users } = tenants[n % tenants.length]!
      const value = users[Math.floor(Math.random() * users.length)]!
      const operation =
        Math.random() < 0.5
          ? { op: 'add', path: 'members', value: [{ value }] }
          : { op: 'remove', path: `members[value eq "${value}"]` }
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
      return {
        path: `/scim/v2/${slug}/Groups/${group}`,
        body: JSON.stringify({ schemas, Operations: [operation] }),
        headers: { authorization: `Bearer ${token}` },
      }
    },
  })
}

async function furnish(database: ReturnType<typeof openDatabase>, url: string): Promise<Tenant> {
  const id = newId()
  await database.owner.pool.query('insert into organizations (id, name, created_at) values ($1, $2, now())', [
    id,
    'Bench',
  ])
  const db = database.of(id)
  const source = await createSource(db, { name: 'Okta', domainRequired: false }, new Date())
  const { secret: token } = await createToken(db, source, {}, new Date())
  const { secret } = await createCredential(db, { kind: 'api', label: 'bench' }, new Date())
  const scim = (path: string, body: object) => post(`${url}/scim/v2/${source.slug}/${path}`, token, body)
  const api = (method: string, path: string, body: object) => post(`${url}/api/v1/${path}`, secret, body, method)
  const users: string[] = []
  for (let no = 0; no < usersEach; no++) users.push((await scim('Users', oktaUser(`user${no}`))).id)
  const group = (await scim('Groups', { displayName: 'Staff' })).id
  const product = await api('POST', 'products', { name: 'Bench', tiers: [{ name: 'Standard', owned: null }] })
  await api('PATCH', 'organization', { lossShareMax: 1, lossesAllowed: 1_000_000 })
  await api('POST', 'rules?apply=true', { group, products: [{ product: product.id }] })
  return { group, slug: source.slug, token, users }
}

async function post(url: string, token: string, body: object, method = 'POST'): Promise<{ readonly id: string }> {
  const type = url.includes('/scim/') ? 'application/scim+json' : 'application/json'
  const headers = { authorization: `Bearer ${token}`, 'content-type': type }
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
  return (await answer.json()) as { id: string }
}

/** `rollcall serve` on a database that is there, in a process of its own. */
async function serve(databaseUrl: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'rollcall-bench-node-'))
  chmodSync(data, 0o711)
  const args = ['bin/rollcall.js', 'serve', '--port', '0', '--data', data, '--log-level', 'error']
  const cwd = join(import.meta.dirname, '../..')
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const url = await saidAt(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function saidAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    createInterface(child.stderr!).on('line', (line) => {
      said.push(line)
      const [, url] = /Rollcall is at (http:\S+)/.exec(line) ?? []
      if (url) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said.join('\n')}`)))
  })
}
