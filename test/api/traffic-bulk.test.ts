import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sources } from '../../src/contract/source.ts'
import type { Checklist, ScimRequestWhole, Traffic } from '../../src/contract/traffic.ts'
import { patchOf } from '../support/scim.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let source: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
  tenant = await server.tenant()
  source = (await tenant.api.get<Sources>('/sources')).sources[0]!.id
})
afterAll(() => server.close())

const traffic = async () => (await tenant.api.get<Traffic>(`/sources/${source}/traffic?operation=bulk`)).requests
/** The log is a fifth of a second late. */
const seen = async () => {
  await expect.poll(async () => (await traffic()).length, { timeout: 3000 }).toBe(1)
  return traffic()
}
const proven = async () =>
  (await tenant.api.get<Checklist>(`/sources/${source}/checklist`)).steps
    .filter(({ proof }) => proof)
    .map(({ step }) => step)

describe('the traffic log', () => {
  it('says of a bulk request how many of its operations did what, why one was refused, and each quirk once', async () => {
    const { scim } = tenant
    const ada = await scim.createUser('ada@x.example')
    const odd = {
      method: 'PATCH',
      path: `/Users/${ada}`,
      data: patchOf({ op: 'replace', path: 'active', value: 'False' }),
    }
    const post = (bulkId: string, path: string, data: object) => ({ method: 'POST', path, bulkId, data })
    const answer = await scim.send<object>('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        post('g', '/Groups', { displayName: 'G', members: [{ value: 'bulkId:u' }] }),
        post('u', '/Users', { userName: 'bea@x.example', password: 'four plain words' }),
        post('h', '/Groups', { displayName: 'H', members: [{ value: 'bulkId:t' }] }),
        post('t', '/Users', { userName: 'ada@x.example' }),
        odd,
        odd,
        { method: 'DELETE', path: '/Users/bulkId:u' },
      ],
    })
    expect(answer.status).toBe(200)
    const [request] = await seen()
    expect(request).toMatchObject({ method: 'POST', path: '/Bulk', operation: 'bulk', status: 200 })
    expect(request!.understood).toEqual({
      code: 'bulk',
      done: [
        { deed: 'users-created', count: 1 },
        { deed: 'users-changed', count: 1 },
        { deed: 'users-deleted', count: 1 },
        { deed: 'groups-created', count: 1 },
        { deed: 'unchanged', count: 1 },
        { deed: 'refused', count: 2 },
      ],
      reason: 'name-taken',
      detail: 'There is a user with the userName ada@x.example already.',
    })
    expect(request!.quirks.map(({ code, path }) => [code, path])).toEqual([
      ['schema-unnamed', 'schemas'],
      ['schema-unnamed', 'schemas'],
      ['string-as-boolean', 'active'],
    ])
    const { received, answered } = await tenant.api.get<ScimRequestWhole>(`/sources/${source}/traffic/${request!.id}`)
    expect(received).toContain('bea@x.example')
    expect(received).not.toContain('four plain words')
    expect(answered).toContain('uniqueness')
    await expect.poll(proven).toEqual(['token', 'user', 'group', 'membership', 'deactivate', 'delete'])
  })
})
