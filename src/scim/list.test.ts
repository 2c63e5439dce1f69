import { describe, expect, it } from 'vitest'
import { listResponse, readListQuery, readSearchRequest } from './list.ts'

const refused = expect.objectContaining({ status: 400, scimType: 'invalidValue' })

describe('RFC 7644 §3.4.2 queries', () => {
  it('ask for the first hundred, unfiltered, when they say nothing', () => {
    expect(readListQuery('')).toEqual({
      filter: undefined,
      startIndex: 1,
      count: 100,
      countIsOver: false,
      attributes: undefined,
      excludedAttributes: undefined,
      sortBy: undefined,
      sortOrder: 'ascending',
      cursor: undefined,
    })
    expect(readListQuery('filter=&count=&attributes=&sortBy=&sortOrder=')).toEqual(readListQuery(''))
  })

  it('name their parameters in any case', () => {
    expect(readListQuery('?FILTER=title%20pr&StartIndex=3&COUNT=5&sortby=userName&SORTORDER=Descending')).toMatchObject(
      {
        filter: 'title pr',
        startIndex: 3,
        count: 5,
        sortBy: 'userName',
        sortOrder: 'descending',
      },
    )
  })

  it.each([
    ['startIndex=0', { startIndex: 1 }],
    ['startIndex=-5', { startIndex: 1 }],
    ['startIndex=99999999999999999999', { startIndex: 2_147_483_647 }],
    ['count=0', { count: 0 }],
    ['count=-1', { count: 0 }],
    ['count=200', { count: 200, countIsOver: false }],
    ['count=201', { count: 200, countIsOver: true }],
    ['attributes=userName,%20emails', { attributes: ['userName', 'emails'] }],
    ['attributes=a&attributes=b', { attributes: ['a', 'b'] }],
    ['excludedAttributes=members', { excludedAttributes: ['members'] }],
    ['cursor', { cursor: '' }],
    ['cursor=abc', { cursor: 'abc' }],
    ['CURSOR=abc&startIndex=1', { cursor: 'abc', startIndex: 1 }],
    ['unknown=1&aadOptscim062020', { count: 100 }],
  ])('%s is %j', (query, wanted) => {
    expect(readListQuery(query)).toMatchObject(wanted)
  })

  it.each([
    'count=ten',
    'count=1.5',
    'count=1e3',
    'startIndex=%2B1x',
    'count=1&count=2',
    'count=1&Count=2',
    'filter=a&filter=b',
    'sortOrder=up',
    'cursor=abc&startIndex=2',
    'cursor=a&cursor=b',
    'filter=%00',
    'filter=%ff',
    'filter=%',
    `attributes=${'a,'.repeat(300)}`,
    `filter=${'x'.repeat(70_000)}`,
  ])('%s is refused with invalidValue', (query) => {
    expect(() => readListQuery(query)).toThrow(refused)
  })

  it('refuse a count that is none with invalidCount where they go by cursor (RFC 9865 §2.1)', () => {
    expect(() => readListQuery('cursor=&count=ten')).toThrow(expect.objectContaining({ scimType: 'invalidCount' }))
  })

  it.each([
    ['userName%20eq%20%22a+b@x%22', 'userName eq "a+b@x"'],
    ['userName eq "a+b@x"', 'userName eq "a+b@x"'],
    ['userName+eq+%22a%2Bb@x%22', 'userName eq "a+b@x"'],
    ['userName+eq+%22Ann+Lee%22', 'userName eq "Ann Lee"'],
  ])('a plus in %s is what its writer meant', (encoded, filter) => {
    expect(readListQuery(`filter=${encoded}`).filter).toBe(filter)
  })

  it('may come as a framework parsed them', () => {
    expect(readListQuery({ Count: '5', attributes: ['a', 'b,c'] })).toMatchObject({
      count: 5,
      attributes: ['a', 'b', 'c'],
    })
    expect(() => readListQuery({ filter: ['a', 'b'] })).toThrow(refused)
  })

  it('leave objects clean', () => {
    readListQuery('__proto__=x&constructor=y&__proto__.z=1')
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('RFC 7644 §3.4.3 search requests', () => {
  it('ask the same in a body', () => {
    const body = {
      schemas: [],
      attributes: ['userName'],
      filter: 'title pr',
      startIndex: 2,
      count: 10,
      sortOrder: null,
    }
    expect(readSearchRequest(body)).toMatchObject({
      attributes: ['userName'],
      filter: 'title pr',
      startIndex: 2,
      count: 10,
    })
  })

  it.each([
    { count: 1.5 },
    { count: true },
    { filter: 5 },
    { attributes: [5] },
    { attributes: {} },
    { startIndex: [] },
  ])('are refused for %j', (body) => expect(() => readSearchRequest(body)).toThrow(refused))

  it('are JSON objects', () => {
    expect(() => readSearchRequest([])).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }))
  })
})

describe('RFC 7644 §3.4.2 list responses', () => {
  it('say how many there are and how many these are', () => {
    expect(listResponse([{ id: 'a' }], 7, 3)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 7,
      startIndex: 3,
      itemsPerPage: 1,
      Resources: [{ id: 'a' }],
    })
    expect(listResponse([], 0, 1, { nextCursor: 'n', previousCursor: undefined })).toMatchObject({ nextCursor: 'n' })
  })
})
