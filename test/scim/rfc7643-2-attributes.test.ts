import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  byFilter,
  enterpriseUrn,
  patchOf,
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

let count = 0
const userOf = (more: object = {}) => ({ schemas: [userUrn], userName: `u${++count}`, ...more })
const created = async (more: object = {}) => (await client.post('/Users', userOf(more))).body

describe('RFC 7643 §2.1, names of attributes and URNs', () => {
  it('are the same in any case, and come back as the schema writes them', async () => {
    const { body, status } = await client.post('/Users', {
      SCHEMAS: [userUrn.toUpperCase()],
      USERNAME: 'names',
      Name: { GIVENNAME: 'Ada' },
      [enterpriseUrn.toUpperCase()]: { DEPARTMENT: 'Eng' },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      userName: 'names',
      name: { givenName: 'Ada' },
      [enterpriseUrn]: { department: 'Eng' },
    })
    const changed = await client.patch(
      `/Users/${body.id}`,
      patchOf({ op: 'replace', path: `${enterpriseUrn.toUpperCase()}:DEPARTMENT`, value: 'Ops' }),
    )
    expect(changed.body[enterpriseUrn]).toEqual({ department: 'Ops' })
    expect((await client.get(`/Users/${body.id}?ATTRIBUTES=NAME.GIVENNAME`)).body.name).toEqual({ givenName: 'Ada' })
  })
})

describe('RFC 7643 §2.3, the type of a value', () => {
  it.each<[string, object]>([
    ['a string', { title: 7 }],
    ['a string of a part', { name: { givenName: { x: 1 } } }],
    ['a boolean', { active: 'perhaps' }],
    ['a boolean, no number', { active: 1 }],
    ['base64', { x509Certificates: [{ value: '§§' }] }],
    ['a reference', { profileUrl: 7 }],
    ['an object', { name: 'Ada' }],
    ['an object of an extension', { [enterpriseUrn]: 'Eng' }],
    ['a string in a list', { emails: [{ value: 7 }] }],
  ])('must be %s', async (_type, body) => {
    const answer = await client.post('/Users', userOf(body))
    expect(answer.body, JSON.stringify(body)).toMatchObject({ status: '400', scimType: 'invalidValue' })
  })

  it('that is a text is kept to the letter', async () => {
    const title = '  “Ünïcode” \\ / \t ﬁ 😀  '
    const { id } = await created({ title })
    expect((await client.get(`/Users/${id}`)).body.title).toBe(title)
  })

  it('that is binary may be base64 or base64url', async () => {
    const { x509Certificates } = await created({ x509Certificates: [{ value: 'MIIB+/8=' }, { value: 'MIIB-_8' }] })
    expect(x509Certificates).toEqual([{ value: 'MIIB+/8=' }, { value: 'MIIB-_8' }])
  })
})

describe('RFC 7643 §2.4, values of a multi-valued attribute', () => {
  const emails = [
    { value: 'a@x', type: 'work', primary: true },
    { value: 'b@x', type: 'home' },
  ]
  const primariesOf = (user: { emails: { value: string; primary?: boolean }[] }) =>
    user.emails.filter(({ primary }) => primary).map(({ value }) => value)

  it('have at most one that is primary: who becomes it takes it from the one before', async () => {
    const { id } = await created({ emails })
    const primariesAfter = async (...operations: object[]) =>
      primariesOf((await client.patch(`/Users/${id}`, patchOf(...operations))).body)
    expect(
      await primariesAfter({ op: 'add', path: 'emails', value: [{ value: 'c@x', type: 'other', primary: true }] }),
    ).toEqual(['c@x'])
    expect(await primariesAfter({ op: 'replace', path: 'emails[type eq "home"].primary', value: true })).toEqual([
      'b@x',
    ])
    expect(
      await primariesAfter({ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'a@x', primary: true } }),
    ).toEqual(['a@x'])
    expect(
      await primariesAfter({ op: 'replace', path: 'emails', value: [...emails, { value: 'd@x', primary: true }] }),
    ).toEqual(['d@x'])
    expect(await primariesAfter({ op: 'remove', path: 'emails[primary eq true]' })).toEqual([])
  })

  it('are one where type and value are the same, and two where either differs', async () => {
    const { emails: kept } = await created({
      emails: [
        { value: 'a@x', type: 'work' },
        { value: 'A@x', type: 'Work', display: 'Ada' },
        { value: 'a@x', type: 'home' },
      ],
    })
    expect(kept).toHaveLength(2)
  })

  it('may be of another type than the suggested ones', async () => {
    expect((await created({ emails: [{ value: 'a@x', type: 'office' }] })).emails[0].type).toBe('office')
  })

  it('that are added and are there already change nothing', async () => {
    const before = await created({ emails })
    server.clock.advance(3)
    const answer = await client.patch(`/Users/${before.id}`, patchOf({ op: 'add', path: 'emails', value: [emails[1]] }))
    expect(answer.body).toEqual(before)
  })
})

