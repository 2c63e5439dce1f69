import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { changeSource, createToken, type SourceChange } from '../../src/inbound/source.ts'
import { linksOf } from '../../src/inbound/traffic/link.ts'
import { lastContact, proofsOf, trafficOf } from '../../src/inbound/traffic/store/read.ts'
import { freshOrganization } from '../support/database.ts'
import { errorUrn, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client({ slug: 'door' })
})
afterAll(() => server.close())

const set = (change: SourceChange, of = client) =>
  changeSource(server.fresh.database, of.db.organization, of.source.id, change)
const basicOf = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
/** What the traffic log says of the newest requests, once it is written. */
const logged = async (count: number, of = client) => {
  await expect
    .poll(async () => (await trafficOf(of.db, of.source.id, { limit: 50 })).length)
    .toBeGreaterThanOrEqual(count)
  return trafficOf(of.db, of.source.id, { limit: 50 })
}
const discovery = ['/ServiceProviderConfig', '/ResourceTypes', '/ResourceTypes/User', '/Schemas', '/schemas/']

describe('RFC 7644 §4, discovery', () => {
  it('needs credentials where a source does not say otherwise', async () => {
    for (const path of discovery) expect([path, (await client.send('GET', path)).status]).toEqual([path, 401])
  })

  it('is told to anybody where the source is set so, and nothing else is', async () => {
    const open = await server.client({ slug: 'open' })
    await set({ discoveryPublic: true }, open)
    for (const path of discovery) {
      const [anybody, known] = [await open.send('GET', path), await open.get(path)]
      expect([path, anybody.status]).toEqual([path, 200])
      expect(anybody.body).toEqual(known.body)
    }
    for (const path of ['/Users', '/Groups', '/Me', '/', '/Schemas/../Users', '/nowhere'])
      expect([path, (await open.send('GET', path)).status]).toEqual([path, 401])
    expect((await open.send('POST', '/.search', { body: '{}' })).status).toBe(401)
    expect((await open.send('POST', '/Schemas', { body: '{}' })).status).toBe(405)
  })

  it('is refused to credentials that are wrong, so that a test of them does not pass', async () => {
    const open = await server.client({ slug: 'wrong' })
    await set({ discoveryPublic: true }, open)
    const wrong = { headers: { authorization: 'Bearer nobody' } }
    expect((await open.send('GET', '/ServiceProviderConfig', wrong)).status).toBe(401)
  })

  it('needs credentials where sources of two organizations share an address: nobody could tell whose it is', async () => {
    const [one, two] = [await server.client({ slug: 'shared' }), await server.client({ slug: 'shared' })]
    await set({ discoveryPublic: true }, one)
    await set({ discoveryPublic: true }, two)
    expect((await one.send('GET', '/Schemas')).status).toBe(401)
    expect((await two.get('/Schemas')).status).toBe(200)
  })

  it('that anybody asks for is in the traffic log, and is no contact and no proof', async () => {
    const open = await server.client({ slug: 'proof' })
    await set({ discoveryPublic: true }, open)
    await open.send('GET', '/Schemas')
    expect(await logged(1, open)).toMatchObject([{ status: 200, operation: 'discovery', credential: null }])
    expect(await lastContact(open.db, open.source.id)).toBeUndefined()
    expect(await proofsOf(open.db, open.source.id)).toEqual([])
    await open.get('/Schemas')
    expect(await logged(2, open)).toMatchObject([{ credential: 'Token' }, { credential: null }])
    expect((await proofsOf(open.db, open.source.id)).map(({ step }) => step)).toEqual(['token'])
    expect(await linksOf(open.db, open.source.id, server.clock.now())).toEqual([])
  })
})

