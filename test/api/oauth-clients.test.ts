import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../src/contract/activity.ts'
import type { Problem } from '../../src/contract/problem.ts'
import type { NewOAuthClient, OAuthClients, Sources } from '../../src/contract/source.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let path: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())
beforeEach(async () => {
  tenant = await server.tenant()
  path = `/sources/${(await tenant.api.get<Sources>('/sources')).sources[0]!.id}/oauth-clients`
})

const trusted = {
  issuer: 'https://login.microsoftonline.com/ce5f061f/v2.0',
  audience: 'api://b5ba7a93/.default',
  subject: 'd2f8ee76',
  jwksUrl: 'https://login.microsoftonline.com/ce5f061f/discovery/v2.0/keys',
}
const add = (body: object) => tenant.api.send<NewOAuthClient>('POST', path, body)

describe('an OAuth client of a source', () => {
  it('by secret gets tokens with it, and its secret is shown once', async () => {
    const { status, body } = await add({ label: ' Okta ' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      label: 'Okta',
      trusted: null,
      secret: expect.stringMatching(/^rc_client_/),
      tokenUrl: `${tenant.scimUrl}/oauth/token`,
      url: tenant.scimUrl,
      usedAt: null,
    })
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: body.id,
      client_secret: body.secret!,
    })
    expect((await fetch(body.tokenUrl, { method: 'POST', body: form })).status).toBe(200)
    const listed = await tenant.api.get<OAuthClients>(path)
    expect(listed).toMatchObject({ tokenUrl: body.tokenUrl, clients: [{ label: 'Okta', usedAt: expect.any(String) }] })
    expect(JSON.stringify(listed)).not.toContain(body.secret)
  })

  it('by assertion has no secret, and says whom it trusts', async () => {
    const { body } = await add({ label: 'Entra', trusted: { ...trusted, issuer: ` ${trusted.issuer} ` } })
    expect(body).toMatchObject({ secret: null, trusted })
  })

  it.each<[string, object, string]>([
    ['plain http', { jwksUrl: 'http://login.example/keys' }, 'ADDRESS_REFUSED'],
    ['a private network', { jwksUrl: 'https://10.0.0.1/keys' }, 'ADDRESS_REFUSED'],
    ['this machine', { jwksUrl: 'http://localhost/keys' }, 'ADDRESS_REFUSED'],
    ['no address', { jwksUrl: 'keys' }, 'ADDRESS_INVALID'],
    ['an empty subject', { subject: ' ' }, 'VALUE_MISSING'],
  ])('is refused with %s', async (_what, wrong, code) => {
    const { status, body } = await tenant.api.send<Problem>('POST', path, {
      label: 'Entra',
      trusted: { ...trusted, ...wrong },
    })
    expect([status, body.code]).toEqual([422, code])
    expect((await tenant.api.get<OAuthClients>(path)).clients).toEqual([])
  })

  it('is revoked once, by its own organization, and both acts are in the activity', async () => {
    const { body } = await add({ label: 'Okta' })
    const stranger = await server.tenant()
    expect((await stranger.api.send('DELETE', `${path}/${body.id}`)).status).toBe(404)
    expect((await tenant.api.send('DELETE', `${path}/${body.id}`)).status).toBe(204)
    expect((await tenant.api.send('DELETE', `${path}/${body.id}`)).status).toBe(404)
    expect((await tenant.api.get<OAuthClients>(path)).clients).toEqual([])
    const { activity } = await tenant.api.get<Activity>('/activity')
    expect(JSON.stringify(activity)).toMatch(/oauth-client\.revoke[\s\S]*oauth-client\.create/)
  })
})
