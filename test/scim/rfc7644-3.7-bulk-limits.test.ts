import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Rates } from '../../src/inbound/scim/rate.ts'
import { changeSource } from '../../src/inbound/source.ts'
import { anything, evil, named, patch } from '../support/hostile.ts'
import { clientOf, errorUrn, patchOf, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

const nobody = '2819c223-7f76-453a-919d-413861904646'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim({ bodyLimitBytes: 200_000 })
  client = await server.client()
})
afterAll(() => server.close())

const bulk = (operations: unknown, more: object = {}) => client.post('/Bulk', { Operations: operations, ...more })
const results = async (operations: readonly unknown[], more: object = {}) => {
  const { status, body } = await bulk(operations, more)
  expect(status).toBe(200)
  return body.Operations
}
const post = (bulkId: unknown, userName: string) => ({ method: 'POST', path: '/Users', bulkId, data: { userName } })
const refusedWith = (scimType: string) => ({
  status: '400',
  response: { schemas: [errorUrn], status: '400', scimType, detail: expect.any(String) },
})

describe('RFC 7644 §3.7 and §3.7.3, failOnErrors', () => {
  it('left out, or zero, lets everything be done whatever fails', async () => {
    for (const more of [{}, { failOnErrors: 0 }, { failOnErrors: null }]) {
      const failing = { method: 'DELETE', path: `/Users/${nobody}` }
      const userName = `all${JSON.stringify(more)}`
      const answers = await results([failing, failing, post('x', userName)], more)
      expect(answers.map(({ status }: { status: string }) => status)).toEqual(['404', '404', '201'])
    }
  })

  it('is how many errors are taken before the rest is left undone, and only what was done is answered', async () => {
    const failing = { method: 'DELETE', path: `/Users/${nobody}` }
    const operations = [post('a', 'fails-a'), failing, post('b', 'fails-b'), failing, post('c', 'fails-c')]
    const answers = await results(operations, { failOnErrors: 2 })
    expect(answers.map(({ status }: { status: string }) => status)).toEqual(['201', '404', '201', '404'])
    expect((await client.get('/Users?filter=userName%20sw%20%22fails-%22')).body.totalResults).toBe(2)
    const [only, ...others] = await results([{ ...post('x', 'x'), data: {} }, post('y', 'y')], { failOnErrors: 1 })
    expect(only).toEqual({ method: 'POST', bulkId: 'x', ...refusedWith('invalidValue') })
    expect(others).toEqual([])
  })

  it.each([-1, 1.5, '1', true, {}, []])(
    'that is no whole number of at least 1 is refused: %j',
    async (failOnErrors) => {
      const { status, body } = await bulk([post('x', 'never')], { failOnErrors })
      expect([status, body.scimType]).toEqual([400, 'invalidValue'])
    },
  )
})

describe('RFC 7644 §3.7.4, the limits of a bulk request', () => {
  it('are advertised as they are enforced', async () => {
    expect((await client.get('/ServiceProviderConfig')).body.bulk).toEqual({
      supported: true,
      maxOperations: 1000,
      maxPayloadSize: 200_000,
    })
  })

  it('are named by the 413 that answers what exceeds them', async () => {
    const many = await bulk(Array.from({ length: 1001 }, () => ({ method: 'DELETE', path: '/Users/x' })))
    expect(many.body).toEqual({
      schemas: [errorUrn],
      status: '413',
      detail: 'There are 1001 operations, which exceeds maxOperations (1000).',
    })
    const large = await bulk([post('x', 'x'.repeat(200_000))])
    expect(large.status).toBe(413)
    expect(large.body.detail).toBe('The size of the bulk request exceeds maxPayloadSize (200000).')
  })

  it('let a thousand operations through', async () => {
    const operations = Array.from({ length: 1000 }, () => ({ method: 'DELETE', path: `/Users/${nobody}` }))
    expect(await results(operations)).toHaveLength(1000)
  })

  it('count each operation as a request of the source', async () => {
    const rates = new Rates({ perSecond: 10, burst: 20 })
    expect(rates.take('okta', 0)).toBe(0)
    rates.charge('okta', 49)
    expect(rates.take('okta', 0)).toBe(4)
    expect(rates.take('okta', 3000)).toBe(1)
    expect(rates.take('okta', 3100)).toBe(0)
  })
})

