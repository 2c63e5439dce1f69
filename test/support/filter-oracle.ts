import type { Json, Resource } from '../../src/scim/json.ts'
import { type Attribute, everyResource, type ResourceType } from '../../src/scim/schema.ts'

/**
 * RFC 7644 §3.4.2.2 read once more, as plainly as possible and without anything of the engine's: a filter that is right, as
 * a function of a resource. Slow, and only for holding the engine against it.
 */
export function oracleOf(filter: string, type: ResourceType): (resource: Resource) => boolean {
  const tokens = filter.match(/"(?:[^"\\]|\\.)*"|[()[\]]|[^\s()[\]"]+/g) ?? []
  const is = (word: string) => tokens[0]?.toLowerCase() === word
  type Test = (thing: Json) => boolean

  const alternatives = (scope?: Attribute): Test => {
    const tests = [conditions(scope)]
    while (is('or') && tokens.shift()) tests.push(conditions(scope))
    return (thing) => tests.some((test) => test(thing))
  }
  const conditions = (scope?: Attribute): Test => {
    const tests = [condition(scope)]
    while (is('and') && tokens.shift()) tests.push(condition(scope))
    return (thing) => tests.every((test) => test(thing))
  }
  const condition = (scope?: Attribute): Test => {
    if (is('not') && tokens[1] === '(') {
      tokens.shift()
      const test = condition(scope)
      return (thing) => !test(thing)
    }
    const first = tokens.shift()!
    if (first === '(') {
      const test = alternatives(scope)
      tokens.shift()
      return test
    }
    const place = scope ? inside(scope, first) : placeOf(type, first)
    return tokens[0] === '[' ? selection(place) : comparison(place)
  }
  /** One element for which all holds, also what Entra puts behind the brackets. */
  const selection = ({ keys, attribute }: Place): Test => {
    tokens.shift()
    const inner = alternatives(attribute)
    tokens.shift()
    const some = (test: Test) => (thing: Json) =>
      valuesAt(thing, keys).some((element) => inner(element) && test(element))
    if (!tokens[0]?.startsWith('.')) return some(() => true)
    const last = inside(attribute!, tokens.shift()!.slice(1))
    const isNegative = is('ne') ? tokens[1] !== 'null' : is('eq') && tokens[1] === 'null'
    const test = comparison(last)
    return isNegative ? (thing) => !some((element) => !test(element))(thing) : some(test)
  }
  const comparison = (place: Place): Test => {
    const op = tokens.shift()!.toLowerCase()
    if (op === 'pr') return (thing) => valuesAt(thing, place.keys).some(says)
    const wanted = JSON.parse(tokens.shift()!) as string | number | boolean | null
    if (wanted === null) return (thing) => valuesAt(thing, place.keys).some(says) === (op === 'ne')
    const keys = place.attribute?.subAttributes ? [...place.keys, 'value'] : place.keys
    const compared = place.attribute?.subAttributes?.find(({ name }) => name === 'value') ?? place.attribute
    const some = (sign: string) => (thing: Json) =>
      valuesAt(thing, keys).some((value) => holds(sign, value, wanted, compared))
    return op === 'ne' ? (thing) => !some('eq')(thing) : some(op)
  }
  return alternatives()
}

interface Place {
  readonly keys: readonly string[]
  /** Undefined: nobody declared it. */
  readonly attribute: Attribute | undefined
}

const named = (of: readonly Attribute[] | undefined, name: string | undefined) =>
  of?.find((each) => each.name.toLowerCase() === name?.toLowerCase())

function inside(scope: Attribute, name: string): Place {
  return { keys: scope.subAttributes ? [name] : [], attribute: named(scope.subAttributes, name) ?? scope }
}

function placeOf(type: ResourceType, name: string): Place {
  const extensions = type.schemaExtensions.map(({ schema }) => schema)
  const schema = [type.schema, ...extensions].find(({ id }) => name.toLowerCase().startsWith(`${id.toLowerCase()}:`))
  if (!schema && name.includes(':')) {
    const end = name.lastIndexOf(':')
    return { keys: [name.slice(0, end), ...name.slice(end + 1).split('.')], attribute: undefined }
  }
  const [first, second] = (schema ? name.slice(schema.id.length + 1) : name).split('.')
  const own = named([...everyResource, ...type.schema.attributes], first)
  // Entra leaves the URN of an extension's attribute out.
  const home = schema ?? (own ? type.schema : extensions.find(({ attributes }) => named(attributes, first)))
  const attribute = home === type.schema ? own : named(home?.attributes, first)
  const keys = [...(home === type.schema ? [] : [home!.id]), first!, ...(second === undefined ? [] : [second])]
  return { keys, attribute: second === undefined ? attribute : named(attribute?.subAttributes, second) }
}

/** Whatever stands at the end of the names; a list stands for its elements. */
function valuesAt(thing: Json, keys: readonly string[]): readonly Json[] {
  let values: readonly Json[] = [thing].flat() as Json[]
  for (const key of keys) {
    values = values.flatMap((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).flatMap(([name, part]) =>
            name.toLowerCase() === key.toLowerCase() ? (part as Json) : [],
          )
        : [],
    ) as Json[]
  }
  // What nobody declared may have lists in lists; their values are values as well.
  return values.flat() as Json[]
}

function says(value: Json): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some((part) => says(part as Json))
  return value !== null && value !== ''
}

function holds(op: string, found: Json, wanted: string | number | boolean, of: Attribute | undefined): boolean {
  const kind = of?.type ?? typeof wanted
  if (kind === 'boolean') return found === (typeof wanted === 'string' ? /^true$/i.test(wanted) : wanted)
  if (kind === 'dateTime') return inOrder(op, instant(found), instant(wanted))
  if (typeof found !== typeof wanted) return false
  if (typeof found === 'number') return inOrder(op, found, Number(wanted))
  const form = (value: unknown) => {
    const text = of?.caseExact ? String(value) : String(value).toLowerCase().replaceAll('ς', 'σ')
    // As wide as any code point, so that texts are in the order of their code points.
    return [...text].map((letter) => letter.codePointAt(0)!.toString(16).padStart(6, '0')).join(' ')
  }
  const [one, other] = [form(found), form(wanted)]
  if (op === 'co') return ` ${one}`.includes(other === '' ? '' : ` ${other}`)
  if (op === 'sw') return one.startsWith(other)
  if (op === 'ew') return one.endsWith(other)
  return inOrder(op, one, other)
}

function inOrder<T extends string | number>(op: string, one: T, other: T): boolean {
  const sign = one < other ? -1 : one > other ? 1 : one === other ? 0 : Number.NaN
  return { eq: sign === 0, gt: sign > 0, ge: sign >= 0, lt: sign < 0, le: sign <= 0 }[op] ?? false
}

function instant(text: Json): number {
  const whole = String(text)
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(whole) ? whole : `${whole}Z`)
}
