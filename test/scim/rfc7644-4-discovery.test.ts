import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  enterpriseUrn,
  groupUrn,
  listUrn,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

describe('RFC 7644 §4, what the service provider says of itself', () => {
  it('is what it does', async () => {
    const { body } = await client.get('/ServiceProviderConfig')
    expect(body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true },
      filter: { supported: true, maxResults: 200 },
      sort: { supported: true },
      etag: { supported: true },
      changePassword: { supported: false },
      meta: { resourceType: 'ServiceProviderConfig', location: `${client.baseUrl}/ServiceProviderConfig` },
    })
    expect(JSON.stringify(body)).not.toContain('null')
  })

  it('lists the resource types, and gives each by its name', async () => {
    const { body } = await client.get('/ResourceTypes')
    expect(body).toMatchObject({ schemas: [listUrn], totalResults: 2, itemsPerPage: 2 })
    expect(body.Resources.map((type: { id: string; schema: string }) => [type.id, type.schema])).toEqual([
      ['User', userUrn],
      ['Group', groupUrn],
    ])
    for (const type of body.Resources) {
      expect((await client.get(`/ResourceTypes/${type.id}`)).body).toEqual(type)
      expect(type.meta.location).toBe(`${client.baseUrl}/ResourceTypes/${type.id}`)
    }
  })

  it('lists the schemas, and gives each by its URN', async () => {
    const { body } = await client.get('/Schemas')
    expect(body.Resources.map(({ id }: { id: string }) => id)).toEqual([userUrn, groupUrn, enterpriseUrn])
    for (const schema of body.Resources) expect((await client.get(`/Schemas/${schema.id}`)).body).toEqual(schema)
    expect((await client.get(`/Schemas/${encodeURIComponent(userUrn.toLowerCase())}`)).body.id).toBe(userUrn)
  })

  it('cannot be filtered: 403; other parameters are passed over', async () => {
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas', `/Schemas/${userUrn}`]) {
      expect((await client.get(`${path}?filter=id%20eq%20"x"`)).body).toMatchObject({ status: '403' })
      expect((await client.get(`${path}?count=1&startIndex=5&attributes=id`)).status).toBe(200)
      expect((await client.post(path, {})).status).toBe(405)
    }
  })
})