describe('RFC 7643 §2.5, null, an empty list and absence', () => {
  it('are one state, in a resource, in a replace and for a filter', async () => {
    const user = await created({ title: null, emails: [], nickName: 'n', [enterpriseUrn]: { department: null } })
    for (const name of ['title', 'emails', enterpriseUrn]) expect(user).not.toHaveProperty([name])
    expect(user.schemas).toEqual([userUrn])
    const found = async (filter: string) =>
      (await client.get(`/Users?${byFilter(`id eq "${user.id}" and ${filter}`)}`)).body.totalResults
    expect([await found('not (title pr)'), await found('title eq null'), await found('emails pr')]).toEqual([1, 1, 0])
    const { body } = await client.patch(`/Users/${user.id}`, patchOf({ op: 'replace', path: 'nickName', value: null }))
    expect(body).not.toHaveProperty('nickName')
  })
})

describe('RFC 7643 §3.1 and §3.3, what every resource has', () => {
  it('an id of the service provider’s own, that is never given again and that no client sets', async () => {
    const [one, other] = [await created({ id: 'mine' }), await created({ id: 'mine' })]
    expect(one.id).not.toBe('mine')
    expect(one.id).not.toBe(other.id)
    const put = await client.put(`/Users/${one.id}`, userOf({ id: other.id }))
    expect([put.status, put.body.id]).toEqual([200, one.id])
    expect((await client.get(`/Users/${one.id.toUpperCase()}`)).status).toBe(404)
    expect((await client.get(`/Users?${byFilter(`id eq "${one.id.toUpperCase()}"`)}`)).body.totalResults).toBe(0)
  })

  it('in a PATCH its own id may be repeated, and no other be given', async () => {
    const user = await created()
    const patch = (id: unknown) =>
      client.patch(`/Users/${user.id}`, patchOf({ op: 'replace', value: { id, title: 'x' } }))
    expect((await patch(user.id)).body).toMatchObject({ id: user.id, title: 'x' })
    for (const wrong of ['other', user.id.toUpperCase(), 7])
      expect((await patch(wrong)).body).toMatchObject({ status: '400', scimType: 'mutability' })
  })

  it('an externalId of the client’s own, exact and not unique', async () => {
    const [one, other] = [await created({ externalId: 'E-1' }), await created({ externalId: 'E-1' })]
    const found = async (id: string) =>
      (await client.get(`/Users?${byFilter(`externalId eq "${id}"`)}`)).body.Resources.map(
        (user: { id: string }) => user.id,
      )
    expect(await found('E-1')).toEqual([one.id, other.id])
    expect(await found('e-1')).toEqual([])
  })

  it('meta, which no client sets, with the address that the answer’s head says too', async () => {
    const meta = { resourceType: 'X', created: '1999-01-01T00:00:00Z', location: 'http://x', version: 'W/"9"' }
    const answer = await client.post('/Users', userOf({ meta }))
    const { body, headers } = answer
    expect(body.meta).toMatchObject({
      resourceType: 'User',
      location: `${client.baseUrl}/Users/${body.id}`,
      version: 'W/"1"',
    })
    for (const one of [answer, await client.get(`/Users/${body.id}`)])
      expect(one.headers.get('content-location')).toBe(body.meta.location)
    expect(headers.get('etag')).toBe(body.meta.version)
    const put = await client.put(`/Users/${body.id}`, { ...body, meta })
    expect(put.body.meta).toEqual(body.meta)
    expect((await client.patch(`/Users/${body.id}`, patchOf({ op: 'remove', path: 'meta' }))).body.scimType).toBe(
      'mutability',
    )
  })

  it('schemas that follow from what the resource has, whatever a client says', async () => {
    const user = await created({ schemas: [userUrn, enterpriseUrn] })
    expect(user.schemas).toEqual([userUrn])
    const add = patchOf({ op: 'add', path: `${enterpriseUrn}:department`, value: 'Eng' })
    expect((await client.patch(`/Users/${user.id}`, add)).body.schemas).toEqual([userUrn, enterpriseUrn])
    const remove = patchOf({ op: 'remove', path: `${enterpriseUrn}:department` })
    expect((await client.patch(`/Users/${user.id}`, remove)).body.schemas).toEqual([userUrn])
    expect((await client.get(`/Users/${user.id}?attributes=title`)).body.schemas).toEqual([userUrn])
    expect((await client.get(`/Users/${user.id}?excludedAttributes=schemas,id`)).body).toMatchObject({
      schemas: [userUrn],
      id: user.id,
    })
  })
})
