import { invalidValue } from './errors.ts'
import { quoted } from './text.ts'

/** Longest query, in characters. */
export const queryLengthMax = 65_536

/**
 * The parameters of a query as texts; a repeated one is a list.
 *
 * What `+` means, RFC 3986 and HTML forms disagree on. Some clients write a filter's spaces as `+` (Java's URLEncoder),
 * others write `userName eq "a+b@x"` with its plus as it is. A value that has spaces written in another way means its
 * pluses; one that has none means spaces.
 *
 * @throws {ScimError} invalidValue for what is not percent-encoded UTF-8
 */
export function readQuery(query: string): Readonly<Record<string, string | readonly string[]>> {
  if (query.length > queryLengthMax) throw invalidValue(`The query has more than ${queryLengthMax} characters.`)
  const found = new Map<string, string[]>()
  for (const pair of query.replace(/^\?/, '').split('&', 100)) {
    if (pair === '') continue
    const end = pair.indexOf('=')
    const name = decode(end < 0 ? pair : pair.slice(0, end))
    const value = decode(end < 0 ? '' : pair.slice(end + 1))
    const before = found.get(name)
    if (before) before.push(value)
    else found.set(name, [value])
  }
  const parameters: Record<string, string | readonly string[]> = Object.create(null)
  for (const [name, [first = '', ...others]] of found) parameters[name] = others.length > 0 ? [first, ...others] : first
  return parameters
}

function decode(text: string): string {
  try {
    return decodeURIComponent(/%20| /.test(text) ? text : text.replaceAll('+', ' '))
  } catch {
    throw invalidValue(`${quoted(text)} is not percent-encoded UTF-8.`)
  }
}
