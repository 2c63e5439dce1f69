import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientsOf, revokeClient } from '../../src/inbound/oauth-client.ts'
import { changeSource, closeSource } from '../../src/inbound/source.ts'
import { trafficOf } from '../../src/inbound/traffic/store/read.ts'
import { askToken, basicOf, grant, oauthClient, withToken } from '../support/oauth.ts'
import { errorUrn, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'
import { allTraffic } from '../support/traffic.ts'

let server: ScimServer
let client: ScimClient
let app: Awaited<ReturnType<typeof oauthClient>>
beforeAll(async () => {
  server = await startScim()
  client = await server.client({ slug: 'entra' })
  app = await oauthClient(server, client)
})
afterAll(() => server.close())

const post = (more: Record<string, string> = {}) => ({
  ...grant,
  client_id: app.id,
  client_secret: app.secret,
  ...more,
})
const logged = async (of: ScimClient) => (await trafficOf(of.db, of.source.id, { limit: 50 }))[0]

describe('RFC 6749 §4.4, a client with a secret', () => {
  it.each([
    ['client_secret_basic', () => askToken(client, grant, basicOf(app.id, app.secret))],
    ['client_secret_post', () => askToken(client, post())],
  ])('gets a token for an hour by %s, and the source is open to it', async (_method, ask) => {
    const answer = await ask()
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^rc_access_/),
      token_type: 'Bearer',
      expires_in: 3600,
    })
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('pragma')).toBe('no-cache')
    expect((await withToken(client, answer.body.access_token)).status).toBe(200)
  })

  it('is granted the scope it asks for: at a source there is one', async () => {
    expect((await askToken(client, post({ scope: 'scim' }))).body.scope).toBe('scim')
    for (const scope of ['"', 'a  b', 'ü', 'x'.repeat(1001)]) {
      const { status, body } = await askToken(client, post({ scope }))
      expect([status, body.error]).toEqual([400, 'invalid_scope'])
    }
  })

  it('may have a query in the token URL, as Okta adds scopes', async () => {
    const answer = await client.send('POST', '/oauth/token?scope=scim', {
      body: new URLSearchParams(post()),
    })
    expect(answer.status).toBe(200)
  })

  it('has tokens that open nothing after an hour, at another source, or in another organization', async () => {
    const { access_token: token } = (await askToken(client, post())).body
    const sibling = await server.client({ slug: 'sibling' }, client.db)
    const twin = await server.client({ slug: 'entra' })
    const elsewhere = await withToken(sibling, token)
    expect(elsewhere.status).toBe(401)
    expect(elsewhere.headers.get('www-authenticate')).toBe('Bearer realm="scim", error="invalid_token"')
    expect(elsewhere.body).toMatchObject({ schemas: [errorUrn], status: '401' })
    await expect
      .poll(() => logged(client))
      .toMatchObject({
        credential: 'Entra',
        understood: { code: 'refused', reason: 'token-elsewhere' },
      })
    await withToken(twin, token)
    expect((await twin.get('/Users')).body.totalResults).toBe(0)
    server.clock.advance(3599)
    expect((await withToken(client, token)).status).toBe(200)
    server.clock.advance(2)
    expect((await withToken(client, token)).status).toBe(401)
    await expect
      .poll(() => logged(client))
      .toMatchObject({
        credential: 'Entra',
        understood: { reason: 'token-expired' },
      })
  })

  it('is no bearer itself, nor is its token a password', async () => {
    const own = await server.client({ slug: 'password' })
    const other = await oauthClient(server, own)
    await changeSource(server.fresh.database, own.db.organization, own.source.id, { basicAllowed: true })
    const { access_token: token } = (
      await askToken(own, { ...grant, client_id: other.id, client_secret: other.secret })
    ).body
    expect((await withToken(own, token)).status).toBe(200)
    expect((await withToken(own, other.secret)).status).toBe(401)
    for (const password of [token, other.secret])
      expect((await own.send('GET', '/Users', { headers: basicOf('a', password) })).status).toBe(401)
    expect((await askToken(own, { ...grant, client_id: other.id, client_secret: own.token })).status).toBe(401)
  })

  it('that is revoked gets no token any more, and those that it has open nothing', async () => {
    const own = await server.client({ slug: 'revoked' })
    const [one, two] = [await oauthClient(server, own), await oauthClient(server, own, null, 'Second')]
    const ask = (each: typeof one) => askToken(own, { ...grant, client_id: each.id, client_secret: each.secret })
    const [tokenOfOne, tokenOfTwo] = [(await ask(one)).body.access_token, (await ask(two)).body.access_token]
    expect((await withToken(own, tokenOfOne)).status).toBe(200)
    const { body } = await own.get('/ServiceProviderConfig')
    expect(body.authenticationSchemes.map(({ type }: { type: string }) => type)).toEqual(['oauthbearertoken', 'oauth2'])
    await revokeClient(server.fresh.database, own.db.organization, one.id, server.clock.now())
    expect((await withToken(own, tokenOfOne)).status).toBe(401)
    expect((await ask(one)).status).toBe(401)
    expect((await withToken(own, tokenOfTwo)).status).toBe(200)
    expect((await clientsOf(own.db, own.source.id)).map(({ label }) => label)).toEqual(['Second'])
    await closeSource(server.fresh.database, own.source, server.clock.now())
    expect((await withToken(own, tokenOfTwo)).status).toBe(401)
  })

  it('is in the traffic log with its label, without its secret and its token', async () => {
    const own = await server.client({ slug: 'log' })
    const other = await oauthClient(server, own)
    const { access_token: token } = (
      await askToken(own, { ...grant, client_id: other.id, client_secret: other.secret })
    ).body
    await expect
      .poll(() => logged(own))
      .toMatchObject({
        operation: 'token',
        status: 200,
        credential: 'Entra',
        understood: { code: 'token-given' },
      })
    await withToken(own, token)
    await expect.poll(() => logged(own)).toMatchObject({ operation: 'user.find', credential: 'Entra' })
    const rows = await own.db.rows<{ whole: string }>(allTraffic(own))
    for (const { whole } of rows) for (const secret of [token, other.secret]) expect(whole).not.toContain(secret)
    expect((await clientsOf(own.db, own.source.id))[0]?.usedAt).not.toBeNull()
  })
})

