import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'

let fresh: FreshDatabase
let api: TestApi
let admin: ApiUser
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  admin = await api.as(await freshOrganization(fresh.database))
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

const raw = async (payload: string | Buffer, type = 'application/json', url = '/api/v1/products') => {
  const headers = { authorization: `Bearer ${admin.token}`, 'content-type': type }
  const answer = await api.http.inject({ method: 'POST', url, headers, payload })
  return { status: answer.statusCode, type: answer.headers['content-type'], body: answer.json() }
}

describe('a body', () => {
  it('that is not JSON, or none at all, is refused', async () => {
    for (const text of ['{', '{"name":}', 'null,', '{"name":"x"', '\u0000', '[1,2'])
      expect(await raw(text), text).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } })
    expect(await raw('')).toMatchObject({ status: 422, body: { code: 'INVALID' } })
    expect(await raw('null')).toMatchObject({ status: 422, body: { code: 'INVALID' } })
    expect(await raw('<a/>', 'text/xml')).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
    expect((await raw('{"name":"x"}', 'text/plain')).status).toBe(415)
  })

  it('of ten megabytes is refused, and one of a deep hole is read without falling in', async () => {
    expect(await raw(`{"name":"${'x'.repeat(10_000_000)}"}`)).toMatchObject({
      status: 413,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'TOO_LARGE' },
    })
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    expect((await raw(deep)).status).toBe(422)
    expect((await raw(`{"name":${deep}}`)).status).toBe(422)
  })

  it('that would reach into objects is refused', async () => {
    for (const text of ['{"__proto__":{"x":1}}', '{"name":"x","constructor":{"prototype":{"x":1}}}'])
      expect((await raw(text)).status, text).toBe(400)
  })

  it('with a member nobody knows is refused, naming it', async () => {
    const answer = await admin.send('POST', '/products', { name: 'x', owner: 5 })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'INVALID', errors: [{ pointer: '/owner', detail: 'is not known' }] },
    })
  })

  it('with a text that cannot be stored is refused', async () => {
    for (const name of ['a\u0000b', '\ud800', 'x\udfff'])
      expect(await raw(JSON.stringify({ name })), name).toMatchObject({ status: 400 })
  })

  it('may be left out where nothing is required', async () => {
    expect((await raw('', 'application/json', '/api/v1/runs')).status).toBe(200)
    expect((await admin.send('POST', '/runs')).status).toBe(200)
    expect((await admin.send('POST', '/runs', { fully: true })).status).toBe(422)
  })
})

describe('an address', () => {
  it('that leads nowhere is a problem as well', async () => {
    for (const path of [
      '/nothing',
      '/users/x/y/z',
      '/rules/x',
      '/users/%00',
      '/users/%F0%28',
      "/users/'",
      '/products/%2e%2e',
    ])
      expect(await admin.send('GET', path), path).toMatchObject({ status: expect.toBeOneOf([400, 404]) })
    expect(await admin.send('PATCH', '/users', {})).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  })

  it('with a query that is not one is refused', async () => {
    for (const query of [
      'limit=0',
      'limit=501',
      'limit=many',
      'limit=1e99',
      'cursor=x',
      'cursor=bnVsbA',
      'cursor=MWU5OQ',
      'filter=userName',
      'filter=%00',
      'search=%00',
      'colour=red',
      'deleted=maybe',
    ])
      expect(await admin.send('GET', `/users?${query}`), query).toMatchObject({
        status: 400,
        body: { code: expect.stringMatching(/^INVALID|^UNSTORABLE/) },
      })
    expect((await admin.send('GET', '/activity?cursor=MTI')).status).toBe(400)
    expect((await admin.send('GET', '/rules?draft=')).status).toBe(400)
    expect((await admin.send('GET', '/users?limit=5&limit=6')).status).toBe(400)
  })

  it('never answers a filter with 5xx', async () => {
    const word = fc.constantFrom(
      ...[
        'userName',
        'eq',
        'co',
        'pr',
        'and',
        'or',
        'not',
        '(',
        ')',
        '[',
        ']',
        '"',
        '"x"',
        'emails',
        'name.familyName',
      ],
      ...['null', 'true', '1', '1e400', '\\', 'meta.created', 'gt', '"2026-01-01T00:00:00Z"', 'department', 'urn:x:y'],
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    )
    await fc.assert(
      fc.asyncProperty(text, async (filter) => {
        const { status } = await admin.send('GET', `/users?${new URLSearchParams({ filter })}`)
        expect([200, 400]).toContain(status)
      }),
      { numRuns: 300 },
    )
  })
})

describe('whatever is sent', () => {
  it('is answered with what the sender did wrong, never with 5xx', async () => {
    const routes = [
      ['POST', '/rules?apply=true'],
      ['POST', '/rules'],
      ['PUT', '/rules/order?apply=true'],
      ['POST', '/pins'],
      ['POST', '/products'],
      ['POST', '/stopped/apply'],
      ['POST', '/stopped/keep'],
      ['PATCH', '/organization'],
      ['POST', '/user-groups'],
      ['POST', '/sources'],
      ['POST', '/draft/apply'],
      ['PUT', '/test-clock'],
    ] as const
    const member = fc.constantFrom(
      ...['name', 'group', 'products', 'product', 'tier', 'role', 'ids', 'user', 'users', 'field', 'reason', 'endsAt'],
      ...['owned', 'tiers', 'includes', 'condition', 'state', 'parent', 'replace', 'privileges', 'lossesAllowed', 'at'],
    )
    const leaf = fc.oneof(
      fc.constantFrom('x', '', 'none', 'default', 'product', '0190aaaa-0000-7000-8000-000000000000', 'on', 'manager'),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(member, tie('tree'), { maxKeys: 6 }),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.dictionary(member, tree, { maxKeys: 6 }),
        async ([method, path], body) => {
          const { status } = await admin.send(method, path, body)
          expect(status, `${method} ${path} ${JSON.stringify(body)}`).toBeLessThan(500)
        },
      ),
      { numRuns: 300 },
    )
  })
})