describe('RFC 7644 §3.7, what is no bulk request', () => {
  it.each<[string, unknown]>([
    ['no operations', {}],
    ['an empty list of operations', { Operations: [] }],
    ['operations that are no list', { Operations: { method: 'POST' } }],
    ['another message', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{}] }],
    ['a list', [{ method: 'POST' }]],
  ])('is refused as a whole: %s', async (_what, body) => {
    expect((await client.post('/Bulk', body)).body).toMatchObject({ status: '400', scimType: 'invalidSyntax' })
  })

  it('is refused by its method and below it', async () => {
    const answer = await client.get('/Bulk')
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    expect((await client.post('/Bulk/x', {})).status).toBe(404)
  })

  it.each<[string, unknown, string]>([
    ['no object', 'POST', 'invalidSyntax'],
    ['no method', { path: '/Users', data: {} }, 'invalidSyntax'],
    ['GET', { method: 'GET', path: `/Users/${nobody}` }, 'invalidSyntax'],
    ['no path', { method: 'POST', bulkId: 'x', data: {} }, 'invalidSyntax'],
    ['a POST to a resource', { method: 'POST', path: `/Users/${nobody}`, bulkId: 'x', data: {} }, 'invalidValue'],
    ['a PUT to a type', { method: 'PUT', path: '/Users', data: {} }, 'invalidValue'],
    ['a URL', { method: 'DELETE', path: `https://elsewhere.example/Users/${nobody}` }, 'invalidValue'],
    ['a way up', { method: 'DELETE', path: '/Users/..' }, 'invalidValue'],
    ['a way up, encoded', { method: 'DELETE', path: '/Users/%2e%2e' }, 'invalidValue'],
    ['half of a character', { method: 'DELETE', path: '/Users/\ud800' }, 'invalidValue'],
    ['a broken encoding', { method: 'DELETE', path: '/Users/%E0%A4%A' }, 'invalidValue'],
    ['a bulk request', { method: 'POST', path: '/Bulk', bulkId: 'x', data: { Operations: [] } }, 'invalidValue'],
    ['a search', { method: 'POST', path: '/.search', bulkId: 'x', data: {} }, 'invalidValue'],
    ['a discovery document', { method: 'PUT', path: '/Schemas/x', data: {} }, 'invalidValue'],
    ['no data', { method: 'POST', path: '/Users', bulkId: 'x' }, 'invalidSyntax'],
    ['data that is no object', { method: 'PUT', path: `/Users/${nobody}`, data: 'x' }, 'invalidSyntax'],
    ['a bulkId that is no string', post(7, 'seven'), 'invalidValue'],
    ['an empty bulkId', post('', 'empty'), 'invalidValue'],
    ['a version that is no string', { method: 'DELETE', path: `/Users/${nobody}`, version: 1 }, 'invalidSyntax'],
    ['a bulkId that no POST has', { ...post('x', 'x'), data: { userName: 'bulkId:other' } }, 'invalidValue'],
    ['a path by a bulkId that no POST has', { method: 'DELETE', path: '/Users/bulkId:other' }, 'invalidValue'],
  ])('is refused by itself among others that are done: %s', async (_what, operation, scimType) => {
    const [refused, done] = await results([operation, post('fine', `fine ${_what}`)])
    expect(refused).toMatchObject(refusedWith(scimType))
    expect(done.status).toBe('201')
  })

  it('are POSTs with one bulkId: it cannot be told which is meant, so neither is done', async () => {
    const member = { method: 'POST', path: '/Groups', data: { displayName: 'G', members: [{ value: 'bulkId:twin' }] } }
    const answers = await results([post('twin', 'twin-1'), post('twin', 'twin-2'), member])
    expect(answers.map(({ status }: { status: string }) => status)).toEqual(['400', '400', '409'])
    expect(answers[0].response.detail).toBe('The bulkId "twin" is given to more than one POST.')
    expect((await client.get('/Users?filter=userName%20sw%20%22twin%22')).body.totalResults).toBe(0)
  })

  it('is answered 404 where there is nothing', async () => {
    const [nothing, none] = await results([
      { method: 'POST', path: '/Devices', bulkId: 'x', data: {} },
      { method: 'PATCH', path: '/Users/nobody', data: patchOf({ op: 'remove', path: 'title' }) },
    ])
    expect(nothing).toMatchObject({ method: 'POST', bulkId: 'x', status: '404' })
    expect(none).toMatchObject({ status: '404', location: `${client.baseUrl}/Users/nobody` })
  })

  it('is a POST without a bulkId where the source is strict; elsewhere it is taken', async () => {
    expect((await results([{ ...post('x', 'no-id'), bulkId: undefined }]))[0].status).toBe('201')
    const strict = await server.client({ name: 'Strict' })
    await changeSource(server.fresh.database, strict.db.organization, strict.source.id, { strict: true })
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
    const operation = { ...post('x', 'strict'), bulkId: undefined }
    const answer = await clientOf(strict.db, strict.source, strict.token, strict.baseUrl).post('/Bulk', {
      schemas,
      Operations: [operation],
    })
    expect(answer.body.Operations[0]).toMatchObject(refusedWith('invalidSyntax'))
    expect((await strict.post('/Bulk', { Operations: [operation] })).body.scimType).toBe('invalidSyntax')
  })
})

