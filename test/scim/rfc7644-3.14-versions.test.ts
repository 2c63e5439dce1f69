import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupUrn, patchOf, type ScimClient, type ScimServer, startScim, userUrn } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

let count = 0
const user = async () => (await client.post('/Users', { schemas: [userUrn], userName: `u${++count}` })).body
const group = async () => (await client.post('/Groups', { schemas: [groupUrn], displayName: `g${++count}` })).body
const kinds = [
  ['Users', user, 'title'],
  ['Groups', group, 'displayName'],
] as const
const bearer = () => ({ authorization: `Bearer ${client.token}` })

describe.each(kinds)('RFC 7644 §3.14, the version of one of /%s', (kind, make, attribute) => {
  const path = ({ id }: { id: string }) => `/${kind}/${id}`
  const change = () => patchOf({ op: 'replace', path: attribute, value: `v${++count}` })
  const wanted = { prefer: 'return=representation' }

  it('is weak, the same in the head, in meta and in lists, and another after each change', async () => {
    const made = await make()
    const got = await client.get(path(made))
    expect(got.headers.get('etag')).toBe(made.meta.version)
    expect(made.meta.version).toMatch(/^W\/"[^"]+"$/)
    const listed = (await client.get(`/${kind}?count=200`)).body.Resources.find(
      ({ id }: { id: string }) => id === made.id,
    )
    expect(listed.meta).toEqual(made.meta)
    const versions = new Set([made.meta.version])
    const patched = await client.patch(path(made), change(), wanted)
    versions.add(patched.headers.get('etag'))
    expect(patched.body.meta.version).toBe(patched.headers.get('etag'))
    const put = await client.put(path(made), { ...patched.body, [attribute]: 'put' })
    versions.add(put.headers.get('etag'))
    expect(put.body.meta.version).toBe(put.headers.get('etag'))
    expect(versions.size).toBe(3)
    const same = await client.put(path(made), put.body)
    expect(same.headers.get('etag')).toBe(put.headers.get('etag'))
  })

  it('answers 304 without a body to If-None-Match that has it, in a list of them or as *', async () => {
    const made = await make()
    for (const tag of [made.meta.version, `W/"x", ${made.meta.version}`, made.meta.version.replace('W/', ''), '*']) {
      const answer = await client.get(path(made), { 'if-none-match': tag })
      expect([tag, answer.status, answer.body]).toEqual([tag, 304, undefined])
      expect(answer.headers.get('etag')).toBe(made.meta.version)
    }
    await client.patch(path(made), change())
    const changed = await client.get(path(made), { 'if-none-match': made.meta.version })
    expect([changed.status, changed.body.id]).toEqual([200, made.id])
  })

  it('that is not the one of If-Match stops every change with 412, and nothing is changed', async () => {
    const made = await make()
    for (const stale of ['W/"0"', '"nonsense"', 'W/""', '__proto__', '-1'])
      for (const answer of [
        await client.patch(path(made), change(), { 'if-match': stale }),
        await client.put(path(made), { ...made, [attribute]: 'x' }, { 'if-match': stale }),
        await client.delete(path(made), { 'if-match': stale }),
      ])
        expect([stale, answer.status, answer.body.status]).toEqual([stale, 412, '412'])
    expect((await client.get(path(made))).body).toEqual(made)
  })

  it('lets a change through that names it, strong or weak, or names any', async () => {
    const made = await make()
    const next = async (tag: string) => {
      const answer = await client.patch(path(made), change(), { ...wanted, 'if-match': tag })
      expect([tag, answer.status]).toEqual([tag, 200])
      return answer.body.meta.version as string
    }
    const second = await next(made.meta.version)
    const third = await next(second.replace('W/', ''))
    await next('*')
    expect((await client.patch(path(made), change(), { 'if-match': third })).status).toBe(412)
    expect((await client.delete(path(made), { 'if-match': '*' })).status).toBe(204)
    expect((await client.delete(path(made), { 'if-match': '*' })).status).toBe(404)
  })

  it('lets one of two through who change it at once', async () => {
    const made = await make()
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => client.patch(path(made), change(), { ...wanted, 'if-match': made.meta.version })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  })

  it('is in the head that HEAD gives, which is that of GET', async () => {
    const made = await make()
    for (const below of [path(made), `/${kind}`, '/ServiceProviderConfig']) {
      const [head, got] = [
        await client.send('HEAD', below, { headers: bearer() }),
        await client.send('GET', below, { headers: bearer() }),
      ]
      expect([head.status, head.body]).toEqual([200, undefined])
      for (const name of ['etag', 'content-type', 'content-length', 'content-location'])
        expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)])
    }
    const unchanged = { ...bearer(), 'if-none-match': made.meta.version }
    expect((await client.send('HEAD', path(made), { headers: unchanged })).status).toBe(304)
    expect((await client.send('HEAD', `/${kind}/${crypto.randomUUID()}`, { headers: bearer() })).status).toBe(404)
  })
})
