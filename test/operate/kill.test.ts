import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type ApiClient, openApi } from '../support/api-client.ts'
import { dataFolder, endPrograms, type Program, rollcall, startDemo } from '../support/program.ts'
import { openScim, type ScimClient } from '../support/scim-client.ts'

/** 20 in every test run; more by hand: ROLLCALL_TEST_KILLS=200 npx vitest run test/operate/kill.test.ts */
const KILLS = Number(process.env.ROLLCALL_TEST_KILLS ?? 20)
const WRITERS = 8
const OWNED = 60

const data = dataFolder()
afterEach(endPrograms)
afterAll(() => data.remove())

interface Written {
  readonly users: string[]
  /** Of the group that gives seats. */
  readonly members: string[]
}

describe('a server that is killed while many write', () => {
  it(`has every acknowledged write when it starts again, and counts its seats right, ${KILLS} times`, {
    timeout: 60_000 + KILLS * 6000,
  }, async () => {
    const { demo, ready } = await startDemo(['--empty', '--data', data.path])
    const first = clientsOf(ready.url)
    const group = await furnish(first.scim, first.api)
    await demo.end('SIGINT')

    const written: Written = { users: [], members: [] }
    let server = await start()
    for (let kill = 0; kill < KILLS; kill++) {
      const { scim } = clientsOf(server.url)
      const storm = Array.from({ length: WRITERS }, (_, writer) => write(scim, group, written, `${kill}-${writer}`))
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 300))
      // Every fourth time its PostgreSQL as well: what was acknowledged is on the disk, not in a process.
      if (kill % 4 === 3) process.kill(postmaster(), 'SIGKILL')
      await server.program.end('SIGKILL')
      await Promise.all(storm)
      server = await start()
      // It looks at all that was ever written, so now and then and at the end is enough.
      if (kill % 5 === 4 || kill === KILLS - 1) await verify(server.url, group, written)
    }
    expect(written.users.length).toBeGreaterThan(KILLS)
    const doctor = rollcall(['doctor', '--json', '--data', data.path])
    expect((await doctor.end()).code, doctor.stdout() + doctor.stderr()).toBe(0)
    expect((await server.program.end('SIGTERM')).code).toBe(0)

    function clientsOf(url: string): { scim: ScimClient; api: ApiClient } {
      const scim = { url: ready.scim.url.replace(ready.url, url), token: ready.scim.token }
      return { scim: openScim(scim), api: openApi(`${url}/api/v1`, ready.apiToken) }
    }

    async function verify(url: string, group: string, { users, members }: Written) {
      const { scim, api } = clientsOf(url)
      const found = new Set<string>()
      for (let startIndex = 1, total = 1; startIndex <= total; ) {
        const { body } = await scim.send<{ totalResults: number; Resources: { id: string }[] }>(
          'GET',
          `/Users?startIndex=${startIndex}&count=500&attributes=id`,
        )
        for (const { id } of body.Resources) found.add(id)
        total = body.totalResults
        startIndex += body.Resources.length
      }
      expect(users.filter((user) => !found.has(user))).toEqual([])
      const { body } = await scim.send<{ members: { value: string }[] }>('GET', `/Groups/${group}`)
      const inGroup = new Set(body.members.map((member) => member.value))
      expect(members.filter((user) => !inGroup.has(user))).toEqual([])

      await api.settle()
      const { seats } = await api.get<{ seats: { owned: number | null; held: number; waiting: number }[] }>('/seats')
      const pool = seats.find((each) => each.owned === OWNED)!
      expect(pool.held).toBe(Math.min(OWNED, inGroup.size))
      expect(pool.held + pool.waiting).toBe(inGroup.size)
    }
  })
})

function postmaster(): number {
  const cluster = readdirSync(data.path).find((name) => name.startsWith('postgres-'))!
  return Number(readFileSync(join(data.path, cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
}

async function start(): Promise<{ readonly program: Program; readonly url: string }> {
  const program = rollcall(['serve', '--port', '0', '--data', data.path, '--log-level', 'warn'])
  return { program, url: await program.said(/Rollcall is at (http:\S+)/) }
}

/** A product with fewer seats than there will be users, for everybody in one group. @returns the group */
async function furnish(scim: ScimClient, api: ApiClient): Promise<string> {
  const product = await api.product('Sprockets', { Standard: OWNED })
  const group = await scim.createGroup('Everybody')
  await api.rule(group, { products: [{ product: product.id, tier: 'Standard' }] })
  return group
}

/** Creates users and puts them into the group until the server is gone; notes what was acknowledged. */
async function write(scim: ScimClient, group: string, written: Written, name: string): Promise<void> {
  try {
    for (let i = 0; ; i++) {
      const user = await scim.createUser(`user-${name}-${i}@lindenhof.example`)
      written.users.push(user)
      await scim.add(group, user)
      written.members.push(user)
    }
  } catch (error) {
    // The connection broke, or the database had just gone: nothing was acknowledged. Any other answer is a defect.
    if (!(error instanceof TypeError) && !/→ 503 /.test(String(error))) throw error
  }
}
