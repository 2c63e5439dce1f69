import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterpriseUrn, patchOf, type ScimClient, type ScimServer, startScim, userUrn } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

let count = 0
const user = async (more: object = {}) => (await client.post('/Users', { userName: `u${++count}`, ...more })).body
const group = async (...members: readonly string[]) =>
  (await client.post('/Groups', { displayName: `g${++count}`, members: members.map((value) => ({ value })) })).body

describe('RFC 7644 §3.5.1, replacing', () => {
  it('puts the body in place of what was there, and keeps id and created', async () => {
    const before = await user({ title: 'x', nickName: 'y', [enterpriseUrn]: { department: 'z' } })
    server.clock.advance(5)
    const { status, body } = await client.put(`/Users/${before.id}`, {
      schemas: [userUrn],
      userName: 'replaced',
      title: 'new',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: before.id, userName: 'replaced', title: 'new', schemas: [userUrn] })
    for (const gone of ['nickName', enterpriseUrn]) expect(body).not.toHaveProperty([gone])
    expect(body.meta.created).toBe(before.meta.created)
    expect(body.meta.lastModified > before.meta.lastModified).toBe(true)
  })

  it('does not create', async () => {
    const answer = await client.put(`/Users/${crypto.randomUUID()}`, { userName: 'nobody' })
    expect(answer.status).toBe(404)
    expect((await client.get('/Users?filter=userName%20eq%20"nobody"')).body.totalResults).toBe(0)
  })

  it('of a group says who all its members are', async () => {
    const [a, b] = [await user(), await user()]
    const { id, displayName } = await group(a.id)
    const put = async (body: object) => (await client.put(`/Groups/${id}`, { displayName, ...body })).body.members
    expect(await put({ members: [{ value: b.id }, { value: 'later' }] })).toMatchObject([
      { value: b.id },
      { value: 'later' },
    ])
    expect(await put({ members: [{ value: b.id }, { value: 'later' }], displayName: 'other' })).toHaveLength(2)
    expect(await put({})).toBeUndefined()
  })
})

describe('RFC 7644 §3.5.2, a PATCH', () => {
  it('does all of its operations or none', async () => {
    const { id } = await user({ title: 'x' })
    const answer = await client.patch(
      `/Users/${id}`,
      patchOf({ op: 'replace', path: 'title', value: 'y' }, { op: 'replace', path: 'shoeSize', value: 1 }),
    )
    expect(answer.body).toMatchObject({ status: '400', scimType: 'invalidPath' })
    expect((await client.get(`/Users/${id}`)).body.title).toBe('x')
    const a = await user()
    const team = await group()
    const half = patchOf(
      { op: 'add', path: 'members', value: [{ value: a.id }] },
      { op: 'remove', path: 'displayName' },
    )
    expect((await client.patch(`/Groups/${team.id}`, half)).body).toMatchObject({
      status: '400',
      scimType: 'mutability',
    })
    expect((await client.get(`/Groups/${team.id}`)).body).toEqual(team)
  })

  it('of a user is answered 200 with the user', async () => {
    const { id } = await user()
    const answer = await client.patch(
      `/Users/${id}?attributes=title`,
      patchOf({ op: 'add', path: 'title', value: 'Dr' }),
    )
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ schemas: [userUrn], id, title: 'Dr' })
  })

  it('of a group is answered 204, or with the group where the client says what it wants to see', async () => {
    const [a, team] = [await user(), await group()]
    const add = patchOf({ op: 'add', path: 'members', value: [{ value: a.id }] })
    const none = await client.patch(`/Groups/${team.id}`, add)
    expect([none.status, none.body]).toEqual([204, undefined])
    const some = await client.patch(`/Groups/${team.id}?excludedAttributes=members`, add)
    expect([some.status, some.body.displayName, some.body.members]).toEqual([200, team.displayName, undefined])
    const whole = await client.patch(`/Groups/${team.id}`, add, { prefer: 'return=representation' })
    expect([whole.status, whole.body.members.length]).toEqual([200, 1])
  })

  it('changes lastModified and version when something changes, and else neither', async () => {
    const before = await user({ title: 'x' })
    server.clock.advance(5)
    const same = await client.patch(`/Users/${before.id}`, patchOf({ op: 'replace', path: 'title', value: 'x' }))
    expect(same.body.meta).toEqual(before.meta)
    const a = await user()
    const team = await group(a.id)
    const addA = patchOf({ op: 'add', path: 'members', value: [{ value: a.id }] })
    await client.patch(`/Groups/${team.id}`, addA)
    expect((await client.get(`/Groups/${team.id}`)).body.meta).toEqual(team.meta)
    server.clock.advance(5)
    await client.patch(`/Groups/${team.id}`, patchOf({ op: 'remove', path: `members[value eq "${a.id}"]` }))
    const { meta } = (await client.get(`/Groups/${team.id}`)).body
    expect(meta.lastModified > team.meta.lastModified).toBe(true)
    expect(meta.version).not.toBe(team.meta.version)
    expect(meta.created).toBe(team.meta.created)
  })

  it.each([
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'remove', path: 'emails[type eq "fax"]' }, 'noTarget'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'replace', path: 'meta.created', value: '2020-01-01T00:00:00Z' }, 'mutability'],
    [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }, 'mutability'],
    [{ op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue'],
    [{ op: 'add', path: 'emails[type eq', value: 1 }, 'invalidFilter'],
    [{ op: 'move', path: 'title', value: 'x' }, 'invalidSyntax'],
    [{ op: 'add', path: 'title' }, 'invalidValue'],
    [{ op: 'remove', path: 'userName' }, 'mutability'],
  ])('is refused with the type of what is wrong: %o', async (operation, scimType) => {
    const { id } = await user()
    expect((await client.patch(`/Users/${id}`, patchOf(operation))).body).toMatchObject({ status: '400', scimType })
  })

  it('never takes a userName that is in use', async () => {
    const [one, two] = [await user(), await user()]
    const answer = await client.patch(
      `/Users/${one.id}`,
      patchOf({ op: 'replace', path: 'userName', value: two.userName.toUpperCase() }),
    )
    expect(answer.body).toMatchObject({ status: '409', scimType: 'uniqueness' })
  })

  it('of nobody is 404', async () => {
    const patch = patchOf({ op: 'add', path: 'title', value: 'x' })
    expect((await client.patch(`/Users/${crypto.randomUUID()}`, patch)).status).toBe(404)
    const members = patchOf({ op: 'add', path: 'members', value: [{ value: 'x' }] })
    expect((await client.patch(`/Groups/${crypto.randomUUID()}`, members)).status).toBe(404)
  })
})

