import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeSource, createToken, rotateToken, tokensOf } from '../../src/inbound/source.ts'
import { revokeCredential } from '../../src/organization/credential.ts'
import { clientOf, errorUrn, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

const withToken = (token: string) => clientOf(client.db, client.source, token, client.baseUrl)
const isScim = (headers: Headers) => headers.get('content-type') === 'application/scim+json'

describe('RFC 7644 §2, a client', () => {
  it.each<[string, Record<string, string>]>([
    ['no credentials', {}],
    ['an unknown token', { authorization: 'Bearer nobody' }],
    ['a token that has the form of one', { authorization: `Bearer rc_scim_${'0'.repeat(49)}` }],
    ['Basic', { authorization: 'Basic YTpi' }],
  ])('with %s gets 401, told how, in SCIM', async (_what, headers) => {
    for (const [method, path] of [
      ['GET', '/Users'],
      ['POST', '/Users'],
      ['GET', '/nowhere'],
    ] as const) {
      const answer = await client.send(method, path, { headers })
      expect(answer.status).toBe(401)
      expect(isScim(answer.headers)).toBe(true)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '401' })
    }
  })

  it('is let in by the token of this source only', async () => {
    const sibling = await server.client({ name: 'Sibling' }, client.db)
    const stranger = await server.client({ name: 'Okta' })
    expect((await withToken(sibling.token).get('/Users')).status).toBe(401)
    expect((await withToken(stranger.token).get('/Users')).status).toBe(200)
    await client.post('/Users', { userName: 'ours' })
    expect((await withToken(stranger.token).get('/Users')).body.totalResults).toBe(0)
  })

  it('is not let in by a token that expired, was revoked or was rotated away', async () => {
    const { fresh, clock } = server
    const now = clock.now()
    const expiring = await createToken(client.db, client.source, { expiresAt: new Date(now.getTime() + 60_000) }, now)
    expect((await withToken(expiring.secret).get('/Users')).status).toBe(200)
    clock.advance(61)
    expect((await withToken(expiring.secret).get('/Users')).status).toBe(401)

    const revoked = await createToken(client.db, client.source, {}, now)
    expect((await withToken(revoked.secret).get('/Users')).status).toBe(200)
    await revokeCredential(fresh.database, client.db.organization, revoked.credential.id, now)
    expect((await withToken(revoked.secret).get('/Users')).status).toBe(401)

    const other = await server.client({ name: 'Rotated' })
    const rotated = await rotateToken(
      fresh.database,
      other.source,
      (await tokensOf(other.db, other.source.id, now))[0]!,
      { expiresAt: null, earlierUntil: now },
      now,
    )
    expect((await other.get('/Users')).status).toBe(401)
    expect((await clientOf(other.db, other.source, rotated.secret, other.baseUrl).get('/Users')).status).toBe(200)
  })

  it('may read and may not write while its source is paused', async () => {
    const paused = await server.client({ name: 'Paused' })
    const { body: user } = await paused.post('/Users', { userName: 'ada' })
    await changeSource(server.fresh.database, paused.db.organization, paused.source.id, { state: 'paused' })
    expect((await paused.get(`/Users/${user.id}`)).status).toBe(200)
    for (const answer of [await paused.post('/Users', { userName: 'bob' }), await paused.delete(`/Users/${user.id}`)]) {
      expect(answer.status).toBe(403)
      expect(answer.body.detail).toContain('Paused is paused')
    }
    await changeSource(server.fresh.database, paused.db.organization, paused.source.id, { state: 'on' })
    expect((await paused.delete(`/Users/${user.id}`)).status).toBe(204)
  })
})

