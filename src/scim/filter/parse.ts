import { invalidFilter, invalidPath } from '../errors.ts'
import { findSub, lookupOf, type Node, nodeAt } from '../lookup.ts'
import { findPlace, findUnqualified, type Place, undeclaredPlace } from '../place.ts'
import type { Attribute, ResourceType } from '../schema.ts'
import { quoted } from '../text.ts'
import { compare } from './comparison.ts'
import { type Filter, filterDepthMax } from './filter.ts'
import { type Token, tokenize } from './token.ts'

interface Reader {
  readonly type: ResourceType
  readonly tokens: readonly Token[]
  readonly strict: boolean
  at: number
  depth: number
}

/** Of `or` and `and`; what binds stronger has the greater number. `not` needs none: it takes one pair of brackets. */
const power: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
])

/**
 * RFC 7644 §3.4.2.2. Also read, though outside its ABNF: `emails[type eq "work"].value eq "x"` (Entra), `members eq
 * "id"`. Names nobody declared are read only under the URN of an extension nobody declared. With `strict` there is none of
 * this, nor Entra's booleans as texts.
 *
 * @throws {ScimError} invalidFilter; also when longer than `filterLengthMax` or deeper than `filterDepthMax`
 */
export function parseFilter(text: string, type: ResourceType, options: { readonly strict?: boolean } = {}): Filter {
  const reader: Reader = { type, tokens: tokenize(text), strict: options.strict === true, at: 0, depth: 0 }
  const filter = expression(reader, 1, undefined)
  const rest = reader.tokens[reader.at]
  if (rest) throw invalidFilter(`The filter should end before ${quoted(text.slice(rest.at).trim())}.`)
  return filter
}

/** `attribute[filter]` or `attribute[filter].sub`, as a PATCH path has it. */
export interface ValuePath {
  readonly node: Node
  readonly filter: Filter
  readonly sub: Attribute | undefined
}

/**
 * RFC 7644 §3.5.2: PATH = attrPath / valuePath [subAttr]; this is the second.
 * @throws {ScimError} invalidFilter for what is wrong inside the brackets, invalidPath for what is wrong outside
 */
export function parseValuePath(
  text: string,
  type: ResourceType,
  options: { readonly strict?: boolean } = {},
): ValuePath {
  const reader: Reader = { type, tokens: tokenize(text), strict: options.strict === true, at: 0, depth: 0 }
  const name = reader.tokens[0]
  const place = name?.kind === 'word' ? findPlace(type, name.text) : undefined
  if (!place || reader.tokens[1]?.kind !== '[') throw invalidPath(`${quoted(text)} names no attribute.`)
  reader.at = 2
  const { node, filter } = elements(reader, place)
  const sub = reader.tokens[reader.at]
  if (!sub) return { node, filter, sub: undefined }
  const found = reader.tokens.length === reader.at + 1 ? subAfter(sub, node) : undefined
  if (!found) throw invalidPath(`${quoted(text)} goes on after its filter with no sub-attribute of ${place.path}.`)
  return { node, filter, sub: found }
}

/** Pratt: an operand, then as long as the joint binds at least as strong as `floor`, all operands of that joint. */
function expression(reader: Reader, floor: number, scope: Node | undefined): Filter {
  let left = operand(reader, scope)
  for (;;) {
    const joint = jointAt(reader)
    const strength = joint && power.get(joint)
    if (!joint || !strength || strength < floor) return left
    const filters = [left]
    while (jointAt(reader) === joint) {
      reader.at++
      filters.push(expression(reader, strength + 1, scope))
    }
    left = { kind: joint, filters }
  }
}

function jointAt({ tokens, at }: Reader): 'and' | 'or' | undefined {
  const token = tokens[at]
  if (token?.kind !== 'word' || token.text.length > 3) return undefined
  const folded = token.text.toLowerCase()
  return folded === 'and' || folded === 'or' ? folded : undefined
}

function operand(reader: Reader, scope: Node | undefined): Filter {
  const token = take(reader, 'an attribute')
  if (token.kind === '(') return bracketed(reader, scope)
  if (token.kind !== 'word') throw invalidFilter(`${quoted(token.text)} stands where an attribute should.`)
  const next = reader.tokens[reader.at]
  if (next?.kind === '(' && token.text.toLowerCase() === 'not') {
    reader.at++
    return { kind: 'not', filter: bracketed(reader, scope) }
  }
  if (scope) return compared(reader, placeInside(scope, token))
  const place = findPlace(reader.type, token.text) ?? undeclared(reader, token)
  if (next?.kind !== '[') return compared(reader, place)
  reader.at++
  return selected(reader, place)
}

