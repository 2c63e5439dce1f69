import { describe, expect, it } from 'vitest'
import { languageOfDirectory, resolveLanguage } from './language.ts'

describe('the language of a user', () => {
  it('is what they chose, else what a rule says, else what the directory says, else the organization’s', () => {
    expect(resolveLanguage('it', 'fr', 'de', 'en')).toBe('it')
    expect(resolveLanguage(null, 'fr', 'de', 'en')).toBe('fr')
    expect(resolveLanguage(null, null, 'de', 'en')).toBe('de')
    expect(resolveLanguage(null, null, null, 'en')).toBe('en')
  })

  it('is read from preferredLanguage before locale, in whatever region, and in a list by its order', () => {
    expect(languageOfDirectory('fr-CH', 'de_DE')).toBe('fr')
    expect(languageOfDirectory('ja, nl;q=0.8, en;q=0.5', 'de')).toBe('nl')
  })

  it('is read from the locale where preferredLanguage names none of ours', () => {
    expect(languageOfDirectory('ja', 'pt-BR')).toBe('pt')
    expect(languageOfDirectory(undefined, 'ja_JP')).toBeNull()
    expect(languageOfDirectory({ value: 'fr' }, 7)).toBeNull()
  })
})
