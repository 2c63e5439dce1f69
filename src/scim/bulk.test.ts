import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BulkOperation, bulkOperationsMax, readBulk } from './bulk.ts'
import { namedIn } from './bulk-reference.ts'
import { ScimError } from './errors.ts'

const post = (bulkId: string, ...names: readonly string[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { displayName: bulkId, members: names.map((name) => ({ value: `bulkId:${name}` })) },
})
const read = (...Operations: readonly unknown[]) => readBulk({ Operations })
const places = (...operations: readonly unknown[]) => read(...operations).order.map((turn) => turn.places)
const names = (operation: BulkOperation) => (operation.refusal ? operation.refusal : operation.names)
const throwing = (body: unknown, options = {}) => {
  try {
    return readBulk(body, options)
  } catch (error) {
    return error instanceof ScimError ? [error.status, error.scimType] : error
  }
}

describe('RFC 7644 §3.7, a bulk request as it is read', () => {
  it('has the operations as they came, with what each names', () => {
    const { operations, failOnErrors, quirks } = readBulk({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      failOnErrors: 3,
      Operations: [
        post('a', 'b', 'b'),
        { ...post('b'), path: 'groups/' },
        { method: 'delete', path: '/Users/bulkId:a' },
      ],
    })
    expect(failOnErrors).toBe(3)
    expect(quirks).toEqual([])
    expect(operations).toMatchObject([
      { method: 'POST', bulkId: 'a', path: ['Groups'], names: ['b'] },
      { method: 'POST', bulkId: 'b', path: ['groups'], names: [] },
      { method: 'DELETE', path: ['Users', 'bulkId:a'], names: ['a'] },
    ])
  })

  it('may leave out its schema, which is named as a quirk, unless the source is strict', () => {
    expect(read(post('a')).quirks.map(({ code }) => code)).toEqual(['schema-unnamed'])
    expect(throwing({ Operations: [post('a')] }, { strict: true })).toEqual([400, 'invalidSyntax'])
  })

  it('has at most a thousand operations', () => {
    const Operations = Array.from({ length: bulkOperationsMax + 1 }, () => ({}))
    expect(throwing({ Operations })).toEqual([413, undefined])
    expect(readBulk({ Operations: Operations.slice(1) }).operations).toHaveLength(1000)
  })
})

describe('RFC 7644 §3.7.2, references by bulkId', () => {
  it('are found as whole strings, at the end of a $ref, and compared in the path of a PATCH', () => {
    const data = {
      whole: ['bulkId:one', { deep: 'BULKID:two' }],
      $ref: '../Users/bulkId:three',
      Operations: [{ op: 'remove', path: 'members[value eq "bulkId:four" or value eq "bulkId:five"]' }],
      note: 'see bulkId:six',
      path: 'bulk/bulkId:seven',
    }
    const found: string[] = []
    const same = namedIn({ path: ['Groups', 'bulkId:zero'], data }, (bulkId) => void found.push(bulkId))
    expect(found).toEqual(['zero', 'one', 'two', 'three', 'four', 'five'])
    expect(same.data).toBe(data)
    expect(namedIn({ path: ['Groups', 'bulkId:zero'], data }, (bulkId) => `<${bulkId}>`)).toEqual({
      path: ['Groups', '<zero>'],
      data: {
        whole: ['<one>', { deep: '<two>' }],
        $ref: '../Users/<three>',
        Operations: [{ op: 'remove', path: 'members[value eq "<four>" or value eq "<five>"]' }],
        note: 'see bulkId:six',
        path: 'bulk/bulkId:seven',
      },
    })
  })

  it('reach no object, whatever they and the members around them are named', () => {
    const data: unknown = JSON.parse('{"__proto__": {"polluted": "bulkId:__proto__"}, "constructor": "bulkId:x"}')
    const named = namedIn({ path: [], data }, () => 'id')
    expect(JSON.stringify(named.data)).toBe('{"__proto__":{"polluted":"id"},"constructor":"id"}')
    expect(Object.getPrototypeOf(named.data)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('are refused where no POST has them, or more than one', () => {
    const { operations } = read(post('a', 'nobody'), post('b'), post('b'), post('c', 'b'))
    expect(operations.map((each) => each.refusal?.scimType)).toEqual([
      'invalidValue',
      'invalidValue',
      'invalidValue',
      undefined,
    ])
    expect(names(operations[3]!)).toEqual(['b'])
  })
})

describe('the order of a bulk request', () => {
  it('is the client’s, but what an operation names comes before it', () => {
    expect(places(post('a'), post('b', 'a'), post('c'))).toEqual([[0], [1], [2]])
    expect(places(post('a', 'c'), post('b'), post('c', 'd'), post('d'))).toEqual([[3], [2], [0], [1]])
    expect(places({ method: 'DELETE', path: '/Groups/bulkId:b' }, post('a'), post('b'))).toEqual([[2], [0], [1]])
  })

  it('has those together that name each other in a circle', () => {
    const { order } = read(
      post('a', 'b'),
      post('x'),
      post('b', 'c'),
      post('c', 'a', 'x'),
      post('y', 'a'),
      post('me', 'me'),
    )
    expect(order).toEqual([
      { places: [1], isCircular: false },
      { places: [0, 2, 3], isCircular: true },
      { places: [4], isCircular: false },
      { places: [5], isCircular: true },
    ])
  })

  it('has every operation once, after all that it names or with it, whatever they name', () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((size) => {
      const name = fc.integer({ min: 0, max: size - 1 })
      return fc.array(fc.array(name, { maxLength: 4 }), { minLength: size, maxLength: size })
    })
    fc.assert(
      fc.property(graph, (edges) => {
        const { order } = read(...edges.map((to, at) => post(String(at), ...to.map(String))))
        expect(order.flatMap((turn) => turn.places).sort((a, b) => a - b)).toEqual([...edges.keys()])
        const turnOf = new Map(order.flatMap((turn, at) => turn.places.map((place) => [place, at] as const)))
        for (const [at, to] of edges.entries())
          for (const other of to) expect(turnOf.get(other)).toBeLessThanOrEqual(turnOf.get(at)!)
        const reach = edges.map((to) => new Set(to))
        for (const by of edges.keys())
          for (const from of reach) if (from.has(by)) for (const to of reach[by]!) from.add(to)
        for (const { places, isCircular } of order)
          for (const place of places) for (const other of places) expect(reach[place]!.has(other)).toBe(isCircular)
      }),
    )
  })
})