describe('HTTP Basic, RFC 7617', () => {
  it('is refused and not offered where a source does not allow it, and the traffic log says so', async () => {
    const answer = await client.send('GET', '/Users', { headers: basicOf('okta', client.token) })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="scim"')
    expect(answer.body).toMatchObject({ schemas: [errorUrn], detail: expect.stringContaining('HTTP Basic') })
    const { body } = await client.get('/ServiceProviderConfig')
    expect(body.authenticationSchemes.map(({ type }: { type: string }) => type)).toEqual(['oauthbearertoken'])
    const ofUsers = async () => (await logged(1)).find(({ path }) => path === '/Users')
    await expect.poll(ofUsers).toMatchObject({
      credential: 'Token',
      understood: { code: 'refused', reason: 'basic-off' },
    })
  })

  it('lets in with a token as the password, under any user name, where it is on', async () => {
    const own = await server.client({ slug: 'basic' })
    await set({ basicAllowed: true }, own)
    for (const user of ['okta', '', 'ünï', 'a b'])
      expect((await own.send('GET', '/Users', { headers: basicOf(user, own.token) })).status).toBe(200)
    expect((await own.get('/Users')).status).toBe(200)
    const { body } = await own.get('/ServiceProviderConfig')
    expect(body.authenticationSchemes.map(({ type }: { type: string }) => type)).toEqual([
      'oauthbearertoken',
      'httpbasic',
    ])
  })

  it('is named in WWW-Authenticate only where it is on', async () => {
    const own = await server.client({ slug: 'named' })
    const challenge = async () => (await own.send('GET', '/Users')).headers.get('www-authenticate')
    expect(await challenge()).toBe('Bearer realm="scim"')
    await set({ basicAllowed: true }, own)
    expect(await challenge()).toBe('Bearer realm="scim", Basic realm="scim", charset="UTF-8"')
  })

  it.each<[string, (own: ScimClient) => Record<string, string>]>([
    ['a wrong password', () => basicOf('okta', 'nobody')],
    ['the token as the name', ({ token }) => basicOf(token, '')],
    ['no colon and no token', () => ({ authorization: 'Basic b2t0YQ==' })],
    ['what is no base64', () => ({ authorization: 'Basic %%%' })],
    ['nothing', () => ({ authorization: 'Basic ' })],
    ['the token of another source', () => basicOf('okta', client.token)],
  ])('does not let in with %s', async (_what, headers) => {
    const own = await server.client({})
    await set({ basicAllowed: true }, own)
    const answer = await own.send('GET', '/Users', { headers: headers(own) })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="scim"/)
  })

  it('does not open a source by a token that is revoked or expired', async () => {
    const own = await server.client({ slug: 'ended' })
    await set({ basicAllowed: true }, own)
    const expiresAt = new Date(server.clock.now().getTime() + 1000)
    const { secret } = await createToken(own.db, own.source, { label: 'Short', expiresAt }, server.clock.now())
    server.clock.advance(2)
    expect((await own.send('GET', '/Users', { headers: basicOf('a', secret) })).status).toBe(401)
    expect(await logged(1, own)).toMatchObject([{ credential: 'Short', understood: { reason: 'token-expired' } }])
  })
})

describe('RFC 6585 §4, the rate of a source', () => {
  const from = (of: ScimClient, address: string) => ({
    authorization: `Bearer ${of.token}`,
    'x-forwarded-for': address,
  })
  const statuses = async (count: number, ask: () => Promise<{ status: number }>) =>
    (await Promise.all(Array.from({ length: count }, ask))).map(({ status }) => status)
  /** How much is refilled does not hang on how fast this machine is. */
  const atOnce = async (of: ScimClient, act: (later: (ms: number) => void) => Promise<void>) => {
    await of.get('/Users?count=0')
    const startMs = performance.now()
    const frozen = vi.spyOn(performance, 'now').mockReturnValue(startMs)
    try {
      await act((ms) => void frozen.mockReturnValue(startMs + ms))
    } finally {
      frozen.mockRestore()
    }
  }

  it('is what it is set to, with four seconds’ worth at once; then 429 in SCIM with whole seconds to wait', async () => {
    const own = await server.client({ slug: 'rate' })
    await set({ ratePerSecond: 25 }, own)
    const other = await server.client({})
    const ask = (of = own) => of.send('GET', '/ResourceTypes/User', { headers: from(of, '203.0.113.7') })
    await atOnce(own, async (later) => {
      expect(new Set(await statuses(100, () => ask()))).toEqual(new Set([200]))
      const answer = await ask()
      expect(answer.status).toBe(429)
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '429' })
      // This machine is not counted, and another source has a rate of its own.
      expect((await own.get('/ResourceTypes/User')).status).toBe(200)
      expect((await ask(other)).status).toBe(200)
      later(80)
      expect(await statuses(3, () => ask())).toEqual([200, 200, 429])
    })
  })

  it('is not used up by anybody who asks for public discovery', async () => {
    const own = await server.client({ slug: 'crowd' })
    await set({ ratePerSecond: 25, discoveryPublic: true }, own)
    const anybody = () => own.send('GET', '/ResourceTypes/User', { headers: { 'x-forwarded-for': '203.0.113.8' } })
    await atOnce(own, async () => {
      expect((await statuses(101, anybody)).filter((status) => status === 429)).toHaveLength(1)
      expect((await own.send('GET', '/ResourceTypes/User', { headers: from(own, '203.0.113.9') })).status).toBe(200)
    })
  })

  it('is the server’s where a source has none', async () => {
    const own = await server.client({})
    await atOnce(own, async () => {
      const ask = () => own.send('GET', '/ResourceTypes/User', { headers: from(own, '203.0.113.7') })
      expect(new Set(await statuses(150, ask))).toEqual(new Set([200]))
    })
  })
})

describe('a source of another organization', () => {
  it('at the same address has settings of its own', async () => {
    const db = await freshOrganization(server.fresh.database)
    const [mine, theirs] = [await server.client({ slug: 'twin' }), await server.client({ slug: 'twin' }, db)]
    await set({ basicAllowed: true }, mine)
    expect((await mine.send('GET', '/Users', { headers: basicOf('a', mine.token) })).status).toBe(200)
    expect((await theirs.send('GET', '/Users', { headers: basicOf('a', theirs.token) })).status).toBe(401)
  })
})
