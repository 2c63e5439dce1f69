import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorUrn, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

const send = (method: string, path: string, body?: object) =>
  client.send(method, path, {
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/scim+json' },
    ...(body && { body: JSON.stringify(body) }),
  })

describe('RFC 7644 §3.11, /Me for the token of a source, which is no user', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('is answered 501 to %s, with the reason', async (method) => {
    for (const path of ['/Me', '/me', '/Me/', '/Me?attributes=userName', '/Me/groups', '/Me/.search']) {
      const answer = await send(method, path, method === 'GET' ? undefined : { userName: 'me' })
      expect([path, answer.status]).toEqual([path, 501])
      expect(answer.headers.get('content-type')).toBe('application/scim+json')
      expect(answer.body).toEqual({ schemas: [errorUrn], status: '501', detail: expect.stringContaining('no /Me') })
    }
  })

  it('is answered 501 without a body to HEAD', async () => {
    const answer = await send('HEAD', '/Me')
    expect([answer.status, answer.body]).toEqual([501, undefined])
  })

  it('is answered 501 to an operation of a bulk request', async () => {
    const Operations = [
      { method: 'POST', path: '/Me', bulkId: 'me', data: { userName: 'me' } },
      { method: 'PATCH', path: '/Me/x', data: {} },
    ]
    const { body } = await client.post('/Bulk', { Operations })
    expect(body.Operations).toMatchObject([{ status: '501' }, { status: '501' }])
    expect((await client.get('/Users')).body.totalResults).toBe(0)
  })

  it('is answered 401 to who may not be here, before anything else is said', async () => {
    expect((await client.send('GET', '/Me')).status).toBe(401)
  })
})

describe('RFC 7644 §3.2, the address of the source itself', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'GET'])('is no resource: 404 to %s, in SCIM', async (method) => {
    for (const path of ['', '/', '//', '/?x=1']) {
      const answer = await send(method, path, method === 'GET' ? undefined : { userName: 'root' })
      expect([path, answer.status]).toEqual([path, 404])
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: '404' })
    }
  })
})
