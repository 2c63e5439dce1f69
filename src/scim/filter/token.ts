import { invalidFilter } from '../errors.ts'
import { isStorable, quoted } from '../text.ts'
import { filterLengthMax } from './filter.ts'

/**
 * A word is a name, an operator, a literal that is no string, or `.sub` after a bracket. `at` is where in the text it
 * begins.
 */
export interface Token {
  readonly kind: 'word' | 'string' | '(' | ')' | '[' | ']'
  /** Of a string, what it says, without quotes and escapes. */
  readonly text: string
  readonly at: number
}

/**
 * A word may hold whatever a URN may; a string is a JSON string (RFC 7644 §3.4.2.2: compValue "rules from JSON").
 */
const lexeme = /[ \t\r\n]*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s"()[\]]+))/y
const blank = /^[ \t\r\n]*$/

/** @throws {ScimError} invalidFilter */
export function tokenize(text: string): readonly Token[] {
  if (text.length > filterLengthMax) throw invalidFilter(`A filter has at most ${filterLengthMax} characters.`)
  const tokens: Token[] = []
  lexeme.lastIndex = 0
  let at = 0
  for (let found = lexeme.exec(text); found; found = lexeme.exec(text)) {
    const [whole, string, bracket, word] = found
    if (string !== undefined) tokens.push({ kind: 'string', text: readString(string), at })
    else if (bracket !== undefined) tokens.push({ kind: bracket as '(' | ')' | '[' | ']', text: bracket, at })
    else tokens.push({ kind: 'word', text: word ?? '', at })
    at += whole.length
  }
  if (!blank.test(text.slice(at))) throw invalidFilter(`The filter cannot be read from ${quoted(text.slice(at))} on.`)
  return tokens
}

function readString(literal: string): string {
  let text: string
  try {
    text = JSON.parse(literal)
  } catch {
    throw invalidFilter(`${quoted(literal)} is not a JSON string.`)
  }
  if (!isStorable(text)) throw invalidFilter('A text in the filter has U+0000 or half of a surrogate pair.')
  return text
}
