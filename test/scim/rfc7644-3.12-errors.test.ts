import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorUrn, patchOf, type ScimClient, type ScimResponse, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
let id = ''
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  id = (await client.post('/Users', { userName: 'ada', emails: [{ value: 'a@x', type: 'work' }] })).body.id
})
afterAll(() => server.close())

const patched = (operation: object) => client.patch(`/Users/${id}`, patchOf(operation))

/** Table 8 and table 9: what a client does, and the answer to it. */
const refusals: readonly (readonly [string, number, string | undefined, () => Promise<ScimResponse>])[] = [
  ['a filter that is none', 400, 'invalidFilter', () => client.get('/Users?filter=nonsense')],
  ['a filter on what is not there', 400, 'invalidFilter', () => client.get('/Users?filter=shoe%20eq%20%22x%22')],
  ['an order of booleans', 400, 'invalidFilter', () => client.get('/Users?filter=active%20gt%20true')],
  [
    'too many operations',
    400,
    'tooMany',
    () => client.patch(`/Users/${id}`, patchOf(...Array(10_001).fill({ op: 'remove', path: 'x' }))),
  ],
  ['a userName that is taken', 409, 'uniqueness', () => client.post('/Users', { userName: 'ADA' })],
  ['a change of what is readOnly', 400, 'mutability', () => patched({ op: 'add', path: 'meta.created', value: 'x' })],
  ['a body that is no object', 400, 'invalidSyntax', () => client.post('/Users', [])],
  [
    'a body of another schema',
    400,
    'invalidSyntax',
    () => client.post('/Users', { schemas: ['urn:x:y'], userName: 'x' }),
  ],
  ['a path that is none', 400, 'invalidPath', () => patched({ op: 'add', path: 'shoe', value: 'x' })],
  ['a path in which a filter is broken', 400, 'invalidFilter', () => patched({ op: 'remove', path: 'emails[type eq' })],
  ['a remove without a path', 400, 'noTarget', () => patched({ op: 'remove' })],
  ['a path that finds nothing', 400, 'noTarget', () => patched({ op: 'remove', path: 'emails[type eq "fax"]' })],
  ['a value of another type', 400, 'invalidValue', () => patched({ op: 'add', path: 'title', value: {} })],
  ['a resource without what is required', 400, 'invalidValue', () => client.post('/Users', {})],
  ['a resource that is not there', 404, undefined, () => client.get(`/Users/${crypto.randomUUID()}`)],
  ['an endpoint that is not there', 404, undefined, () => client.get('/Shoes')],
  ['a filter of discovery', 403, undefined, () => client.get('/Schemas?filter=id%20eq%20%22x%22')],
  ['a verb that is not possible', 405, undefined, () => client.send('DELETE', '/Users', { headers: bearer() })],
  ['another version', 412, undefined, () => client.delete(`/Users/${id}`, { 'if-match': 'W/"0"' })],
  [
    'a body that is too large',
    413,
    undefined,
    () => client.post('/Users', { userName: 'x', title: 'x'.repeat(1_100_000) }),
  ],
  ['what is not offered', 501, undefined, () => client.get('/Me')],
  ['no credentials', 401, undefined, () => client.send('GET', '/Users')],
]
const bearer = () => ({ authorization: `Bearer ${client.token}` })

describe('RFC 7644 §3.12, the answer to', () => {
  it.each(refusals)('%s is %i %s, as a SCIM error and nothing else', async (_what, status, scimType, ask) => {
    const { body, ...answer } = await ask()
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/scim+json')
    expect(body).toEqual({
      schemas: [errorUrn],
      status: String(status),
      ...(scimType && { scimType }),
      detail: expect.stringMatching(/^.{5,300}$/),
    })
    expect(answer.headers.get('www-authenticate')).toEqual(status === 401 ? expect.any(String) : null)
    expect(answer.headers.get('allow')).toEqual(status === 405 ? expect.any(String) : null)
  })

  it('whatever it is leaves what is there as it was', async () => {
    expect((await client.get(`/Users/${id}`)).body.meta.version).toBe('W/"1"')
    expect((await client.get('/Users')).body.totalResults).toBe(1)
  })
})

describe('RFC 7644 §3.13, a version of the protocol', () => {
  it('that is not ours is not there', async () => {
    for (const version of ['v1', 'v1.1', 'v3', 'v22', '2']) {
      const answer = await fetch(`${client.baseUrl.replace('/v2/', `/${version}/`)}/Users`, { headers: bearer() })
      expect([version, answer.status, answer.headers.get('content-type')]).toEqual([
        version,
        404,
        'application/scim+json',
      ])
    }
  })
})
