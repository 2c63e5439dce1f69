import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterpriseUrn, groupUrn, type ScimClient, type ScimServer, startScim, userUrn } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

describe('RFC 7644 §3.3, creating a resource', () => {
  it('answers 201 with the resource, its Location and its version', async () => {
    const answer = await client.post('/Users', { schemas: [userUrn], userName: 'bjensen', externalId: 'bjensen' })
    expect(answer.status).toBe(201)
    const { id, meta } = answer.body
    expect(answer.body).toEqual({
      schemas: [userUrn],
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      userName: 'bjensen',
      externalId: 'bjensen',
      active: true,
      meta: {
        resourceType: 'User',
        created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        lastModified: meta.created,
        location: `${client.baseUrl}/Users/${id}`,
        version: 'W/"1"',
      },
    })
    expect(answer.headers.get('location')).toBe(meta.location)
    expect(answer.headers.get('etag')).toBe(meta.version)
    expect((await client.get(`/Users/${id}`)).body).toEqual(answer.body)
  })

  it('ignores readOnly attributes, and takes null and empty lists as nothing', async () => {
    const { body } = await client.post('/Users', {
      schemas: [userUrn],
      id: 'mine',
      meta: { created: '1999-01-01T00:00:00Z', resourceType: 'X' },
      groups: [{ value: 'x' }],
      userName: 'nulls',
      title: null,
      emails: [],
      name: {},
    })
    expect(Object.keys(body).sort()).toEqual(['active', 'id', 'meta', 'schemas', 'userName'])
    expect(body.id).not.toBe('mine')
  })

  it('refuses a userName that is in use with 409 uniqueness, whatever its case', async () => {
    await client.post('/Users', { userName: 'Dup' })
    const answer = await client.post('/Users', { userName: 'dUP' })
    expect(answer.body).toMatchObject({ status: '409', scimType: 'uniqueness' })
  })

  it('writes nothing where it is not clear what to answer with', async () => {
    const query = '?attributes=userName&startIndex=first'
    expect((await client.post(`/Users${query}`, { userName: 'unclear' })).status).toBe(400)
    expect((await client.get('/Users?filter=userName eq "unclear"')).body.totalResults).toBe(0)
    expect((await client.post(`/Groups${query}`, { displayName: 'unclear' })).status).toBe(400)
    expect((await client.get('/Groups?filter=displayName eq "unclear"')).body.totalResults).toBe(0)
    const { id } = (await client.post('/Users', { userName: 'clear', title: 'Before' })).body
    const replace = { op: 'replace', path: 'title', value: 'After' }
    expect((await client.patch(`/Users/${id}${query}`, { Operations: [replace] })).status).toBe(400)
    expect((await client.put(`/Users/${id}${query}`, { userName: 'clear', title: 'After' })).status).toBe(400)
    expect((await client.get(`/Users/${id}`)).body.title).toBe('Before')
  })

  it('refuses a resource without what is required', async () => {
    for (const [path, body] of [
      ['/Users', { schemas: [userUrn] }],
      ['/Users', { userName: '  ' }],
      ['/Groups', { schemas: [groupUrn] }],
    ] as const)
      expect((await client.post(path, body)).body).toMatchObject({ status: '400', scimType: 'invalidValue' })
  })

  it('says the schemas of the extensions that are there', async () => {
    const { body } = await client.post('/Users', {
      userName: 'ext',
      [enterpriseUrn]: { department: 'x' },
      'urn:example:X': { a: 1 },
    })
    expect(body.schemas).toEqual([userUrn, enterpriseUrn, 'urn:example:X'])
    expect((await client.get(`/Users/${body.id}`)).body.schemas.sort()).toEqual([...body.schemas].sort())
  })

  it('shows of the new resource what is asked for', async () => {
    const { body } = await client.post('/Users?attributes=userName', { userName: 'projected', title: 'x' })
    expect(Object.keys(body).sort()).toEqual(['id', 'schemas', 'userName'])
  })

  it('makes a group with users, groups and those who are not there yet', async () => {
    const { body: user } = await client.post('/Users', { userName: 'member', displayName: 'Me "M" \\ ü' })
    const { body: inner } = await client.post('/Groups', { displayName: 'Inner' })
    const members = [{ value: user.id }, { value: inner.id, type: 'Group' }, { value: 'later' }, { value: user.id }]
    const answer = await client.post('/Groups', { displayName: 'Outer', members })
    expect(answer.status).toBe(201)
    expect(answer.body.members).toEqual([
      { value: user.id, $ref: `${client.baseUrl}/Users/${user.id}`, type: 'User', display: 'Me "M" \\ ü' },
      { value: inner.id, $ref: `${client.baseUrl}/Groups/${inner.id}`, type: 'Group', display: 'Inner' },
      { value: 'later' },
    ])
  })

  it('makes twins of groups with one name', async () => {
    const [one, two] = [
      await client.post('/Groups', { displayName: 'Twin' }),
      await client.post('/Groups', { displayName: 'Twin' }),
    ]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body.id).not.toBe(two.body.id)
  })
})

describe('RFC 7643 §4.1.2, the groups of a user', () => {
  it('are direct and indirect, also where groups contain each other', async () => {
    const { body: user } = await client.post('/Users', { userName: 'nested' })
    const { body: one } = await client.post('/Groups', { displayName: 'One', members: [{ value: user.id }] })
    const { body: two } = await client.post('/Groups', { displayName: 'Two', members: [{ value: one.id }] })
    const { body: three } = await client.post('/Groups', { displayName: 'Three', members: [{ value: two.id }] })
    const add = { op: 'add', path: 'members', value: [{ value: three.id }, { value: one.id }] }
    expect((await client.patch(`/Groups/${one.id}`, { Operations: [add] })).status).toBe(204)
    const { groups } = (await client.get(`/Users/${user.id}`)).body
    expect(groups.map((group: { display: string; type: string }) => [group.display, group.type])).toEqual([
      ['One', 'direct'],
      ['Two', 'indirect'],
      ['Three', 'indirect'],
    ])
    const indirectly = encodeURIComponent(`groups[value eq "${three.id}" and type eq "indirect"]`)
    expect((await client.get(`/Users?filter=${indirectly}`)).body.totalResults).toBe(1)
    expect((await client.get(`/Users?filter=${encodeURIComponent('groups.display eq "two"')}`)).body.totalResults).toBe(
      1,
    )
  })
})
