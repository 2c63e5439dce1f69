import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import deFirst from './de/first.ts'
import deRest from './de/rest.ts'
import enFirst from './en/first.ts'
import enRest from './en/rest.ts'
import esFirst from './es/first.ts'
import esRest from './es/rest.ts'
import frFirst from './fr/first.ts'
import frRest from './fr/rest.ts'
import itFirst from './it/first.ts'
import itRest from './it/rest.ts'
import nlFirst from './nl/first.ts'
import nlRest from './nl/rest.ts'
import ptFirst from './pt/first.ts'
import ptRest from './pt/rest.ts'

type Catalogue = Readonly<Record<string, string>>
const en = { ...enFirst, ...enRest }
const catalogues: Readonly<Record<string, Catalogue>> = {
  en,
  fr: { ...frFirst, ...frRest },
  it: { ...itFirst, ...itRest },
  de: { ...deFirst, ...deRest },
  es: { ...esFirst, ...esRest },
  pt: { ...ptFirst, ...ptRest },
  nl: { ...nlFirst, ...nlRest },
}
const code = globSync('web/**/*.{ts,tsx}', { exclude: ['**/*.test.ts'] })
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

interface Element {
  readonly type: number
  readonly value: string
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>
}

/** The values that a message asks for: in ICU's tree all but a literal (0) and `#` (7) names one. */
function argumentsOf(message: string): readonly string[] {
  const walk = (elements: readonly Element[]): string[] =>
    elements.flatMap(({ type, value, options = {} }) => [
      ...(type === 0 || type === 7 ? [] : [value]),
      ...Object.values(options).flatMap((option) => walk(option.value)),
    ])
  const tree = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst()
  return [...new Set(walk(tree as unknown as readonly Element[]))]
}

/** The files that are loaded with these; of rules and the frame also those that are loaded when they are needed. */
function reached(from: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const path of from) {
    if (found.has(path) || path.includes('/locales/')) continue
    found.add(path)
    const whole = /^web\/(rules|shell)\//.test(path)
    const imports = [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*(\(?)\s*'(\.[^']+)'/g)]
    const next = imports
      .filter(([, late]) => late === '' || whole)
      .map(([, , to]) => normalize(join(dirname(path), to!)))
    reached(
      next.filter((each) => each.startsWith('web/')),
      found,
    )
  }
  return found
}

describe('the catalogues of texts', () => {
  it('have no text that is not shown anywhere', () => {
    // A family is asked for by a part of its name: text(`role.${role}`).
    const families = [...code.matchAll(/`([a-z-]+(?:\.[a-zA-Z-]+)*)\.\$\{/g)].map(([, family]) => `${family}.`)
    const unused = Object.keys(en).filter(
      (name) => !code.includes(`'${name}'`) && !families.some((family) => name.startsWith(family)),
    )
    expect(unused).toEqual([])
  })

  it('have in their first part all that the frame, sign-in and Rules say', () => {
    const late = [
      ...reached([
        'web/main.tsx',
        'web/shell/shell.tsx',
        'web/rules/rules-page.tsx',
        ...globSync('web/signin/*-page.tsx'),
      ]),
    ]
      .flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(/'([a-z]+(?:\.[A-Za-z-]+)+)'(?!:)/g)].map(([, name]) => name!),
      )
      .filter((name) => name in enRest)
    expect(late).toEqual([])
  })

  it.each(Object.keys(catalogues))(
    'in %s have every text, each with the same values, and none that cannot be said',
    (language) => {
      const catalogue = catalogues[language]!
      expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort())
      for (const [name, message] of Object.entries(catalogue)) {
        const names = argumentsOf(message)
        expect(names.toSorted(), `${language} ${name}`).toEqual(argumentsOf((en as Catalogue)[name]!).toSorted())
        for (const count of [0, 1, 2, 5, 1_000_000]) {
          const values = Object.fromEntries(names.map((argument) => [argument, count]))
          const said = new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).format(values)
          expect(said, `${language} ${name}`).not.toMatch(/[{}#]/)
        }
      }
    },
  )
})
