import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askToken, grant, oauthClient } from '../support/oauth.ts'
import { type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client({ slug: 'okta' })
})
afterAll(() => server.close())

const at = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init)
const places = [
  '/.well-known/oauth-authorization-server/scim/v2/okta',
  '/scim/v2/okta/.well-known/oauth-authorization-server',
  '/scim/v2/OKTA/.well-known/oauth-authorization-server/',
]

describe('RFC 8414, the metadata of a source', () => {
  it.each(places)('is at %s, for anybody', async (path) => {
    const answer = await at(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(await answer.json()).toEqual({
      issuer: client.baseUrl,
      token_endpoint: `${client.baseUrl}/oauth/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      scopes_supported: ['scim'],
    })
  })

  it('names an endpoint that gives tokens', async () => {
    const { token_endpoint } = (await (await at(places[0]!)).json()) as { token_endpoint: string }
    const { id, secret } = await oauthClient(server, client)
    const body = new URLSearchParams({ ...grant, client_id: id, client_secret: secret })
    expect((await fetch(token_endpoint, { method: 'POST', body })).status).toBe(200)
    expect((await askToken(client, { ...grant, client_id: id, client_secret: secret })).status).toBe(200)
  })

  it('tells nobody which sources there are', async () => {
    const [known, unknown] = await Promise.all([at(places[0]!), at(places[0]!.replace('okta', 'nobody'))])
    expect(unknown.status).toBe(known.status)
    expect(((await unknown.json()) as { issuer: string }).issuer).toBe(client.baseUrl.replace('okta', 'nobody'))
  })

  it('is read, not written, and is nowhere else', async () => {
    expect((await at(places[0]!, { method: 'POST' })).status).toBe(405)
    expect((await at(places[0]!, { method: 'HEAD' })).status).toBe(200)
    for (const path of [
      '/.well-known/oauth-authorization-server/scim/v2/okta/Users',
      '/.well-known/oauth-authorization-server/scim/v2/',
      '/.well-known/oauth-authorization-server/scim/v2/a%22b',
      '/.well-known/oauth-authorization-server/scim/v1/okta',
    ])
      expect([path, (await at(path)).status]).toEqual([path, 404])
  })

  it('begins with the address that the server was told', async () => {
    const told = await startScim({ publicUrl: 'https://rollcall.example' })
    const answer = await fetch(`${told.url}${places[1]}`)
    expect(((await answer.json()) as { issuer: string }).issuer).toBe('https://rollcall.example/scim/v2/okta')
    await told.close()
  })
})
