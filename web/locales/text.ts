import en from './en.json' with { type: 'json' }
import { format, type Values } from './message.ts'

export type Message = keyof typeof en

/** The language of the console. Not to be mixed up with the language that a rule gives to users. */
export const language = 'en'

/** The text of a message, with its values. */
export function text(message: Message, values: Values = {}): string {
  return format(en[message], values, language)
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
