import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from '../json.ts'
import { attribute, type ResourceType } from '../schema.ts'
import type { Filter } from './filter.ts'
import { formatFilter } from './format.ts'
import { parseFilter } from './parse.ts'
import { compilePredicate } from './predicate.ts'

/** A type with every kind of attribute, for the oracle. */
const type: ResourceType = {
  name: 'Thing',
  endpoint: '/Things',
  description: '',
  schema: {
    id: 'urn:example:Thing',
    name: 'Thing',
    description: '',
    attributes: [
      attribute('text', ''),
      attribute('exact', '', { caseExact: true }),
      attribute('flag', '', { type: 'boolean' }),
      attribute('count', '', { type: 'integer' }),
      attribute('at', '', { type: 'dateTime' }),
      attribute('words', '', { multiValued: true }),
      attribute('one', '', {
        type: 'complex',
        subAttributes: [attribute('value', ''), attribute('n', '', { type: 'integer' })],
      }),
      attribute('many', '', {
        type: 'complex',
        multiValued: true,
        subAttributes: [attribute('value', ''), attribute('flag', '', { type: 'boolean' })],
      }),
    ],
  },
  schemaExtensions: [],
}

const word = fc.constantFrom('', 'a', 'A', 'ab', 'AB', 'ba', 'é', 'É', 'ΑΣ', 'ας', '\u{1f600}', '\uffee')
const when = fc.constantFrom(
  '2020-01-01T00:00:00Z',
  '2020-01-01T01:00:00+01:00',
  '2020-01-01T00:00:00.001Z',
  '2019-12-31T23:59:59Z',
)
const whole = fc.integer({ min: -2, max: 2 })
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const present = (resource: object) => JSON.parse(JSON.stringify(resource)) as Resource

const resource = fc
  .record({
    text: some(word),
    exact: some(word),
    flag: some(fc.boolean()),
    count: some(whole),
    at: some(when),
    words: some(fc.array(word, { maxLength: 3 })),
    one: some(fc.record({ value: some(word), n: some(whole) })),
    many: some(fc.array(fc.record({ value: some(word), flag: some(fc.boolean()) }), { maxLength: 3 })),
  })
  .map(present)

/** A condition as the oracle knows it: names, an operator, a value. */
type Condition =
  | {
      kind: 'test'
      names: string[]
      op: string
      value: string | number | boolean | null
      of: 'text' | 'exact' | 'flag' | 'n' | 'at'
    }
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'some'; name: string; part: Condition }

const ordered = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
const textual = [...ordered, 'co', 'sw', 'ew']

function test(names: string[], of: 'text' | 'exact' | 'flag' | 'n' | 'at'): fc.Arbitrary<Condition> {
  const ops = of === 'flag' ? ['eq', 'ne'] : of === 'n' || of === 'at' ? ordered : textual
  const values = of === 'flag' ? fc.boolean() : of === 'n' ? whole : of === 'at' ? when : word
  return fc
    .oneof(
      { weight: 5, arbitrary: fc.record({ op: fc.constantFrom(...ops), value: values as fc.Arbitrary<string> }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('pr', 'eq', 'ne'), value: fc.constant(null) }) },
    )
    .map(({ op, value }): Condition => ({ kind: 'test', names, op, value, of }))
}

const combined = (leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.letrec<{ any: Condition }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('any').map((part): Condition => ({ kind: 'not', part })),
      fc
        .record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          parts: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
        })
        .map((joined): Condition => joined),
    ),
  })).any

const inMany = combined(fc.oneof(test(['value'], 'text'), test(['flag'], 'flag')))
const condition = combined(
  fc.oneof(
    test(['text'], 'text'),
    test(['exact'], 'exact'),
    test(['flag'], 'flag'),
    test(['count'], 'n'),
    test(['at'], 'at'),
    test(['words'], 'text'),
    test(['one', 'value'], 'text'),
    test(['one', 'n'], 'n'),
    test(['many', 'value'], 'text'),
    test(['many', 'flag'], 'flag'),
    inMany.map((part): Condition => ({ kind: 'some', name: 'many', part })),
    combined(test(['value'], 'text')).map((part): Condition => ({ kind: 'some', name: 'words', part })),
  ),
)

function write(of: Condition): string {
  switch (of.kind) {
    case 'test':
      return of.op === 'pr'
        ? `${of.names.join('.')} PR`
        : `${of.names.join('.')} ${of.op.toUpperCase()} ${JSON.stringify(of.value)}`
    case 'not':
      return `not (${write(of.part)})`
    case 'some':
      return `${of.name}[${write(of.part)}]`
    default:
      return of.parts.map((part) => `(${write(part)})`).join(` ${of.kind} `)
  }
}

/** The meaning of a filter, said again and as plainly as possible. */
function oracle(of: Condition, thing: unknown): boolean {
  switch (of.kind) {
    case 'and':
      return of.parts.every((part) => oracle(part, thing))
    case 'or':
      return of.parts.some((part) => oracle(part, thing))
    case 'not':
      return !oracle(of.part, thing)
    case 'some':
      return found([of.name], thing).some((element) => oracle(of.part, element))
    case 'test': {
      const values = found(typeof thing === 'object' ? of.names : [], thing)
      const isThere = values.some((value) => value !== '' && value !== undefined)
      if (of.op === 'pr') return isThere
      if (of.value === null) return of.op === 'eq' ? !isThere : isThere
      if (of.op === 'ne') return !oracle({ ...of, op: 'eq' }, thing)
      return values.some((value) => value !== undefined && compares(of, value, of.value as string))
    }
  }
}

function found(names: string[], thing: unknown): unknown[] {
  let level: unknown[] = [thing]
  for (const name of names) level = level.flatMap((one) => (one as Record<string, unknown>)?.[name])
  return level.filter((value) => value !== undefined)
}

function compares({ op, of }: Condition & { kind: 'test' }, left: unknown, right: unknown): boolean {
  const form = (value: unknown): unknown => {
    if (of === 'at') return Date.parse(String(value))
    if (of === 'text') return [...String(value).toLowerCase().replace(/ς/g, 'σ')].map(codePoint).join()
    return of === 'exact' ? [...String(value)].map(codePoint).join() : value
  }
  const [one, other] = [form(left), form(right)] as [string, string]
  const commas = (text: string) => `,${text}${text ? ',' : ''}`
  if (op === 'co') return commas(one).includes(commas(other))
  if (op === 'sw') return commas(one).startsWith(commas(other))
  if (op === 'ew') return commas(one).endsWith(commas(other))
  return { eq: one === other, gt: one > other, ge: one >= other, lt: one < other, le: one <= other }[op] ?? false
}

const codePoint = (character: string) => (character.codePointAt(0) ?? 0).toString(16).padStart(6, '0')

describe('a filter', () => {
  it('means in memory what an independent reading of it means', () => {
    fc.assert(
      fc.property(condition, fc.array(resource, { minLength: 5, maxLength: 5 }), (of, things) => {
        const predicate = compilePredicate(parseFilter(write(of), type))
        for (const thing of things)
          expect([write(of), thing, predicate(thing)]).toEqual([write(of), thing, oracle(of, thing)])
      }),
      { numRuns: 2000 },
    )
  })

  it('written and read again is the same filter', () => {
    fc.assert(
      fc.property(condition, (of) => {
        const filter: Filter = parseFilter(write(of), type)
        expect(parseFilter(formatFilter(filter), type)).toEqual(filter)
      }),
      { numRuns: 2000 },
    )
  })
})