function bracketed(reader: Reader, scope: Node | undefined): Filter {
  deeper(reader)
  const filter = expression(reader, 1, scope)
  if (take(reader, 'a closing bracket').kind !== ')') throw invalidFilter('A bracket is not closed.')
  reader.depth--
  return filter
}

function compared(reader: Reader, place: Place): Filter {
  const operator = take(reader, `an operator after ${place.path}`)
  if (operator.kind === 'word' && operator.text.toLowerCase() === 'pr') return { kind: 'present', ...place }
  return compare(withValue(reader.type, place), operator, take(reader, `a value for ${place.path}`), reader.strict)
}

/** RFC 7643 §2.4: of a complex attribute compared as a whole, "value" is meant. */
function withValue(type: ResourceType, place: Place): Place {
  if (place.attribute.type !== 'complex' || place.sub) return place
  return findPlace(type, `${place.path}.value`) ?? place
}

/** What comes after `attribute[`, and Entra's `.sub op value` after the `]`. */
function selected(reader: Reader, place: Place): Filter {
  const { node, filter } = elements(reader, place)
  const all = (inner: Filter): Filter => ({ kind: 'elements', ...place, filter: inner })
  const next = reader.tokens[reader.at]
  if (next?.kind !== 'word' || !next.text.startsWith('.')) return all(filter)
  reader.at++
  const sub = subAfter(next, node)
  if (reader.strict)
    throw invalidFilter(`Nothing can be compared after ${place.path}[…]; compare it inside the brackets.`)
  if (!sub) throw invalidFilter(`${place.path} has no sub-attribute ${quoted(next.text.slice(1))}.`)
  const condition = compared(reader, {
    ...place,
    sub,
    path: `${place.path}.${sub.name}`,
    keys: [...place.keys, sub.name],
  })
  const both = (last: Filter) =>
    all({ kind: 'and', filters: filter.kind === 'and' ? [...filter.filters, last] : [filter, last] })
  return condition.kind === 'not' ? { kind: 'not', filter: both(condition.filter) } : both(condition)
}

function elements(reader: Reader, place: Place): { readonly node: Node; readonly filter: Filter } {
  const node = place.declared && !place.sub ? nodeAt(lookupOf(reader.type), place) : undefined
  if (!node || (!node.subs && !node.attribute.multiValued)) {
    throw invalidFilter(`${quoted(place.path)} has no elements to select from.`)
  }
  deeper(reader)
  const filter = expression(reader, 1, node)
  if (take(reader, 'a closing bracket').kind !== ']')
    throw invalidFilter(`The bracket after ${place.path} is not closed.`)
  reader.depth--
  return { node, filter }
}

function subAfter(token: Token, node: Node): Attribute | undefined {
  return token.kind === 'word' && token.text.startsWith('.') ? findSub(node, token.text.slice(1)) : undefined
}

/** A name inside brackets is a sub-attribute; elements that are simple are called `value`. */
function placeInside(node: Node, { text }: Token): Place {
  const sub = findSub(node, text)
  if (!sub && (node.subs || text.toLowerCase() !== 'value')) {
    throw invalidFilter(`${node.path} has no sub-attribute ${quoted(text)}.`)
  }
  const { attribute, extension } = node
  const keys = extension === undefined ? [attribute.name] : [extension, attribute.name]
  if (!sub) return { path: node.path, extension, attribute, sub, declared: true, keys }
  return { path: `${node.path}.${sub.name}`, extension, attribute, sub, declared: true, keys: [...keys, sub.name] }
}

function undeclared(reader: Reader, { text }: Token): Place {
  const { type } = reader
  const place = reader.strict ? undefined : (findUnqualified(type, text) ?? undeclaredPlace(type, text))
  if (!place) throw invalidFilter(`${quoted(text)} is not an attribute of ${type.name}.`)
  return place
}

function take(reader: Reader, wanted: string): Token {
  const token = reader.tokens[reader.at++]
  if (!token) throw invalidFilter(`The filter ends where ${wanted} should stand.`)
  return token
}

function deeper(reader: Reader): void {
  if (++reader.depth > filterDepthMax) throw invalidFilter(`A filter is at most ${filterDepthMax} brackets deep.`)
}