describe('RFC 7644 §3.6, deleting', () => {
  it('answers 204, then 404, and leaves the userName free', async () => {
    const before = await user({ externalId: 'e1' })
    expect((await client.delete(`/Users/${before.id}`)).status).toBe(204)
    for (const answer of [
      await client.get(`/Users/${before.id}`),
      await client.delete(`/Users/${before.id}`),
      await client.put(`/Users/${before.id}`, { userName: 'x' }),
      await client.patch(`/Users/${before.id}`, patchOf({ op: 'add', path: 'title', value: 'x' })),
    ])
      expect(answer.status).toBe(404)
    const again = await client.post('/Users', { userName: before.userName.toUpperCase(), externalId: 'e1' })
    expect(again.status).toBe(201)
    expect(again.body.id).toBe(before.id)
    expect(again.body.meta.created).toBe(before.meta.created)
  })
})

describe('RFC 7644 §3.14, versions', () => {
  it('come as a weak entity tag, and 304 where nothing changed', async () => {
    const [one, team] = [await user(), await group()]
    for (const [path, { meta }] of [
      [`/Users/${one.id}`, one],
      [`/Groups/${team.id}`, team],
    ] as const) {
      const answer = await client.get(path)
      expect(answer.headers.get('etag')).toBe(meta.version)
      const unchanged = await client.get(path, { 'if-none-match': meta.version })
      expect([unchanged.status, unchanged.body]).toEqual([304, undefined])
      expect((await client.get(path, { 'if-none-match': 'W/"other"' })).status).toBe(200)
    }
  })

  it('named in If-Match must be the one that is there, else 412', async () => {
    const one = await user()
    const title = patchOf({ op: 'replace', path: 'title', value: 'x' })
    const stale = { 'if-match': 'W/"7"' }
    expect((await client.patch(`/Users/${one.id}`, title, stale)).body.status).toBe('412')
    expect((await client.put(`/Users/${one.id}`, { userName: one.userName }, stale)).status).toBe(412)
    expect((await client.delete(`/Users/${one.id}`, stale)).status).toBe(412)
    expect((await client.patch(`/Users/${one.id}`, title, { 'if-match': one.meta.version })).status).toBe(200)
    expect((await client.delete(`/Users/${one.id}`, { 'if-match': 'W/"1", W/"2"' })).status).toBe(204)
    const team = await group()
    const rename = patchOf({ op: 'replace', path: 'displayName', value: 'renamed' })
    expect((await client.patch(`/Groups/${team.id}`, rename, stale)).status).toBe(412)
    expect((await client.patch(`/Groups/${team.id}`, rename, { 'if-match': team.meta.version })).status).toBe(204)
    expect((await client.delete(`/Groups/${team.id}`, { 'if-match': team.meta.version })).status).toBe(412)
    expect((await client.delete(`/Groups/${team.id}`, { 'if-match': '*' })).status).toBe(204)
  })
})
