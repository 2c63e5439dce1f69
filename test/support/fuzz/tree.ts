import type { Random } from './random.ts'

/**
 * JSON as what stands in the text, so that it can be wrong: a name twice, a number beyond all bounds, half a literal. A
 * text stands for itself, as it is written.
 */
export type Tree = string | Tree[] | { readonly entries: [string, Tree][] }

export function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return value.map(treeOf)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return { entries: Object.entries(value).map(([name, part]) => [JSON.stringify(name), treeOf(part)]) }
}

export function written(tree: Tree): string {
  if (typeof tree === 'string') return tree
  if (Array.isArray(tree)) return `[${tree.map(written).join(',')}]`
  return `{${tree.entries.map(([name, part]) => `${name}:${written(part)}`).join(',')}}`
}

/** Names and texts that have broken servers. */
export const evil: readonly string[] = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__defineGetter__',
    '',
    ' ',
    '\\',
    '"',
    '\0',
  ],
  ...['\ud800', 'a\udfff', 'a\0b', '%s%n', '../../etc', "'; drop table users; --", '😀'.repeat(40), 'x'.repeat(3000)],
  ...[
    '\u202e',
    '\ufeff',
    'ß',
    'İ',
    'ΑΣ',
    '$ref',
    'value',
    'id',
    'meta',
    'schemas',
    'members',
    'groups',
    'password',
    'active',
  ],
  ...[
    'emails[type eq "work"].value',
    'members[value eq "x"]',
    'name.givenName',
    'urn:x:y:z',
    'urn:x:__proto__:y',
    'True',
  ],
  ...[
    'bulkId:q',
    'bulkId:',
    '2020-02-30T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '00000000-0000-0000-0000-000000000000',
  ],
]

const literals: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e308', '1e999', '-1e999', '9007199254740993', '9'.repeat(400)],
  ...['[]', '{}', '[[]]', '[null]', '{"value":null}', '{"":""}', '[{}]', '{"__proto__":{"polluted":1}}'],
  ...['"\\ud800"', '"\\u0000"', 'NaN', 'undefined', "'x'", '01', '+1', '.5', '"\t"', '[1,]', '{"a":1,}', '/*x*/1'],
]

function any(random: Random): Tree {
  return random.chance(0.5) ? random.of(literals) : JSON.stringify(random.of(evil))
}

/** A hole in a tree: what stands there, and how to put something else there. */
interface Hole {
  readonly tree: Tree
  readonly put: (tree: Tree) => void
}

function holes(root: Hole): readonly Hole[] {
  const found = [root]
  for (const { tree } of found) {
    if (typeof tree === 'string') continue
    if (Array.isArray(tree)) for (const at of tree.keys()) found.push(holeIn(tree, at))
    else for (const entry of tree.entries) found.push(holeIn(entry, 1))
  }
  return found
}

function holeIn(holder: Tree[] | [string, Tree], at: number): Hole {
  const put = (other: Tree) => {
    holder[at] = other
  }
  return { tree: holder[at]!, put }
}

type Change = (random: Random, hole: Hole, donor: () => Tree) => void

const inObject =
  (change: (random: Random, entries: [string, Tree][]) => void): Change =>
  (random, { tree }) => {
    if (typeof tree !== 'string' && !Array.isArray(tree) && tree.entries.length > 0) change(random, tree.entries)
  }

const changes: readonly Change[] = [
  (random, hole) => hole.put(any(random)),
  (random, hole) => hole.put([hole.tree, ...(random.chance(0.3) ? [any(random)] : [])]),
  (random, hole) => hole.put({ entries: [[JSON.stringify(random.of(['value', 'type', ...evil])), hole.tree]] }),
  (_, hole) => hole.put(JSON.stringify(written(hole.tree))),
  (_random, hole, donor) => hole.put(donor()),
  (random, hole) => {
    if (Array.isArray(hole.tree))
      hole.put(
        Array(random.of([2, 3, 40, 1100]))
          .fill(hole.tree.length > 0 ? hole.tree : any(random))
          .flat(),
      )
  },
  (random, hole) => {
    const [depth, [open, close]] = [
      random.of([5, 9, 40, 1500]),
      random.of([
        ['[', ']'],
        ['{"a":', '}'],
        ['{"value":', '}'],
      ]),
    ]
    hole.put(`${open!.repeat(depth)}1${close!.repeat(depth)}`)
  },
  (random, hole) => {
    if (typeof hole.tree === 'string' && hole.tree.startsWith('"'))
      hole.put(JSON.stringify(changedText(random, unquoted(hole.tree))))
  },
  inObject((random, entries) => void entries.splice(random.below(entries.length), 1)),
  inObject((random, entries) => void entries.push([random.of(entries)[0], any(random)])),
  inObject((random, entries) => void entries.push([JSON.stringify(random.of(evil)), any(random)])),
  inObject((random, entries) => {
    random.of(entries)[0] = JSON.stringify(random.of(evil))
  }),
  inObject((random, entries) => {
    const entry = random.of(entries)
    const name = unquoted(entry[0])
    entry[0] = JSON.stringify(
      random.of([name.toUpperCase(), `${name} `, `urn:ietf:params:scim:schemas:core:2.0:User:${name}`, `${name}.x`]),
    )
  }),
]

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}

/** The body with some things in it changed. `donor` gives parts of other bodies. */
export function changedBody(random: Random, body: unknown, donor: () => unknown): string {
  const root: [string, Tree] = ['', treeOf(body)]
  for (let times = 1 + random.below(3); times > 0; times--)
    random.of(changes)(random, random.of(holes(holeIn(root, 1))), () => treeOf(donor()))
  return written(root[1])
}

const words = [
  'and',
  'or',
  'not',
  'eq',
  'NE',
  'co',
  'sw',
  'ew',
  'pr',
  'gt',
  'le',
  '(',
  ')',
  '[',
  ']',
  '"',
  '"x"',
  'null',
  '.',
  ':',
]

/** A filter, path or name with some of its words changed. */
export function changedText(random: Random, text: string): string {
  const parts = text.match(/"[^"]*"|[\w$:-]+|\s+|./gsu) ?? []
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(parts.length + 1)
    const part = parts[at] ?? ''
    const put = random.of([
      () => [],
      () => [part, part],
      () => [random.of(words), ' ', part],
      () => [random.of(words)],
      () => [random.of(evil)],
      () => [part.toUpperCase()],
      () => [JSON.stringify(random.of(evil))],
      () => [part.repeat(random.of([2, 30, 300])).slice(0, 4000)],
    ])
    parts.splice(at, 1, ...put())
  }
  return parts.join('')
}