describe('RFC 7644 §3.1 and §3.12, what a client sends', () => {
  it.each([
    '/nowhere',
    '/Users/a/b',
    '/Users/%00',
    '/Users/010101',
    '/Users/%E0%A4%A',
    '/Groups/ABCDEF',
    '/Schemas/x',
    '/ResourceTypes/x',
    '/constructor',
    '/__proto__',
    '/',
  ])('is answered 404 in SCIM where there is nothing: %s', async (path) => {
    const answer = await client.get(path)
    expect([path, answer.status]).toEqual([path, path.includes('%E0') ? expect.any(Number) : 404])
    expect(answer.status).toBeLessThan(500)
    if (answer.status === 404) expect(isScim(answer.headers)).toBe(true)
  })

  it('is answered in SCIM outside of any source', async () => {
    for (const path of ['/scim', '/scim/', '/scim/v1/x', '/scim/v2', '/scim/v2/']) {
      const answer = await fetch(`${server.url}${path}`)
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'application/scim+json'])
    }
  })

  it.each([
    ['PUT', '/Users', 'GET, POST'],
    ['POST', '/Users/00000000-0000-7000-8000-000000000000', 'GET, PUT, PATCH, DELETE'],
    ['DELETE', '/Schemas', 'GET'],
    ['GET', '/Users/.search', 'POST'],
  ])('is answered 405 with what is possible: %s %s', async (method, path, allow) => {
    const answer = await client.send(method, path, { headers: { authorization: `Bearer ${client.token}` } })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe(allow)
    expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '405' })
  })

  it('gets the head without the body by HEAD', async () => {
    const answer = await client.send('HEAD', '/Users', { headers: { authorization: `Bearer ${client.token}` } })
    expect([answer.status, answer.body]).toEqual([200, undefined])
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(50)
  })

  it('may name resources in any case', async () => {
    const { body } = await client.post('/users', { userName: 'case@x.example' })
    expect((await client.get(`/USERS/${body.id}`)).body.id).toBe(body.id)
    expect((await client.get('/serviceproviderconfig')).status).toBe(200)
    expect((await fetch(`${client.baseUrl.replace('/scim/', '/SCIM/').replace('okta', 'OKTA')}/Users/`)).status).toBe(
      401,
    )
  })

  it.each([
    ['application/json'],
    ['application/scim+json; charset=utf-8'],
    ['APPLICATION/SCIM+JSON'],
    ['text/plain'],
    ['nonsense'],
  ])('may be JSON under any name: %s', async (type) => {
    const answer = await client.post('/Users', { userName: `${type}@x.example` }, { 'content-type': type })
    expect(answer.status).toBe(201)
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{"userName": '],
    ['no object', '[]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['XML', '<user/>'],
  ])('is answered 400 invalidSyntax for a body of %s', async (_what, body) => {
    const headers = { authorization: `Bearer ${client.token}`, 'content-type': 'application/scim+json' }
    for (const [method, path] of [
      ['POST', '/Users'],
      ['POST', '/Groups'],
      ['PATCH', '/Users/00000000-0000-7000-8000-000000000000'],
    ] as const) {
      const answer = await client.send(method, path, { headers, body })
      expect(answer.body).toMatchObject({ status: '400', scimType: 'invalidSyntax' })
      expect(isScim(answer.headers)).toBe(true)
    }
  })

  it('is answered 413 for a body of more than 1 MiB, also for one of 10 MB', async () => {
    for (const bytes of [1_048_577, 10_000_000]) {
      const answer = await client.post('/Users', { userName: 'x', title: 'x'.repeat(bytes) })
      expect(answer.status).toBe(413)
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '413' })
    }
    expect((await client.post('/Users', { userName: 'almost', title: 'x'.repeat(9_000) })).status).toBe(201)
  })

  it('is answered 413 also when it does not say how much is coming', async () => {
    const chunk = Buffer.alloc(65_536, 'x')
    const status = await new Promise((resolve, reject) => {
      const sending = request(`${client.baseUrl}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.token}` },
      })
      sending.on('response', (response) => resolve(response.statusCode)).on('error', reject)
      for (let at = 0; at < 40; at++) sending.write(chunk)
      sending.end()
    })
    expect(status).toBe(413)
  })
})

describe('RFC 6585 §4, a client that asks too much', () => {
  it('is told to wait, in whole seconds, unless it is on this machine', async () => {
    for (let at = 0; at < 30; at++) expect((await client.get('/Users?count=0')).status).toBe(200)
    const { Rates } = await import('../../src/inbound/scim/rate.ts')
    const rates = new Rates({ perSecond: 25, burst: 50 })
    for (let at = 0; at < 50; at++) expect(rates.take('a', 1000)).toBe(0)
    expect(rates.take('a', 1000)).toBe(1)
    expect(rates.take('b', 1000)).toBe(0)
    expect(rates.take('a', 1040)).toBe(0)
    expect(rates.take('a', 1040)).toBe(1)
  })
})
