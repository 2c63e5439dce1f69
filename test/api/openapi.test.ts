import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
let api: TestApi
let document: Document
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  document = (await api.http.inject('/api/v1/openapi.json')).json()
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly responses: Readonly<Record<string, unknown>>
}
interface Document {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly securitySchemes: object }
}

describe('the OpenAPI document', () => {
  it('is of version 3.1, and served to anybody', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.servers).toEqual([{ url: '/api/v1' }])
    expect(Object.keys(document.components.securitySchemes)).toEqual(['token', 'session'])
  })

  it('has every route that is relied on from outside', () => {
    const relied = [
      'get /users',
      'get /users/{id}',
      'get /users/{id}/why',
      'post /users/{id}/what-if',
      'get /groups',
      'get /products',
      'post /products',
      'put /products/{id}/tiers/{tier}',
      'get /rules',
      'post /rules',
      'patch /rules/{id}',
      'delete /rules/{id}',
      'put /rules/order',
      'get /seats',
      'get /stopped',
      'get /stopped/{stop}/losses',
      'get /stopped/roles',
      'post /stopped/apply',
      'post /stopped/keep',
      'post /pins',
      'delete /pins/{id}',
      'post /runs',
      'post /runs/{run}/revert',
      'post /draft/revert',
      'get /activity',
      'delete /sources/{id}',
      'post /sources/{id}/import',
      'post /sources/{id}/import/{review}/apply',
      'get /conflicts',
      'post /conflicts/hand-over',
      'post /existing-accounts/import',
      'get /existing-accounts',
      'post /existing-accounts/adopt',
      'put /test-clock',
    ]
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(all).toEqual(expect.arrayContaining(relied))
  })

  it('says of every operation what it is for, and how it fails', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    for (const { operationId, summary, tags, responses } of operations) {
      expect(summary, operationId).toBeTruthy()
      expect(tags, operationId).toHaveLength(1)
      expect(responses['4XX'], operationId).toMatchObject({
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      })
    }
    expect(new Set(operations.map((each) => each.operationId)).size).toBe(operations.length)
  })

  it('names each schema once, and every reference leads to one', () => {
    const text = JSON.stringify(document)
    const references = new Set(
      [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!),
    )
    expect([...references].filter((name) => !(name in document.components.schemas))).toEqual([])
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'User',
        'Rule',
        'RuleInput',
        'Product',
        'Pin',
        'PinInput',
        'Why',
        'Problem',
        'Reference',
      ]),
    )
  })
})
