import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../src/contract/problem.ts'
import type { Source, Sources } from '../../src/contract/source.ts'
import type { Connecting, NewSourceLink, SourceLinks, Traffic } from '../../src/contract/traffic.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let source: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())
beforeEach(async () => {
  tenant = await server.tenant()
  source = (await tenant.api.get<Sources>('/sources')).sources[0]!.id
})

const seen = (count: number) =>
  expect
    .poll(async () => (await tenant.api.get<Traffic>(`/sources/${source}/traffic`)).requests.length, { timeout: 3000 })
    .toBe(count)
const knock = (path: string, init: RequestInit = {}) => fetch(`${tenant.scimUrl}${path}`, init)

describe('a token of a source', () => {
  it('is replaced by another while it goes on working for a while', async () => {
    const [old] = (await tenant.api.get<Source>(`/sources/${source}`)).tokens
    const rotated = await tenant.api.send<{ scim: { token: string } }>(
      'POST',
      `/sources/${source}/tokens/${old!.id}/rotate`,
      { overlapHours: 24 },
    )
    expect(rotated.status).toBe(201)
    const get = async (token: string) =>
      (await knock('/Users', { headers: { authorization: `Bearer ${token}` } })).status
    expect([await get(tenant.scimToken), await get(rotated.body.scim.token)]).toEqual([200, 200])
    const { tokens } = await tenant.api.get<Source>(`/sources/${source}`)
    expect(tokens).toHaveLength(2)
    const end = Date.parse(tokens.find(({ id }) => id === old!.id)!.expiresAt!)
    expect(Math.abs(end - server.clock.now().getTime() - 86_400_000)).toBeLessThan(60_000)
    await tenant.api.send('POST', `/sources/${source}/tokens/${old!.id}/rotate`, { overlapHours: 0 })
    expect(await get(tenant.scimToken)).toBe(401)
  })
})

describe('a link to how a source is being connected', () => {
  const linked = async (body: object = {}) => {
    const { status, body: link } = await tenant.api.send<NewSourceLink>('POST', `/sources/${source}/links`, body)
    expect(status).toBe(201)
    return { ...link, secret: link.url.split('/').at(-1)! }
  }
  const open = async (secret: string) => fetch(`${server.url}/api/v1/connect/${secret}`)

  it('shows somebody without an account how it goes, and nobody’s name', async () => {
    const { secret } = await linked()
    await tenant.scim.send('GET', '/Users?filter=userName%20eq%20%22ada@x.example%22')
    await tenant.scim.createUser('ada@x.example')
    await seen(2)
    const answer = await open(secret)
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(text).not.toMatch(/ada/i)
    const shown = JSON.parse(text) as Connecting
    expect(shown).toMatchObject({ source: 'Okta', organization: 'Lindenhof', url: tenant.scimUrl, tokenAllowed: false })
    expect(shown.requests.map(({ path }) => path)).toEqual(['/Users', '/Users'])
    expect((await fetch(`${server.url}/api/v1/connect/${secret}/token`, { method: 'POST' })).status).toBe(409)
  })

  it('makes one token, once, where its maker allowed that', async () => {
    const { secret, id } = await linked({ tokenAllowed: true, label: 'Mara of IT' })
    const make = () => fetch(`${server.url}/api/v1/connect/${secret}/token`, { method: 'POST' })
    const answers = await Promise.all([make(), make(), make()])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    const { scim } = (await answers.find(({ status }) => status === 201)!.json()) as { scim: { token: string } }
    expect((await knock('/Users', { headers: { authorization: `Bearer ${scim.token}` } })).status).toBe(200)
    const { links } = await tenant.api.get<SourceLinks>(`/sources/${source}/links`)
    expect(links.find((link) => link.id === id)).toMatchObject({ tokenAllowed: true, label: 'Mara of IT' })
    expect(links.find((link) => link.id === id)!.tokenMadeAt).not.toBeNull()
  })

  it('closes when it is revoked, after seven days, and with its source', async () => {
    const [first, second] = [await linked(), await linked()]
    await tenant.api.send('DELETE', `/sources/${source}/links/${first.id}`)
    const refused = await open(first.secret)
    expect(refused.status).toBe(404)
    expect(((await refused.json()) as Problem).code).toBe('LINK_CLOSED')
    expect(Date.parse(second.expiresAt) - Date.parse(second.createdAt)).toBe(7 * 86_400_000)
    expect((await open(second.secret)).status).toBe(200)
    await tenant.api.send('DELETE', `/sources/${source}?confirm=Okta`)
    expect((await open(second.secret)).status).toBe(404)
    expect((await open('rc_connect_nonsense')).status).toBe(404)
    expect((await open(tenant.scimToken)).status).toBe(404)
  })
})
