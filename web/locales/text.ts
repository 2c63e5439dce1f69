/**
 * locales/ owns every text that is seen: a catalogue a language, a file of it a room, in ICU message syntax. No other
 * folder says a word to anybody.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import type { LanguageCode } from '../../src/contract/role.ts'
import type en from './en/all.ts'
import { chosenLanguage } from './language.ts'

export type Message = keyof typeof en
export type Values = Readonly<Record<string, string | number>>

const catalogues: Readonly<Record<LanguageCode, () => Promise<{ default: Readonly<Record<string, string>> }>>> = {
  en: () => import('./en/all.ts'),
  fr: () => import('./fr/all.ts'),
  it: () => import('./it/all.ts'),
  de: () => import('./de/all.ts'),
  es: () => import('./es/all.ts'),
  pt: () => import('./pt/all.ts'),
  nl: () => import('./nl/all.ts'),
}

/**
 * The language of the console; another one is a reload away, so that what was said once never changes. Not to be mixed up
 * with the language that a rule gives to users.
 */
export const language: LanguageCode = chosenLanguage()

// Only that one is loaded, before anything that says a word.
const catalogue = (await catalogues[language]()).default
const formats = new Map<Message, IntlMessageFormat>()

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
