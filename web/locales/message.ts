/**
 * locales/ owns every text that is seen: one catalogue a language, in ICU message syntax, and how a message of it becomes
 * a text. No other folder says a word to anybody.
 *
 * Of ICU MessageFormat only what the catalogue uses: `{name}`, `{count, number}` and `{count, plural, =0 {…} one {…}
 * other {# …}}`, nested as deep as one likes.
 */
export type Values = Readonly<Record<string, string | number>>

export function format(message: string, values: Values, language: string): string {
  return said(message, values, language, undefined)
}

function said(message: string, values: Values, language: string, count: number | undefined): string {
  let text = ''
  for (let at = 0; at < message.length; ) {
    const char = message[at]!
    if (char === '{') {
      const end = closing(message, at)
      text += argument(message.slice(at + 1, end), values, language)
      at = end + 1
    } else {
      text += char === '#' && count !== undefined ? numberIn(language, count) : char
      at++
    }
  }
  return text
}

function argument(text: string, values: Values, language: string): string {
  const [, name, kind, rest] = /^\s*(\w+)\s*(?:,\s*(\w+)\s*(?:,([\s\S]*))?)?$/.exec(text) ?? []
  const value = name === undefined ? undefined : values[name]
  if (name === undefined || value === undefined) throw new Error(`The message's argument has no value: {${text}}`)
  if (kind === undefined) return typeof value === 'number' ? numberIn(language, value) : value
  if (kind === 'number') return numberIn(language, Number(value))
  if (kind === 'plural' && rest !== undefined) return plural(rest, Number(value), values, language)
  throw new Error(`Not a kind of argument: {${text}}`)
}

function plural(cases: string, count: number, values: Values, language: string): string {
  const texts = new Map<string, string>()
  for (let at = cases.indexOf('{'), from = 0; at >= 0; ) {
    const end = closing(cases, at)
    texts.set(cases.slice(from, at).trim(), cases.slice(at + 1, end))
    from = end + 1
    at = cases.indexOf('{', from)
  }
  const category = new Intl.PluralRules(language).select(count)
  return said(texts.get(`=${count}`) ?? texts.get(category) ?? texts.get('other') ?? '', values, language, count)
}

/** Where the brace that opens at `at` is closed. */
function closing(text: string, at: number): number {
  let depth = 0
  for (let index = at; index < text.length; index++) {
    if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0) return index
  }
  throw new Error(`A brace is not closed: ${text}`)
}

function numberIn(language: string, value: number): string {
  return new Intl.NumberFormat(language).format(value)
}
