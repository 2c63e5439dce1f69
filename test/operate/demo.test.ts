import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openApi } from '../support/api-client.ts'
import { dataFolder, endPrograms, program, rollcall, startDemo } from '../support/program.ts'
import { openScim } from '../support/scim-client.ts'

const full = dataFolder()
const empty = dataFolder()
afterEach(endPrograms)
afterAll(() => {
  full.remove()
  empty.remove()
})

interface SeatLine {
  readonly product: { readonly name: string }
  readonly tier: { readonly name: string }
  readonly owned: number | null
  readonly held: number
  readonly grace: number
  readonly waiting: number
}

async function listAll(api: ReturnType<typeof openApi>): Promise<{ userName: string; active: boolean }[]> {
  const all: { userName: string; active: boolean }[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { users: typeof all; next: string | null } = await api.get(
      `/users?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    all.push(...page.users)
    cursor = page.next
  }
  return all
}

describe('the demo', () => {
  it('is ready with a company of 500 in a minute, and stops within five seconds', { timeout: 120_000 }, async () => {
    const startedAt = performance.now()
    const { demo, ready } = await startDemo(['--data', full.path])
    const readyMs = performance.now() - startedAt
    expect(readyMs).toBeLessThan(60_000)
    expect(demo.stdout().trim().split('\n')).toHaveLength(1)
    expect(Object.keys(ready)).toEqual(['url', 'adminLink', 'apiToken', 'organization', 'scim'])
    expect(ready.adminLink).toMatch(new RegExp(`^${ready.url}/sign-in/link#rc_link_\\w+$`))

    const api = openApi(`${ready.url}/api/v1`, ready.apiToken)
    expect(await listAll(api)).toHaveLength(500)
    const { groups } = await api.get<{ groups: unknown[] }>('/groups?limit=100')
    expect(groups).toHaveLength(20)
    const { rules } = await api.get<{ rules: { name: string; members: number }[] }>('/rules')
    expect(rules).toHaveLength(6)
    expect(rules.every((rule) => rule.members > 0)).toBe(true)

    // Every promise of the table: seats that are free, a line, and a grace.
    const { seats } = await api.get<{ seats: SeatLine[] }>('/seats')
    const pool = (product: string, tier: string) =>
      seats.find((each) => each.product.name === product && each.tier.name === tier)
    expect(pool('GoTo Webinar', '500')).toMatchObject({ owned: 30, held: 30, waiting: 10 })
    expect(pool('GoToAssist Remote Support v5', 'Standard')).toMatchObject({
      owned: 66,
      held: 63,
      grace: 3,
      waiting: 4,
    })
    expect(pool('GoTo Meeting', 'Pro')).toMatchObject({ owned: 100, waiting: 0 })
    for (const { held, grace, owned } of seats) if (owned !== null) expect(held + grace).toBeLessThanOrEqual(owned)
    expect(demo.stderr()).toContain('Users: 500 of 500')
    expect(demo.stderr()).toMatch(/GoTo Webinar +500 +30 +30 +0 +0 +10/)

    // What it says to try next is no empty promise.
    const next = /npx rollcall (why .*)$/m.exec(demo.stderr())![1]!
    const why = program('sh', ['-c', `"${process.execPath}" bin/rollcall.js ${next}`])
    expect((await why.end()).code).toBe(0)
    expect(why.stdout()).toMatch(/waits for .*GoTo Webinar/)

    const second = rollcall(['demo', '--data', full.path, '--port', '0'])
    expect((await second.end()).code).toBe(1)
    expect(second.stderr()).toContain(`already running at ${ready.url} (pid ${demo.child.pid})`)

    const { code, tookMs } = await demo.end('SIGINT')
    expect([code, demo.stderr().match(/"level":"(error|fatal)"/)]).toEqual([0, null])
    expect(tookMs).toBeLessThan(5000)
    console.log(`demo ready in ${(readyMs / 1000).toFixed(1)} s, stopped in ${(tookMs / 1000).toFixed(2)} s`)
  })

  it('goes on where it was when started again, with new tokens that work', { timeout: 60_000 }, async () => {
    const { demo, ready } = await startDemo(['--data', full.path])
    expect(demo.stderr()).not.toContain('Users:')
    const api = openApi(`${ready.url}/api/v1`, ready.apiToken)
    expect(await listAll(api)).toHaveLength(500)
    const scim = openScim(ready.scim)
    expect((await scim.send('GET', '/Users?count=1')).status).toBe(200)
    const file = join(full.path, 'cli.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ url: ready.url, token: ready.apiToken })
    expect(statSync(file).mode & 0o777).toBe(0o600)

    // npm and the starter in bin/ pass Ctrl-C on, after the terminal has sent it to all: still one stop.
    demo.child.kill('SIGINT')
    demo.child.kill('SIGINT')
    expect((await demo.end('SIGTERM')).code).toBe(0)
  })

  it('finishes a push that was killed in the middle', { timeout: 120_000 }, async () => {
    const data = dataFolder()
    try {
      const killed = rollcall(['demo', '--data', data.path, '--port', '0'])
      await killed.said(/Users: 250 of 500/, 60_000)
      await killed.end('SIGKILL')
      const { demo, ready } = await startDemo(['--data', data.path])
      const api = openApi(`${ready.url}/api/v1`, ready.apiToken)
      expect(await listAll(api)).toHaveLength(500)
      const { groups } = await api.get<{ groups: { name: string; members: number }[] }>('/groups?limit=100')
      expect(groups).toHaveLength(20)
      expect((await api.get<{ rules: unknown[] }>('/rules')).rules).toHaveLength(6)
      expect((await demo.end('SIGINT')).code).toBe(0)
    } finally {
      data.remove()
    }
  })

  it('begins with nobody and no rule when it is to be empty', { timeout: 60_000 }, async () => {
    const { demo, ready } = await startDemo(['--empty', '--data', empty.path], { ROLLCALL_TEST_CLOCK: '1' })
    const api = openApi(`${ready.url}/api/v1`, ready.apiToken)
    expect((await api.get<{ users: unknown[] }>('/users')).users).toEqual([])
    expect((await api.get<{ rules: unknown[] }>('/rules')).rules).toEqual([])
    expect((await api.get<{ products: unknown[] }>('/products')).products).toHaveLength(15)
    const { sources } = await api.get<{ sources: { domainRequired: boolean }[] }>('/sources')
    expect(sources).toMatchObject([{ domainRequired: false }])

    // The clock can be moved, since it was asked for.
    const moved = await api.put<{ now: string }>('/test-clock', { advanceSeconds: 86_400 })
    expect(new Date(moved.now).getTime() - Date.now()).toBeGreaterThan(86_000_000)
    await openScim(ready.scim).createUser('ada.lovelace@anywhere.example')
    expect((await demo.end('SIGTERM')).code).toBe(0)
  })

  it('stops when npm is told to, though that leaves it behind', { timeout: 60_000 }, async () => {
    const npm = program('npm', [
      'run',
      '--silent',
      'demo',
      '--',
      '--empty',
      '--json',
      '--port',
      '0',
      '--data',
      empty.path,
    ])
    const { url } = JSON.parse(await npm.said(/^(\{.*\})$/m)) as { url: string }
    npm.child.kill('SIGTERM')
    await expect.poll(() => fetch(`${url}/healthz`).catch(() => 'gone'), { timeout: 5000 }).toBe('gone')
    await npm.end()
  })

  it('says so when the port is taken', { timeout: 60_000 }, async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    const demo = rollcall(['demo', '--empty', '--data', empty.path, '--port', String(port)])
    expect((await demo.end()).code).toBe(1)
    expect(demo.stderr()).toContain(`Port ${port} of 127.0.0.1 is taken`)
    taken.close()
  })
})
