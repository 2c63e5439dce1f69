import { createHash } from 'node:crypto'

/** One statement: its text with $1, $2 … and the values that go with them. `name` makes PostgreSQL prepare it once per connection; empty: planned each time. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
  readonly name: string
}

class Fragment {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings
    this.values = values
  }
}

export type SqlFragment = Fragment

// Texts are few, but filters from outside can make new ones: what is remembered is bounded, a name is not.
const namesMax = 5000
const names = new Map<string, string>()

function nameOf(text: string): string {
  let name = names.get(text)
  if (!name) {
    if (names.size === namesMax) names.clear()
    name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    names.set(text, name)
  }
  return name
}

/**
 * A statement with its values kept apart: ``sql`select … where id = ${id}` ``. A value that was made by
 * ``sql.part`…` `` is spliced in as text (with its own values renumbered), so that filters can be composed.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const out: string[] = []
  const all: unknown[] = []
  write(strings, values, out, all)
  const text = out.join('')
  return { text, values: all, name: nameOf(text) }
}

/** A piece of a statement, for splicing into another. */
sql.part = (strings: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment => new Fragment(strings, values)

/** Pieces joined by a separator, such as `and`. An empty list gives an empty piece. */
sql.join = (parts: readonly SqlFragment[], separator: string): SqlFragment => {
  if (parts.length === 0) return new Fragment([''], [])
  return new Fragment(['', ...parts.slice(1).map(() => separator), ''], parts)
}

/** A list that is longer is asked for with a plan of its own. */
const LIST_LONG = 500

/**
 * A statement about a list of that length. Where it is long, it is planned anew each time, for the very values it is asked with:
 * a plan that was kept from when a table was small may compare every row with every element of the list.
 */
sql.about = (length: number, query: Sql): Sql => (length > LIST_LONG ? { ...query, name: '' } : query)

/** A name of a table or column, quoted. Only for names that this program knows; never for text from outside. */
sql.identifier = (name: string): SqlFragment => new Fragment([`"${name.replaceAll('"', '""')}"`], [])

function write(strings: readonly string[], values: readonly unknown[], out: string[], all: unknown[]): void {
  for (const [index, text] of strings.entries()) {
    out.push(text)
    if (index >= values.length) continue
    const value = values[index]
    if (value instanceof Fragment) write(value.strings, value.values, out, all)
    else out.push(`$${all.push(value)}`)
  }
}
