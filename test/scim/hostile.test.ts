import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anything, evil, filter, named, patch } from '../support/hostile.ts'
import { patchUrn, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
let [user, group] = ['', '']
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  user = (await client.post('/Users', { userName: 'victim', emails: [{ value: 'v@x', type: 'work' }] })).body.id
  group = (await client.post('/Groups', { displayName: 'victims', members: [{ value: user }] })).body.id
})
afterAll(() => server.close())

const numRuns = Number(process.env.HOSTILE_RUNS ?? 250)

async function survives(method: string, path: string, body?: string) {
  const answer = await fetch(`${client.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/scim+json' },
    ...(body !== undefined && { body }),
  })
  const text = await answer.text()
  const told = `${method} ${path} ${body?.slice(0, 2000) ?? ''} → ${answer.status} ${text}`
  expect(answer.status, told).toBeLessThan(500)
  expect(answer.headers.get('content-type') ?? 'application/scim+json', told).toBe('application/scim+json')
  if (answer.status >= 400) expect(JSON.parse(text), told).toMatchObject({ status: String(answer.status) })
  return answer.status
}

describe('whatever a client sends', () => {
  it('as a resource is never a fault of ours', async () => {
    const statuses = new Set<number>()
    const body = fc.oneof({ weight: 3, arbitrary: named }, anything).map((value) => JSON.stringify(value) ?? '')
    const where = fc.constantFrom(
      () => ['POST', '/Users'],
      () => ['POST', '/Groups'],
      () => ['PUT', `/Users/${user}`],
      () => ['PUT', `/Groups/${group}`],
    )
    await fc.assert(
      fc.asyncProperty(where, body, async (to, text) => {
        const [method, path] = to() as [string, string]
        statuses.add(await survives(method, path, text))
      }),
      { numRuns },
    )
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400]))
  }, 120_000)

  it('as a PATCH is never a fault of ours', async () => {
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(fc.boolean(), patch, async (isUser, body) => {
        statuses.add(await survives('PATCH', isUser ? `/Users/${user}` : `/Groups/${group}`, JSON.stringify(body)))
      }),
      {
        numRuns,
        examples: [[true, { schemas: [patchUrn], Operations: [{ op: 'replace', path: 'title', value: 'x' }] }]],
      },
    )
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400]))
  }, 120_000)

  it('as a query is never a fault of ours', async () => {
    const parameter = fc.constantFrom(
      'filter',
      'startIndex',
      'count',
      'sortBy',
      'sortOrder',
      'attributes',
      'excludedAttributes',
    )
    const query = fc.array(fc.tuple(parameter, fc.oneof(filter, evil, fc.integer().map(String))), { maxLength: 3 })
    const encode = (text: string) => encodeURIComponent(text.toWellFormed())
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('/Users', '/Groups'), query, async (path, parameters) => {
        await survives('GET', `${path}?${parameters.map(([key, value]) => `${key}=${encode(value)}`).join('&')}`)
      }),
      { numRuns },
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('', '/Users', '/Groups'), filter, async (path, text) => {
        await survives('POST', `${path}/.search`, JSON.stringify({ filter: text, count: 5 }))
      }),
      { numRuns },
    )
  }, 120_000)

  it('as bytes is never a fault of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('[', '{"a":', '\ufeff{}', '1'.repeat(400))),
        async (text) => {
          await survives('POST', '/Users', text)
          await survives('GET', `/Users/${encodeURIComponent(text.toWellFormed())}`)
        },
      ),
      { numRuns: Math.ceil(numRuns / 5) },
    )
    await survives('POST', '/Users', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    await survives('POST', '/Users', `{"userName":"deep","urn:x:y":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`)
    await survives('GET', `/Users?filter=${encodeURIComponent(`title pr${' or title pr'.repeat(700)}`)}`)
    await survives('GET', `/Users?filter=${'('.repeat(4000)}`)
    await survives('POST', '/Users', JSON.stringify({ userName: 'ü'.repeat(500), externalId: '漢'.repeat(500) }))
    await survives('POST', '/Users', JSON.stringify({ userName: 'long', emails: [{ value: '漢'.repeat(9000) }] }))
  }, 120_000)

  it('as a path or a verb is refused in SCIM', async () => {
    for (const path of ['/Users/%zz', '/Users/%c3', '/%', '/%zz/x', '/Users/%ed%a0%80?filter=x', '/constructor'])
      expect(await survives('GET', path)).toBe(404)
    for (const verb of ['LOCK', 'PROPFIND', 'PURGE', 'OPTIONS', 'QUERY'])
      expect(await survives(verb, '/Users')).toBe(405)
  })

  it('leaves every other object of the program as it was', () => {
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