describe('RFC 6749 §5.2, a token request', () => {
  const refusals: [string, string, () => Promise<{ status: number; body: { error: string }; headers: Headers }>][] = [
    ['of a wrong secret', 'invalid_client', () => askToken(client, post({ client_secret: 'nobody' }))],
    ['of another client’s secret', 'invalid_client', () => askToken(client, post({ client_id: client.source.id }))],
    ['of no client', 'invalid_client', () => askToken(client, grant)],
    ['of a wrong Basic', 'invalid_client', () => askToken(client, grant, { authorization: 'Basic %%' })],
    ['by Bearer', 'invalid_client', () => askToken(client, grant, { authorization: `Bearer ${client.token}` })],
    ['of another grant', 'unsupported_grant_type', () => askToken(client, post({ grant_type: 'password' }))],
    ['without a grant', 'invalid_request', () => askToken(client, { client_id: app.id, client_secret: app.secret })],
    ['in two ways at once', 'invalid_request', () => askToken(client, post(), basicOf(app.id, app.secret))],
    [
      'of two ids',
      'invalid_request',
      () => askToken(client, { ...grant, client_id: 'another' }, basicOf(app.id, app.secret)),
    ],
    [
      'with a parameter twice',
      'invalid_request',
      () =>
        client.send('POST', '/oauth/token', {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `${new URLSearchParams(post())}&client_id=x`,
        }),
    ],
    [
      'as JSON',
      'invalid_request',
      () => client.send('POST', '/oauth/token', { headers: { 'content-type': 'application/json' }, body: '{}' }),
    ],
    ['that is too large', 'invalid_request', () => askToken(client, post({ more: 'x'.repeat(70_000) }))],
    ['with NUL in it', 'invalid_client', () => askToken(client, post({ client_id: '\0', client_secret: '\0' }))],
  ]
  it.each(refusals)('%s is refused as %s', async (_what, error, ask) => {
    const { status, body, headers } = await ask()
    expect([status, body.error]).toEqual([error === 'invalid_client' ? 401 : 400, error])
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="oauth", charset="UTF-8"' : null)
    expect((body as unknown as { error_description: string }).error_description).toMatch(/^[ !#-[\]-~]+$/)
  })

  it('at another source, or of another organization, is of no client', async () => {
    const sibling = await server.client({ slug: 'stranger' }, client.db)
    expect((await askToken(sibling, post())).status).toBe(401)
    await expect
      .poll(() => logged(client))
      .toMatchObject({
        operation: 'token',
        understood: { code: 'refused', reason: 'client-unknown' },
      })
    expect((await client.send('POST', '/../nobody/oauth/token', { body: new URLSearchParams(post()) })).status).toBe(
      401,
    )
  })

  it('is made by POST', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await client.send(method, '/oauth/token')
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    }
  })
})