describe('whatever a client sends in bulk', () => {
  it('may be named __proto__, constructor or anything else', async () => {
    const ids = ['__proto__', 'constructor', 'toString', 'a/b', 'bulkId:x', '"', 'é 漢', ' ']
    const members = ids.map((id) => ({ value: `bulkId:${id}` }))
    const group = { method: 'POST', path: '/Groups', bulkId: 'g', data: { displayName: 'Odd', members } }
    const answers = await results([group, ...ids.map((id, at) => post(id, `odd-${at}`))])
    expect(new Set(answers.map(({ status }: { status: string }) => status))).toEqual(new Set(['201']))
    expect(answers.slice(1).map(({ bulkId }: { bulkId: string }) => bulkId)).toEqual(ids)
    const { body } = await client.get(answers[0].location.slice(client.baseUrl.length))
    expect(body.members).toHaveLength(ids.length)
  })

  it('is never a fault of ours', async () => {
    const method = fc.constantFrom('POST', 'put', 'Patch', 'DELETE')
    const path = fc.oneof(fc.constantFrom('/Users', '/Groups', `/Users/${nobody}`, '/Groups/bulkId:a', '/Bulk'), evil)
    const reference = fc.constantFrom('a', 'b', '__proto__').map((id) => `bulkId:${id}`)
    const data = fc.oneof(named, patch, anything, fc.record({ displayName: evil, members: fc.array(reference) }))
    const operation = fc.record({ method, path, bulkId: fc.oneof(fc.constantFrom('a', 'b'), anything), data })
    const statuses = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 9, arbitrary: operation }, anything), { maxLength: 6 }),
        async (all) => {
          const { status, body } = await bulk(all)
          expect(status, JSON.stringify(all)).toBeLessThan(500)
          for (const each of body.Operations ?? []) {
            expect(Number(each.status), JSON.stringify(all)).toBeLessThan(500)
            statuses.add(each.status)
          }
        },
      ),
      {
        numRuns: Number(process.env.HOSTILE_RUNS ?? 250),
        examples: [
          [
            [
              { method: 'POST', path: '/Groups', bulkId: 'a', data: { displayName: 'There' } },
              { method: 'POST', path: '/Users', bulkId: 'b', data: { displayName: 'Nameless' } },
              { method: 'DELETE', path: `/Users/${nobody}`, bulkId: '', data: {} },
            ],
          ],
        ],
      },
    )
    expect([...statuses]).toEqual(expect.arrayContaining(['201', '400', '404']))
    const deep = `{"Operations":[{"method":"POST","path":"/Users","data":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}]}`
    const headers = { authorization: `Bearer ${client.token}` }
    expect((await client.send('POST', '/Bulk', { headers, body: deep })).body.Operations[0].status).toBe('400')
  }, 120_000)

  it('in circles of hundreds is created together', async () => {
    const group = (at: number) => ({
      method: 'POST',
      path: '/Groups',
      bulkId: `g${at}`,
      data: { displayName: `Ring ${at}`, members: [{ value: `bulkId:g${(at + 1) % 250}` }] },
    })
    const answers = await results(Array.from({ length: 250 }, (_, at) => group(at)))
    expect(new Set(answers.map(({ status }: { status: string }) => status))).toEqual(new Set(['201']))
    const { body } = await client.get('/Groups?filter=displayName%20eq%20%22Ring%20249%22')
    expect(body.Resources[0].members[0].display).toBe('Ring 0')
  }, 60_000)
})
