import { describe, expect, it } from 'vitest'
import { operationsMax, readPatch } from './operation.ts'

const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
const refused = (scimType: string) => expect.objectContaining({ status: 400, scimType })

describe('RFC 7644 §3.5.2 the body of a PATCH', () => {
  it('has operations whose op and names are in any case', () => {
    expect(readPatch({ schemas, operations: [{ OP: 'Add', Path: 'title', Value: 'x' }] }).operations).toEqual([
      { op: 'add', path: 'title', value: 'x' },
    ])
    expect(readPatch({ Operations: [{ op: 'REMOVE', path: ' title ' }] }).operations).toEqual([
      { op: 'remove', path: 'title', value: undefined },
    ])
  })

  it('may hold attributes without a path, also as JSON inside a string', () => {
    const { operations, quirks } = readPatch({
      schemas,
      Operations: [{ op: 'replace', path: null, value: '{"active":false}' }],
    })
    expect(operations).toEqual([{ op: 'replace', path: undefined, value: { active: false } }])
    expect(quirks.map(({ sentence }) => sentence)).toEqual([
      'value came as JSON inside a string; what it says was taken',
    ])
  })

  it('names its message and its verbs in small letters; what does otherwise is taken, and told', () => {
    const body = { Operations: [{ op: 'Replace', path: 'title', value: 'x' }] }
    expect(readPatch(body).operations).toEqual([{ op: 'replace', path: 'title', value: 'x' }])
    expect(readPatch(body).quirks.map(({ code }) => code)).toEqual(['schema-unnamed', 'op-case'])
    expect(() => readPatch({ ...body, schemas }, { strict: true })).toThrow(refused('invalidSyntax'))
    expect(() => readPatch({ Operations: [{ ...body.Operations[0], op: 'replace' }] }, { strict: true })).toThrow(
      refused('invalidSyntax'),
    )
  })

  it.each([
    ['no object', null],
    ['no operations', { schemas }],
    ['an object for a list', { schemas, Operations: {} }],
    ['an operation that is no object', { schemas, Operations: [null] }],
    ['an unknown op', { schemas, Operations: [{ op: 'move', path: 'title', value: 1 }] }],
    ['no op', { schemas, Operations: [{ path: 'title', value: 1 }] }],
    ['an op that is no string', { schemas, Operations: [{ op: 1, path: 'title', value: 1 }] }],
    ['a path that is no string', { schemas, Operations: [{ op: 'add', path: 1, value: 1 }] }],
  ])('is refused with invalidSyntax for %s', (_, body) => {
    expect(() => readPatch(body)).toThrow(refused('invalidSyntax'))
  })

  it('may change nothing, as in Microsoft’s validator, unless strict', () => {
    const read = readPatch({ schemas, Operations: [] })
    expect(read.operations).toEqual([])
    expect(read.quirks.map(({ code }) => code)).toEqual(['no-operations'])
    expect(() => readPatch({ schemas, Operations: [] }, { strict: true })).toThrow(refused('invalidSyntax'))
  })

  it('is refused with noTarget for a remove without a path', () => {
    expect(() => readPatch({ Operations: [{ op: 'remove' }] })).toThrow(refused('noTarget'))
    expect(() => readPatch({ Operations: [{ op: 'remove', path: '', value: { title: 'x' } }] })).toThrow(
      refused('noTarget'),
    )
  })

  it.each([
    { op: 'add', path: 'title' },
    { op: 'replace', value: 'x' },
    { op: 'replace', value: null },
    { op: 'add', value: [] },
  ])('is refused with invalidValue for %j', (operation) =>
    expect(() => readPatch({ Operations: [operation] })).toThrow(refused('invalidValue')),
  )

  it('needs a path where strict', () => {
    const body = { Operations: [{ op: 'replace', value: { active: false } }] }
    expect(() => readPatch(body, { strict: true })).toThrow(refused('invalidSyntax'))
  })

  it(`has at most ${operationsMax} operations`, () => {
    const operation = { op: 'add', path: 'title', value: 'x' }
    expect(() => readPatch({ Operations: new Array(operationsMax + 1).fill(operation) })).toThrow(refused('tooMany'))
  })
})
