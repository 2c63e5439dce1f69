import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openApi } from '../support/api-client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { databaseUrl, dataFolder, endPrograms, rollcall, startDemo } from '../support/program.ts'
import { openScim } from '../support/scim-client.ts'

let fresh: FreshDatabase
const folders = [dataFolder(), dataFolder()]
const [own, theirs] = folders.map((folder) => folder.path) as [string, string]
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterEach(endPrograms)
afterAll(async () => {
  await fresh.close()
  for (const folder of folders) folder.remove()
})

async function told(...args: readonly string[]): Promise<string> {
  const program = rollcall([...args, '--data', own])
  expect((await program.end()).code, program.stderr()).toBe(0)
  return program.stdout().trim()
}

describe('an installation', () => {
  it('is furnished by commands beside the server that runs', { timeout: 60_000 }, async () => {
    const server = rollcall(['serve', '--port', '0', '--data', own])
    const url = await server.said(/Rollcall is at (http:\S+)/)
    await server.said(/rollcall organization create NAME/)

    const organization = await told('organization', 'create', 'Lindenhof AG')
    const link = await told('admin', 'create', 'ada@lindenhof.example', '--name', 'Ada')
    expect(link).toMatch(new RegExp(`^${url}/sign-in/link#rc_link_\\w+$`))
    expect(await told('admin', 'reset-link', 'ADA@lindenhof.example')).not.toBe(link)
    const [scimUrl, scimToken] = (await told('source', 'create', 'Okta', '--any-domain')).split('\n') as [
      string,
      string,
    ]
    const { token } = JSON.parse(await told('token', 'create', '--json', '--label', 'ci', '--days', '7')) as {
      token: string
    }
    expect((await openScim({ url: scimUrl, token: scimToken }).send('GET', '/Users')).status).toBe(200)
    const api = openApi(`${url}/api/v1`, token)
    expect(await api.get('/organization')).toMatchObject({ id: organization, name: 'Lindenhof AG' })
    // Commands that ask the server have a token of their own.
    const file = JSON.parse(readFileSync(join(own, 'cli.json'), 'utf8')) as { url: string; token: string }
    expect(file).toEqual({ url, token: expect.stringMatching(/^rc_api_/) })
    expect(JSON.parse(await told('rules', '--json'))).toMatchObject({ rules: [] })
    expect(await told('doctor')).toMatch(/^warning +credentials .*ci/m)

    const { code } = await server.end('SIGTERM')
    expect(code).toBe(0)
  })

  it('keeps the token of its commands over a restart, and gives none where there are several organizations', {
    timeout: 60_000,
  }, async () => {
    const tokenNow = () => (JSON.parse(readFileSync(join(own, 'cli.json'), 'utf8')) as { token?: string }).token
    const before = tokenNow()
    const server = rollcall(['serve', '--port', '0', '--data', own])
    await server.said(/Rollcall is at/)
    expect(tokenNow()).toBe(before)
    await told('organization', 'create', 'Brunnengasse')
    expect(tokenNow()).toBeUndefined()
    const unclear = rollcall(['source', 'create', 'Okta', '--data', own])
    expect((await unclear.end()).code).toBe(1)
    expect(unclear.stderr()).toContain('Say which with --organization. There are: Lindenhof AG')
  })

  it('says when it is healthy, when it is ready, and how it does', { timeout: 60_000 }, async () => {
    const server = rollcall(['serve', '--port', '0', '--data', theirs], { DATABASE_URL: databaseUrl(fresh.connection) })
    const url = await server.said(/Rollcall is at (http:\S+)/)
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    await expect
      .poll(async () => (await fetch(`${url}/readyz`)).json(), { timeout: 5000 })
      .toEqual({ status: 'ok', checks: { migrations: 'ok', database: 'ok', worker: 'ok' } })
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('rollcall_run_lag_seconds 0')
  })

  it('is on another PostgreSQL where DATABASE_URL says so', { timeout: 60_000 }, async () => {
    const env = { DATABASE_URL: databaseUrl(fresh.connection) }
    const { demo, ready } = await startDemo(['--empty', '--data', theirs], env)
    expect(demo.stderr()).not.toContain('built-in')
    const db = fresh.database.of(ready.organization)
    expect(db.organization).toBe(ready.organization)
    expect((await openApi(`${ready.url}/api/v1`, ready.apiToken).send('GET', '/me')).status).toBe(200)
    expect((await demo.end('SIGINT')).code).toBe(0)
  })

  it('says in a sentence when its database cannot be reached', { timeout: 30_000 }, async () => {
    const server = rollcall(['serve', '--data', theirs], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect((await server.end()).code).toBe(1)
    expect(server.stderr()).toContain('The database cannot be reached.')
    expect(server.stderr()).not.toContain('    at ')
  })
})
