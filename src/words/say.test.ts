import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { LanguageCode } from '../contract/role.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it as italian } from './it.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'
import { languageAsked, languageText, listed, momentText, say, speakingIn, type Word } from './say.ts'

const catalogues: Readonly<Record<LanguageCode, Readonly<Record<Word, string>>>> = {
  en,
  fr,
  it: italian,
  de,
  es,
  pt,
  nl,
}
const languages = Object.keys(catalogues) as LanguageCode[]
const words = Object.keys(en) as Word[]
const argumentsOf = (message: string) =>
  [...new Set([...message.matchAll(/\{(\w+)(?:\}|,\s*(?:plural|number))/g)].map(([, name]) => name!))].sort()

describe('what the server says', () => {
  it.each(languages)('can be said in %s, with the same values', (language) => {
    for (const word of words) {
      const names = argumentsOf(en[word])
      expect(argumentsOf(catalogues[language][word]), `${language} ${word}`).toEqual(names)
      for (const count of [0, 1, 2, 1_000_000]) {
        const said = speakingIn(language, () => say(word, Object.fromEntries(names.map((name) => [name, count]))))
        expect(said, `${language} ${word}`).not.toMatch(/[{}#]/)
      }
    }
  })

  it('is all used', () => {
    const code = globSync('src/**/*.ts', { exclude: ['src/words/**', '**/*.test.ts'] })
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    const families = [...code.matchAll(/`([a-z]+(?:\.[a-zA-Z-]+)*)\.\$\{/g)].map(([, family]) => `${family}.`)
    // With an end that is put together too: `clause.${verb}Through`.
    const unused = words.filter(
      (word) => !code.includes(`'${word}'`) && !families.some((family) => word.startsWith(family)),
    )
    expect(unused).toEqual([])
  })

  it('is in the language of whoever asks, also after waiting, and in English to nobody in particular', async () => {
    const answers = await Promise.all(
      (['de', 'fr'] as const).map((language) =>
        speakingIn(language, async () => {
          await new Promise((resolve) => setTimeout(resolve, 5))
          return [say('value.yes'), listed(['A', 'B', 'C']), languageText('it')]
        }),
      ),
    )
    expect(answers).toEqual([
      ['ja', 'A, B und C', 'Italienisch'],
      ['oui', 'A, B et C', 'italien'],
    ])
    expect([say('value.yes'), listed(['A', 'B', 'C']), languageText('it')]).toEqual(['yes', 'A, B, and C', 'Italian'])
    expect(momentText(new Date('2026-03-01T10:02:30Z'))).toBe('Mar 1, 2026, 10:02 UTC')
  })
})

describe('the language asked for', () => {
  it('is the first by weight that we speak', () => {
    expect(languageAsked('de')).toBe('de')
    expect(languageAsked('pt-BR,pt;q=0.9,en;q=0.8')).toBe('pt')
    expect(languageAsked('ja, nl;q=0.3, fr;q=0.7')).toBe('fr')
    expect(languageAsked('de;q=0, it;q=0.1')).toBe('it')
  })

  it('is English where none is, or none can be read', () => {
    for (const header of [undefined, '', '*', 'ja', 'constructor', '__proto__', ';;;,,', 'q=1', 'x'.repeat(100_000)])
      expect(languageAsked(header)).toBe('en')
  })
})
