/**
 * locales/ owns every text that is seen: a catalogue a language, a file of it a room, in ICU message syntax. No other
 * folder says a word to anybody.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import type { LanguageCode } from '../../src/contract/role.ts'
import type first from './en/first.ts'
import type rest from './en/rest.ts'
import { chosenLanguage } from './language.ts'

export type Message = keyof typeof first | keyof typeof rest
export type Values = Readonly<Record<string, string | number>>

type Part = () => Promise<{ default: Readonly<Record<string, string>> }>
/** In two parts, so that the first page does not wait for what others say. */
const catalogues: Readonly<Record<LanguageCode, readonly [first: Part, rest: Part]>> = {
  en: [() => import('./en/first.ts'), () => import('./en/rest.ts')],
  fr: [() => import('./fr/first.ts'), () => import('./fr/rest.ts')],
  it: [() => import('./it/first.ts'), () => import('./it/rest.ts')],
  de: [() => import('./de/first.ts'), () => import('./de/rest.ts')],
  es: [() => import('./es/first.ts'), () => import('./es/rest.ts')],
  pt: [() => import('./pt/first.ts'), () => import('./pt/rest.ts')],
  nl: [() => import('./nl/first.ts'), () => import('./nl/rest.ts')],
}

/**
 * The language of the console; another one is a reload away, so that what was said once never changes. Not to be mixed up
 * with the language that a rule gives to users.
 */
export const language: LanguageCode = chosenLanguage()
const [firstPart, restPart] = catalogues[language]

// Only that one is loaded, before anything that says a word.
const catalogue: Record<string, string> = { ...(await firstPart()).default }
const formats = new Map<Message, IntlMessageFormat>()

/** What every page but the first ones says, before its code is: a module may say something as soon as it is there. */
export async function textsOfAllPages(): Promise<void> {
  Object.assign(catalogue, (await restPart()).default)
}

/** The text of a message, with its values. */
export function text(message: Message, values?: Values): string {
  const said = catalogue[message] ?? message
  if (!said.includes('{')) return said
  let format = formats.get(message)
  if (!format) {
    format = new IntlMessageFormat(said, language, undefined, { ignoreTag: true })
    formats.set(message, format)
  }
  return String(format.format(values))
}

const numbers = new Intl.NumberFormat(language)
export function number(value: number): string {
  return numbers.format(value).replace('-', '\u2212')
}

const languageNames = new Intl.DisplayNames(language, { type: 'language' })
export function languageName(code: string): string {
  return languageNames.of(code) ?? code
}

const lists = new Intl.ListFormat(language)
/** "a, b and c". */
export function list(parts: readonly string[]): string {
  return lists.format(parts)
}
