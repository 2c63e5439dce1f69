import { AsyncLocalStorage } from 'node:async_hooks'
import { IntlMessageFormat } from 'intl-messageformat'
import type { LanguageCode } from '../contract/role.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'

/**
 * words/ owns the sentences that the server says: why somebody has something, what probably led to it, what failed. One
 * catalogue a language, ICU messages, every language with every sentence (the compiler sees to it).
 *
 * The language is that of the request being answered, as its Accept-Language says (RFC 9110 §12.5.4); English outside of
 * one. So that it need not be handed through every function that shows something (decision 25).
 */
export type Word = keyof typeof en
export type Values = Readonly<Record<string, string | number>>

const catalogues: Readonly<Record<LanguageCode, Readonly<Record<Word, string>>>> = { en, fr, it, de, es, pt, nl }
const speaking = new AsyncLocalStorage<LanguageCode>()
const formats = new Map<string, IntlMessageFormat>()

export const languageNow = (): LanguageCode => speaking.getStore() ?? 'en'

/** What is said in here is said in this language. */
export function speakingIn<Result>(language: LanguageCode, work: () => Result): Result {
  return speaking.run(language, work)
}

export function say(word: Word, values?: Values): string {
  const language = languageNow()
  const key = `${language} ${word}`
  let format = formats.get(key)
  if (!format) {
    format = new IntlMessageFormat(catalogues[language][word], language, undefined, { ignoreTag: true })
    formats.set(key, format)
  }
  return String(format.format(values))
}

/** "A", "A and B", "A, B and C". */
export function listed(parts: readonly string[]): string {
  return formatter('list', (language) => new Intl.ListFormat(language)).format(parts)
}

/** "French"; a code that is none of ours as it is. */
export function languageText(code: string): string {
  return formatter('languages', (language) => new Intl.DisplayNames(language, { type: 'language' })).of(code) ?? code
}

/** To the minute, in UTC: who reads a sentence elsewhere must not take it for their own time. */
export function momentText(at: Date): string {
  return `${formatter('moment', momentIn).format(at)} UTC`
}
export function dayText(at: Date): string {
  return formatter(
    'day',
    (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }),
  ).format(at)
}
export function timeText(at: Date): string {
  return formatter('time', timeIn).format(at)
}

const momentIn = (language: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC', hour12: false })
const timeIn = (language: string) =>
  new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC', hour12: false })

const formatters = new Map<string, unknown>()
function formatter<Kind>(kind: string, make: (language: string) => Kind): Kind {
  const key = `${kind} ${languageNow()}`
  const found = (formatters.get(key) as Kind | undefined) ?? make(languageNow())
  formatters.set(key, found)
  return found
}

/** The first of the languages asked for, by weight, that we speak; English where none is. Whatever was sent, an answer. */
export function languageAsked(header: string | undefined): LanguageCode {
  const asked = (header ?? '')
    .slice(0, 1000)
    .split(',', 50)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = Number(/^q=([\d.]+)$/.exec(parameters.at(-1)?.trim() ?? '')?.[1] ?? 1)
      return { code: tag.slice(0, 2).toLowerCase(), weight }
    })
  const best = asked
    .filter(({ code, weight }) => code in catalogues && weight > 0)
    .sort((a, b) => b.weight - a.weight)[0]
  return (best?.code as LanguageCode | undefined) ?? 'en'
}
