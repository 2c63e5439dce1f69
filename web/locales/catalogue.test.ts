import { globSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import de from './de/all.ts'
import en from './en/all.ts'
import es from './es/all.ts'
import fr from './fr/all.ts'
import it_ from './it/all.ts'
import nl from './nl/all.ts'
import pt from './pt/all.ts'

type Catalogue = Readonly<Record<string, string>>
const catalogues: Readonly<Record<string, Catalogue>> = { en, fr, it: it_, de, es, pt, nl }
const code = globSync('web/**/*.{ts,tsx}', { exclude: ['**/*.test.ts'] })
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

/** `{name}`, `{count, plural, …}`: the values that a message asks for. */
const argumentsOf = (message: string) => [
  ...new Set([...message.matchAll(/\{(\w+)(?:\}|,\s*(?:plural|number|select))/g)].map(([, name]) => name!)),
]

describe('the catalogues of texts', () => {
  it('have no text that is not shown anywhere', () => {
    // A family is asked for by a part of its name: text(`role.${role}`).
    const families = [...code.matchAll(/`([a-z-]+(?:\.[a-zA-Z-]+)*)\.\$\{/g)].map(([, family]) => `${family}.`)
    const unused = Object.keys(en).filter(
      (name) => !code.includes(`'${name}'`) && !families.some((family) => name.startsWith(family)),
    )
    expect(unused).toEqual([])
  })

  it.each(Object.keys(catalogues))(
    'in %s have every text, each with the same values, and none that cannot be said',
    (language) => {
      const catalogue = catalogues[language]!
      expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort())
      for (const [name, message] of Object.entries(catalogue)) {
        const names = argumentsOf(message)
        expect(names.sort(), `${language} ${name}`).toEqual(argumentsOf((en as Catalogue)[name]!).sort())
        for (const count of [0, 1, 2, 5, 1_000_000]) {
          const values = Object.fromEntries(names.map((argument) => [argument, count]))
          const said = new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).format(values)
          expect(said, `${language} ${name}`).not.toMatch(/[{}#]/)
        }
      }
    },
  )
})
