import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { trafficOf } from '../../src/inbound/traffic/store/read.ts'
import { type Issuer, startIssuer } from '../support/issuer.ts'
import { askToken, assertionType, grant, oauthClient, withToken } from '../support/oauth.ts'
import { type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let issuer: Issuer
let client: ScimClient
let app: Awaited<ReturnType<typeof oauthClient>>
const iss = 'https://login.microsoftonline.com/ce5f061f-abe6-4e40-9615-301f87bcb7f0/v2.0'
const sub = 'd2f8ee76-c549-45b8-a143-f5b640669704'
const aud = 'api://b5ba7a93-4452-4522-aeb4-a2b5da870c16'
const trusted = (jwksUrl: string) => ({ issuer: iss, subject: sub, audience: `${aud}/.default`, jwksUrl })

beforeAll(async () => {
  issuer = await startIssuer()
  server = await startScim({ privateAddresses: true })
  client = await server.client({ slug: 'entra' })
  app = await oauthClient(server, client, trusted(issuer.jwksUrl), 'Entra WIF')
})
afterEach(() => {
  vi.restoreAllMocks()
  issuer.answer(undefined)
})
afterAll(async () => {
  await server.close()
  await issuer.close()
})

const seconds = (more = 0) => Math.floor(server.clock.now().getTime() / 1000) + more
/** As Entra's token is, but for what a test says. */
const claims = (more: object = {}) => ({ aud, iss, sub, iat: seconds(), nbf: seconds(), exp: seconds(3900), ...more })
const send = (assertion: string, more: Record<string, string> = { client_id: app.id }, of = client) =>
  askToken(of, { ...grant, client_assertion_type: assertionType, client_assertion: assertion, ...more })
const refused = async (assertion: string, more?: Record<string, string>) => {
  const { status, body } = await send(assertion, more)
  expect([status, body.error]).toEqual([401, 'invalid_client'])
  return body.error_description as string
}
/** Past the floor between two looks at the keys. */
const later = (ms: number) => {
  const [now, perf] = [Date.now() + ms, performance.now() + ms]
  vi.spyOn(Date, 'now').mockReturnValue(now)
  vi.spyOn(performance, 'now').mockReturnValue(perf)
}

describe('RFC 7523 §2.2, a client that shows an assertion', () => {
  it('gets a token as Entra’s workload identity federation asks for one', async () => {
    const answer = await send(await issuer.sign(claims()), { client_id: app.id, scope: 'scim.readwrite' })
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^rc_access_/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'scim.readwrite',
    })
    expect((await withToken(client, answer.body.access_token)).status).toBe(200)
  })

  it('needs no client_id where its issuer, subject and audience tell whose it is', async () => {
    expect((await send(await issuer.sign(claims()), {})).status).toBe(200)
    const own = await server.client({ slug: 'twice' })
    const twins = [
      await oauthClient(server, own, trusted(issuer.jwksUrl)),
      await oauthClient(server, own, trusted(issuer.jwksUrl)),
    ]
    const assertion = await issuer.sign(claims())
    expect((await send(assertion, {}, own)).body.error).toBe('invalid_client')
    expect((await send(assertion, { client_id: twins[1]!.id }, own)).status).toBe(200)
  })

  it('may show one assertion again, as Entra does, unless it has a jti', async () => {
    const plain = await issuer.sign(claims())
    for (let time = 0; time < 2; time++) expect((await send(plain)).status).toBe(200)
    const once = await issuer.sign(claims({ jti: 'once' }))
    expect((await send(once)).status).toBe(200)
    expect(await refused(once)).toBe('The assertion was used before.')
    expect(await refused(await issuer.sign(claims({ jti: 'once' })))).toBe('The assertion was used before.')
    const many = await issuer.sign(claims({ jti: 'at once' }))
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await send(many)).status))
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401, 401])
  })

  it.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])('may have signed it by %s', async (alg) => {
    const own = await startIssuer()
    await own.addKey('other', alg)
    const another = await server.client({})
    const id = (await oauthClient(server, another, trusted(own.jwksUrl))).id
    expect((await send(await own.sign(claims(), 'other'), { client_id: id }, another)).status).toBe(200)
    await own.close()
  })
})

