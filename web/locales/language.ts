import type { LanguageCode } from '../../src/contract/role.ts'

/** Those the console speaks, by their own names. */
export const languages: Readonly<Record<LanguageCode, string>> = {
  en: 'English',
  fr: 'Français',
  it: 'Italiano',
  de: 'Deutsch',
  es: 'Español',
  pt: 'Português',
  nl: 'Nederlands',
}

/** What was chosen in this browser, else the first of the browser's own languages that the console speaks. */
export function chosenLanguage(): LanguageCode {
  const wanted = [kept(), ...(globalThis.navigator?.languages ?? [])]
  const code = wanted.map((tag) => tag?.slice(0, 2).toLowerCase()).find((each) => each && each in languages)
  return (code as LanguageCode | undefined) ?? 'en'
}

/** The page is loaded anew: every text of it changes. */
export function chooseLanguage(code: LanguageCode): void {
  try {
    localStorage.setItem('language', code)
  } catch {
    // Storage may be switched off: then the browser's own language holds.
  }
  window.location.reload()
}

function kept(): string | undefined {
  try {
    return globalThis.localStorage?.getItem('language') ?? undefined
  } catch {
    return undefined
  }
}