describe('RFC 7523 §3, an assertion', () => {
  it.each<[string, object, RegExp]>([
    ['of another issuer', { iss: 'https://login.evil.example/' }, /No client/],
    ['about somebody else', { sub: 'somebody' }, /No client/],
    ['for somebody else', { aud: 'api://another' }, /audience/],
    ['for nobody', { aud: undefined }, /audience/],
    ['without an issuer', { iss: undefined }, /issuer/],
    ['with NUL in it', { sub: 'a\0b' }, /issuer and a subject/],
    ['without an end', { exp: undefined }, /exp/],
    ['that has expired', { exp: -61 }, /expired/],
    ['that is for later', { nbf: 120 }, /nbf/],
    ['that is made in the future', { iat: 120 }, /iat/],
    ['that is more than a day old', { iat: -86_500 }, /day old/],
    ['that is good for more than a day', { exp: 90_000, iat: undefined }, /more than a day/],
    ['whose end is a text', { exp: 'tomorrow' }, /malformed|exp/],
  ])('%s is refused', async (_what, more, why) => {
    const absolute = Object.entries(more).map(([name, value]) => [
      name,
      typeof value === 'number' ? seconds(value) : value,
    ])
    expect(await refused(await issuer.sign(claims(Object.fromEntries(absolute)) as never))).toMatch(why)
  })

  it('may be a minute off, and for several at once', async () => {
    expect((await send(await issuer.sign(claims({ exp: seconds(-30), iat: seconds(-3600) })))).status).toBe(200)
    expect((await send(await issuer.sign(claims({ aud: ['api://another', aud] })))).status).toBe(200)
  })

  it('that is not signed by its issuer’s key is refused', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const forged = (header: object) =>
      new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey)
    expect(await refused(await forged({ kid: 'first' }))).toBe('The signature of the assertion is wrong.')
    const jwk = await exportJWK(publicKey)
    for (const header of [
      { kid: 'first', jwk },
      { kid: 'first', jku: 'http://127.0.0.1:1/' },
    ])
      expect(await refused(await forged(header))).toBe('The signature of the assertion is wrong.')
    const whole = await issuer.sign(claims())
    expect(await refused(whole.slice(0, -5))).toMatch(/signature|malformed/)
    const [head, , signature] = whole.split('.')
    const other = Buffer.from(JSON.stringify(claims({ exp: seconds(4000) }))).toString('base64url')
    expect(await refused(`${head}.${other}.${signature}`)).toBe('The signature of the assertion is wrong.')
  })

  it('without a signature, or signed by a shared secret, is refused', async () => {
    expect(await refused(new UnsecuredJWT(claims()).encode())).toMatch(/algorithm|malformed/)
    const shared = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(new TextEncoder().encode('x'.repeat(32)))
    expect(await refused(shared)).toBe('The assertion is signed by an algorithm that is not taken.')
  })

  it.each(['', 'nonsense', 'a.b.c', 'e30.e30.', 'e30.W10.x', '.'.repeat(9), 'x'.repeat(20_000), '\0'])(
    'that is none is refused: %j',
    async (assertion) => {
      const { status, body } = await send(assertion)
      expect([status, body.error]).toEqual([401, 'invalid_client'])
    },
  )

  it('needs its type, and a client_id that is one', async () => {
    const assertion = await issuer.sign(claims())
    const untyped = await askToken(client, { ...grant, client_id: app.id, client_assertion: assertion })
    expect(untyped.body.error).toBe('invalid_request')
    for (const id of ['nobody', client.source.id, "'; drop"]) await refused(assertion, { client_id: id })
    const both = await send(assertion, { client_id: app.id, client_secret: 'x' })
    expect(both.body.error).toBe('invalid_request')
  })

  it('opens no source of another organization that trusts the same issuer at its address', async () => {
    const twin = await server.client({ slug: 'entra' })
    await twin.post('/Users', { userName: 'theirs' })
    const { access_token: token } = (await send(await issuer.sign(claims()))).body
    expect((await withToken(twin, token)).body.totalResults).toBe(0)
  })

  it('that is refused is in the traffic log with what it claims, so that it can be compared', async () => {
    const own = await server.client({ slug: 'claims' })
    const id = (await oauthClient(server, own, trusted(issuer.jwksUrl))).id
    await send(await issuer.sign(claims({ aud: 'api://mistyped' })), { client_id: id }, own)
    const newest = async () => (await trafficOf(own.db, own.source.id, { limit: 1 }))[0]
    await expect.poll(newest).toMatchObject({
      operation: 'token',
      status: 401,
      understood: { reason: 'assertion-refused', detail: expect.stringContaining('audience') },
    })
  })
})

describe('the keys of an issuer', () => {
  const own = async (privateServer = server) => {
    const keys = await startIssuer()
    const of = await privateServer.client({})
    const id = (await oauthClient(privateServer, of, trusted(keys.jwksUrl))).id
    return { keys, ask: async (kid?: string) => send(await keys.sign(claims(), kid), { client_id: id }, of) }
  }

  it('are read once for many assertions, and again for a key that is new, at most twice a minute', async () => {
    const { keys, ask } = await own()
    for (let time = 0; time < 5; time++) expect((await ask()).status).toBe(200)
    expect(keys.asked()).toBe(1)
    await keys.addKey('second')
    await keys.addKey('never shown', 'RS256', true)
    expect((await ask('second')).status).toBe(401)
    expect(keys.asked()).toBe(1)
    later(31_000)
    expect((await ask('second')).status).toBe(200)
    expect(keys.asked()).toBe(2)
    for (let time = 0; time < 5; time++) expect((await ask('never shown')).body.error_description).toMatch(/has no key/)
    expect(keys.asked()).toBe(2)
    await keys.close()
  })

  it.each([
    ['an error', { status: 500 }],
    ['a redirect', { status: 302 }],
    ['no JSON', { body: '<html>' }],
    ['no keys', { body: '{"keys": 1}' }],
    ['too much', { body: `{"keys":[],"x":"${'x'.repeat(300_000)}"}` }],
  ])('that answers with %s are asked for again after five seconds, no sooner', async (_what, instead) => {
    const { keys, ask } = await own()
    keys.answer(instead)
    for (let time = 0; time < 3; time++) expect((await ask()).body.error_description).toMatch(/cannot be read or used/)
    expect(keys.asked()).toBe(1)
    keys.answer(undefined)
    later(5100)
    expect((await ask()).status).toBe(200)
    await keys.close()
  })

  it('at an address of this machine are not read unless the server is set to allow it', async () => {
    const guarded = await startScim()
    const { keys, ask } = await own(guarded)
    expect((await ask()).body.error_description).toMatch(/cannot be read or used/)
    expect(keys.asked()).toBe(0)
    await guarded.close()
    await keys.close()
  })
})
